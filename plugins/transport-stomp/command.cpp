#include "transport-stomp/command.hpp"

#include <algorithm>
#include <span>

namespace cocotalk::stomp {
namespace {

constexpr std::size_t max_client_msg_id_bytes = 64;
constexpr std::size_t max_command_name_bytes = 64;

constexpr std::string_view of_send[] = {"content", "type"}, of_invite[] = {"content", "invitees"}, of_others[] = {"content"};

}  // namespace

// What is said below /simple/chatroom/⟨room⟩, as which command, and which of its fields count.
struct OriginalWords {
  std::string_view leaf, command;
  std::span<const std::string_view> believed;
};

namespace {

constexpr OriginalWords original_words[] = {{"/message/send", "room.send", of_send},
                                            {"/message/invite", "room.invite", of_invite},
                                            {"/message/leave", "room.leave", of_others},
                                            {"/message/awake", "room.awake", of_others}};

bool starts_with(std::string_view text, std::string_view prefix, std::string_view& rest) {
  if (!text.starts_with(prefix)) return false;
  rest = text.substr(prefix.size());
  return true;
}

bool is_one_segment(std::string_view text) { return !text.empty() && text.find('/') == std::string_view::npos; }

Unspoken invalid(std::string why) { return {COCO_INVALID, std::move(why)}; }

// {"roomId":…,"clientMsgId":… : the beginning of room.send, whose closing brace is still missing.
std::string begin_send(std::string_view room, const Frame& send) {
  std::string json = R"({"roomId":)";
  append_json(json, room);
  if (const auto id = send.header("client-msg-id")) {
    json += R"(,"clientMsgId":)";
    append_json(json, *id);
  }
  return json;
}

void append_member(std::string& json, std::string_view name, const simdjson::dom::element& value) {
  json += ',';
  append_json(json, name);
  json += ':';
  json += simdjson::minify(value);
}

}  // namespace

void append_json(std::string& out, std::string_view text) {
  constexpr char hex[] = "0123456789abcdef";
  out += '"';
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\')
      (out += '\\') += c;
    else if (c == '\n')
      out += "\\n";
    else if (byte < 0x20)
      ((out += "\\u00") += hex[byte >> 4]) += hex[byte & 15];
    else
      out += c;
  }
  out += '"';
}

std::vector<OriginalDestination> original_destinations() {
  std::vector<OriginalDestination> out = {{"/simple/chatroom/new", "room.create"}};
  for (const OriginalWords& words : original_words)
    out.push_back({"/simple/chatroom/{roomId}" + std::string(words.leaf), words.command});
  return out;
}

bool is_of_the_messenger(std::string_view destination) {
  return destination.starts_with("/command/") || destination.starts_with("/room/") || destination.starts_with("/simple/");
}

std::variant<Command, Unspoken> Translator::translate(const Frame& send) {
  const auto destination = send.header("destination");
  if (!destination) return invalid("SEND names no destination");
  const std::string_view client_msg_id = send.header_or_empty("client-msg-id");
  if (client_msg_id.size() > max_client_msg_id_bytes) return invalid("client-msg-id is larger than 64 bytes");
  if (client_msg_id.empty() && send.header("client-msg-id")) return invalid("client-msg-id is empty");

  std::string_view rest;
  if (starts_with(*destination, "/command/", rest)) {
    if (!is_one_segment(rest) || rest.size() > max_command_name_bytes) return Unspoken{COCO_NOT_FOUND, "no such command"};
    return Command{std::string(rest), send.body.empty() ? "{}" : std::string(send.body)};
  }
  if (starts_with(*destination, "/room/", rest) && is_one_segment(rest)) return say(rest, send);
  if (starts_with(*destination, "/simple/chatroom/", rest)) {
    if (rest == "new") return Command{"room.create", std::string(send.body)};
    for (const OriginalWords& words : original_words)
      if (rest.ends_with(words.leaf) && is_one_segment(rest.substr(0, rest.size() - words.leaf.size())))
        return say_in_original_words(rest.substr(0, rest.size() - words.leaf.size()), send, words);
  }
  return Unspoken{COCO_NOT_FOUND, "nothing is said to this destination"};
}

std::variant<Command, Unspoken> Translator::say(std::string_view room, const Frame& send) {
  const std::string_view type = send.header_or_empty("content-type");
  std::string json = begin_send(room, send);
  if (type.starts_with("application/json")) {
    simdjson::dom::object object;
    if (parser_.parse(send.body.data(), send.body.size()).get(object) != simdjson::SUCCESS)
      return invalid("the body is no JSON object");
    for (const auto& [name, value] : object)
      if (name != "roomId" && name != "clientMsgId") append_member(json, name, value);
  } else if (type.empty() || type.starts_with("text/plain")) {
    json += R"(,"content":)";
    append_json(json, send.body);
  } else {
    return invalid("content-type is neither text/plain nor application/json");
  }
  json += '}';
  return Command{"room.send", std::move(json)};
}

// Of what the original clients send only this is believed: the rest is stale or wrong (cocotalk-wire.md, Q3).
std::variant<Command, Unspoken> Translator::say_in_original_words(std::string_view room, const Frame& send,
                                                                  const OriginalWords& words) {
  simdjson::dom::object object;
  if (parser_.parse(send.body.data(), send.body.size()).get(object) != simdjson::SUCCESS)
    return invalid("the body is no JSON object");
  std::string json = begin_send(room, send);
  for (const auto& [name, value] : object)  // what stands twice is refused by the command
    if (std::ranges::find(words.believed, name) != words.believed.end()) append_member(json, name, value);
  json += '}';
  return Command{std::string(words.command), std::move(json)};
}

}  // namespace cocotalk::stomp
