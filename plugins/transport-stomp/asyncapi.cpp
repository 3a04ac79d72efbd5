#include "transport-stomp/asyncapi.hpp"

#include <simdjson.h>
#include <cocotalk/plugin.hpp>

#include <array>
#include <memory>
#include <vector>

#include "transport-stomp/command.hpp"

namespace cocotalk::stomp {
namespace {

using simdjson::dom::object;

constexpr std::string_view beginning =
    R"({"asyncapi":"3.0.0","info":{"title":"CocoTalk","version":"1","description":"STOMP over a WebSocket at /stomp/websocket, or over )"
    R"(SockJS at /stomp. CONNECT carries access-token, or login and passcode. The REST API is in openapi.json beside this document."},)"
    R"("defaultContentType":"application/json",)";

constexpr std::string_view refused =
    R"("refused":{"name":"refused","summary":"a command is refused; the header status says how","payload":{"type":"object",)"
    R"("properties":{"code":{"type":"string"},"detail":{"type":"string"}}}})";

constexpr std::string_view request_headers =
    R"("headers":{"type":"object","properties":{"request-id":{"type":"string","maxLength":64,"description":"stands on the answer"}}})";

std::string json_text(std::string_view text) {
  std::string out;
  append_json(out, text);
  return out;
}

std::string_view text_of(const object& of, std::string_view name) {
  std::string_view out;
  return of.at_key(name).get_string().get(out) == simdjson::SUCCESS ? out : std::string_view();
}

std::string json_of(const object& of, std::string_view name) {
  simdjson::dom::element value;
  return of.at_key(name).get(value) == simdjson::SUCCESS ? simdjson::minify(value) : "{}";
}

template <class Each>
void for_each(const object& of, std::string_view list, Each each) {
  simdjson::dom::array all;
  if (of.at_key(list).get_array().get(all) != simdjson::SUCCESS)
    throw coco::Error(COCO_INTERNAL, "the answer to host.reference has no " + std::string(list));
  for (const simdjson::dom::element element : all) {
    object one;
    if (element.get_object().get(one) == simdjson::SUCCESS) each(one);
  }
}

// "/room/{roomId}/live" as a key: "room.roomId.live".
std::string key_of(std::string_view address) {
  std::string out;
  for (const char c : address.substr(1))
    if (c != '{' && c != '}') out += c == '/' ? '.' : c;
  return out;
}

std::string parameters_of(std::string_view address) {
  std::string out;
  if (address.find("{roomId}") != std::string_view::npos) out += R"("roomId":{"description":"the room"})";
  if (address.find("{self}") != std::string_view::npos)
    out += R"("self":{"description":"the account's id, or `undefined` while the client does not know it"})";
  return out.empty() ? out : R"("parameters":{)" + out + "},";
}

// Lists that grow, with commas between their entries.
struct Document {
  std::string channels, operations, answers;

  static void add(std::string& to, const std::string& entry) { to += (to.empty() ? "" : ",") + entry; }

  void channel(std::string_view address, std::string_view summary, const std::string& messages) {
    add(channels, json_text(key_of(address)) + R"(:{"address":)" + json_text(address) + R"(,"summary":)" + json_text(summary) +
                      "," + parameters_of(address) + R"("messages":{)" + messages + "}}");
  }
  // `action` as the host does it: it receives what is said, and sends what is heard.
  void operation(std::string_view action, std::string_view address, std::string_view summary, const std::string& more) {
    const std::string key = key_of(address);
    add(operations, json_text(std::string(action) + "." + key) + R"(:{"action":)" + json_text(action) + R"(,"channel":{"$ref":)" +
                        json_text("#/channels/" + key) + R"(},"summary":)" + json_text(summary) + more + "}");
  }
};

std::string message(std::string_view name, std::string_view summary, const std::string& payload, std::string_view more = {}) {
  return json_text(name) + R"(:{"name":)" + json_text(name) + R"(,"summary":)" + json_text(summary) + R"(,"payload":)" + payload +
         (more.empty() ? "" : ",") + std::string(more) + "}";
}

std::string description_of(const object& command) {
  std::string text = "Who: " + std::string(text_of(command, "words"));
  for_each(command, "refusals", [&text](const object& no) {
    text += "\n* " + std::string(text_of(no, "code")) + ": " + std::string(text_of(no, "when"));
  });
  return R"(,"description":)" + json_text(text);
}

void add_command(Document& out, const object& command) {
  const std::string_view name = text_of(command, "name"), summary = text_of(command, "summary");
  const std::string address = "/command/" + std::string(name);
  out.channel(address, summary, message("request", summary, json_of(command, "input"), request_headers));
  Document::add(out.answers, message(name, "the answer to " + std::string(name), json_of(command, "output")));
  const std::string answer = R"({"$ref":)" + json_text("#/channels/reply/messages/" + std::string(name)) + "}";
  out.operation("receive", address, summary,
                description_of(command) + R"(,"reply":{"channel":{"$ref":"#/channels/reply"},"messages":[)" + answer +
                    R"(,{"$ref":"#/channels/reply/messages/refused"}]})");
}

std::string event_messages(const object& root, const object& topic) {
  std::string out;
  simdjson::dom::array names;
  if (topic.at_key("events").get_array().get(names) != simdjson::SUCCESS) return out;
  for (const simdjson::dom::element element : names) {
    std::string_view wanted;
    if (element.get_string().get(wanted) != simdjson::SUCCESS) continue;
    for_each(root, "events", [&](const object& event) {
      if (text_of(event, "name") == wanted)
        Document::add(out, message(wanted, text_of(event, "summary"), json_of(event, "body")));
    });
  }
  return out;
}

void add_topic(Document& out, const object& root, const object& topic) {
  const std::string_view address = text_of(topic, "address"), summary = text_of(topic, "summary");
  const std::string who = R"(,"description":)" + json_text("Who: " + std::string(text_of(topic, "words")));
  std::string messages = event_messages(root, topic);
  if (messages.empty()) messages = message("frame", summary, json_of(topic, "frame"));
  const bool is_room = address == "/room/{roomId}";
  if (is_room) Document::add(messages, message("text", "says something in the room", R"({"type":"string"})"));
  out.channel(address, summary, messages);
  out.operation("send", address, summary, who);
  if (is_room)
    out.operation("receive", address, "says something in the room, as `room.send`",
                  who + R"(,"messages":[{"$ref":"#/channels/room.roomId/messages/text"}])");
}

void add_original(Document& out, const object& root, const OriginalDestination& destination) {
  for_each(root, "commands", [&](const object& command) {
    if (text_of(command, "name") != destination.command) return;
    const std::string summary = "original clients' " + std::string(destination.command);
    out.channel(destination.address, summary, message("frame", summary, json_of(command, "input")));
    out.operation("receive", destination.address, summary, description_of(command));
  });
}

std::string schemas_of(const object& root) {
  std::string out;
  object schemas;
  if (root.at_key("schemas").get_object().get(schemas) == simdjson::SUCCESS)
    for (const auto& [name, schema] : schemas) Document::add(out, json_text(name) + ":" + simdjson::minify(schema));
  return out;
}

}  // namespace

std::string asyncapi(std::string_view reference) {
  simdjson::dom::parser parser;
  object root;
  if (reference.empty() || parser.parse(reference.data(), reference.size()).get_object().get(root) != simdjson::SUCCESS)
    throw coco::Error(COCO_INTERNAL, "the answer to host.reference is no JSON object");
  Document out;
  Document::add(out.answers, std::string(refused));
  for_each(root, "commands", [&](const object& command) {
    if (text_of(command, "who") != "operator") add_command(out, command);
  });
  for_each(root, "topics", [&](const object& topic) { add_topic(out, root, topic); });
  for (const OriginalDestination& destination : original_destinations()) add_original(out, root, destination);
  out.channel("/reply", "the answers to this link's commands", out.answers);
  return std::string(beginning) + R"("channels":{)" + out.channels + R"(},"operations":{)" + out.operations +
         R"(},"components":{"schemas":{)" + schemas_of(root) + "}}}";
}

// The core answers on its loop, the client is answered on its lane. When the transport stops, the loop has answered before the
// lanes are passed for the last time.
void answer_asyncapi(const Services& services, coco_exchange exchange, std::uint32_t lane) {
  struct Waiting {
    const coco_http* http;
    coco_exchange exchange;
    std::int32_t status;
    std::string body;
  };
  const auto respond = [](void* arg) {
    const std::unique_ptr<Waiting> waiting(static_cast<Waiting*>(arg));
    const std::array headers = {coco_header{coco::view("Content-Type"), coco::view("application/json")},
                                coco_header{coco::view("Access-Control-Allow-Origin"), coco::view("*")},
                                coco_header{coco::view("Cache-Control"), coco::view("no-store")},
                                coco_header{coco::view("X-Content-Type-Options"), coco::view("nosniff")}};
    waiting->http->respond(waiting->http->self, waiting->exchange, waiting->status, headers.data(), headers.size(),
                           coco::view(waiting->body));
  };
  coco_caller anybody{};
  anybody.size = sizeof anybody;
  anybody.credential.size = sizeof anybody.credential;
  anybody.peer.size = sizeof anybody.peer;
  services.gateway->ask(services.gateway->self, &anybody, coco::view("host.reference"), coco::view("{}"),
                        coco::on_completion<coco_answer>([net = services.net, http = services.http, exchange, lane, respond](
                                                             coco_status status, const coco_answer* answer, const coco_error*) {
                          auto waiting = std::make_unique<Waiting>(Waiting{http, exchange, 503, R"({"status":"failed"})"});
                          if (status == COCO_OK) {
                            waiting->status = 200;
                            waiting->body = asyncapi(coco::text(answer->json));
                          }
                          if (net->post(net->self, lane, respond, waiting.get()) == COCO_OK) waiting.release();
                        }));
}

}  // namespace cocotalk::stomp
