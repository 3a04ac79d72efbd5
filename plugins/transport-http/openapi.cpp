#include "transport-http/openapi.hpp"

#include "transport-http/json.hpp"
#include "transport-http/reference_json.hpp"
#include "transport-http/upload_kind.hpp"

#include <algorithm>
#include <vector>

namespace cocotalk::http {
namespace {

using simdjson::dom::object;

constexpr std::string_view beginning = R"({"openapi":"3.1.0","info":{"title":"CocoTalk","version":"1","description":)"
                                       R"("The REST API. Whatever happens live is in asyncapi.json beside this document."},)";

constexpr std::string_view security_schemes =
    R"("securitySchemes":{"access":{"type":"apiKey","in":"header","name":"X-ACCESS-TOKEN"},)"
    R"("refresh":{"type":"apiKey","in":"header","name":"X-REFRESH-TOKEN"}})";

// The envelopes of a refusal, cocotalk-wire.md 1.6: A of /auth and /push, B of the others and C of a token that was refused, D of
// a request that no service understands.
constexpr std::string_view refusals =
    R"("RefusedA":{"type":"object","properties":{"isSuccess":{"const":false},"code":{"type":"integer"},"message":{"type":"string"},)"
    R"("timestamp":{"type":"string"}}},)"
    R"("RefusedB":{"type":"object","properties":{"error":{"type":"object","properties":{"code":{"type":"integer"},)"
    R"("desc":{"type":"string"},"type":{"type":"string"}}},"status":{"type":"string"},"statusCode":{"type":"integer"},)"
    R"("timestamp":{"type":"string"}}},)"
    R"("RefusedD":{"type":"object","properties":{"timestamp":{"type":"string"},"status":{"type":"integer"},)"
    R"("error":{"type":"string"},"path":{"type":"string"}}})";

// What is answered at the same place by other tables than this one.
constexpr std::string_view other_paths =
    R"("/docs/asyncapi.json":{"get":{"operationId":"get/docs/asyncapi.json","tags":["host"],"summary":"gives the AsyncAPI document",)"
    R"("responses":{"200":{"description":"the document","content":{"application/json":{"schema":{"type":"object"}}}}}}},)"
    R"("/files/{name}":{"get":{"operationId":"get/files/{name}","tags":["files"],"summary":"gives a stored file, or a range of it; )"
    R"(its name is the permission","parameters":[{"name":"name","in":"path","required":true,"schema":{"type":"string"}}],)"
    R"("responses":{"200":{"description":"the file","content":{"application/octet-stream":{}}},"206":{"description":"a range of it"},)"
    R"("404":{"description":"there is none"}}}})";

bool speaks_a(Service service) { return service == Service::auth || service == Service::push; }

std::string json_of(const object& of, std::string_view name) {
  simdjson::dom::element value;
  return of.at_key(name).get(value) == simdjson::SUCCESS ? simdjson::minify(value) : "{}";
}

// What stands in braces in the pattern, in order.
std::vector<std::string_view> placeholders(std::string_view pattern) {
  std::vector<std::string_view> out;
  for (std::size_t open = pattern.find('{'); open != std::string_view::npos; open = pattern.find('{', open + 1))
    out.push_back(pattern.substr(open + 1, pattern.find('}', open) - open - 1));
  return out;
}

std::string schema_of(Field::Kind kind) {
  switch (kind) {
    case Field::Kind::text: return R"({"type":"string"})";
    case Field::Kind::integer: return R"({"type":"integer"})";
    case Field::Kind::texts: break;
  }
  return R"({"type":"array","items":{"type":"string"}})";
}

std::string parameters(const Route& route) {
  std::string out;
  const std::vector<std::string_view> names = placeholders(route.pattern);
  std::size_t next = 0;
  for (const Field& field : route.fields) {
    const bool is_path = field.from == Field::From::path;
    out += (out.empty() ? "" : ",") + (R"({"name":)" + json_string(is_path ? names.at(next++) : field.name)) + R"(,"in":)" +
           (is_path ? "\"path\"" : "\"query\"") + (field.from == Field::From::optional_query ? "" : R"(,"required":true)") +
           R"(,"schema":)" + schema_of(field.kind) + (is_path ? R"(,"x-field":)" + json_string(field.name) : "") + "}";
  }
  return "[" + out + "]";
}

// A form's parts: the texts become members of the command's input, the files are stored and named in it.
std::string form(const UploadKind& kind) {
  std::string parts, required;
  const auto add = [&parts](std::string_view name, std::string_view schema) {
    parts += (parts.empty() ? "" : ",") + json_string(name) + ":" + std::string(schema);
  };
  for (const std::string_view text : kind.texts) add(text, R"({"type":"string"})");
  for (const std::string_view file : {kind.file, kind.thumbnail})
    if (!file.empty()) add(file, R"({"type":"string","format":"binary"})");
  if (kind.needs_file) required = R"(,"required":[)" + json_string(kind.file) + "," + json_string(kind.required_text) + "]";
  return R"({"type":"object","properties":{)" + parts + "}" + required + "}";
}

std::string request_body(const Route& route, const object& command) {
  const std::string input = json_of(command, "input");
  switch (route.input) {
    case Input::fields: return {};
    case Input::json_body: return R"(,"requestBody":{"required":true,"content":{"application/json":{"schema":)" + input + "}}}";
    default: break;
  }
  return R"(,"requestBody":{"required":true,"content":{"multipart/form-data":{"schema":)" + form(upload_kind(route.input)) +
         "}}}";
}

// Around the command's answer: A or B.
std::string in_envelope(Service service, const std::string& schema) {
  if (speaks_a(service))
    return R"({"type":"object","properties":{"isSuccess":{"const":true},"message":{"type":"string"},"result":)" + schema +
           R"(,"timestamp":{"type":"string"}}})";
  return R"({"type":"object","properties":{"data":)" + schema +
         R"(,"status":{"const":"OK"},"statusCode":{"const":200},"timestamp":{"type":"string"}}})";
}

std::string content(const Route& route, const object& command) {
  const auto of_type = [](std::string_view type, const std::string& schema) {
    return "{" + json_string(type) + R"(:{"schema":)" + schema + "}}";
  };
  const Service service = Place(route.pattern).service;
  const std::string text = R"({"type":"string"})";
  switch (route.answer) {
    case Answer::plain_json: return of_type("application/json", json_of(command, "output"));
    case Answer::plain_text: return of_type("text/plain", text);
    case Answer::page: return of_type("text/html", text);
    case Answer::openapi: return of_type("application/json", R"({"type":"object"})");
    case Answer::socket_address: return of_type("application/json", in_envelope(service, text));
    default: return of_type("application/json", in_envelope(service, json_of(command, "output")));
  }
}

// A command refuses with HTTP 200 and an envelope, as the original does.
std::string responses(const Route& route, const object& command) {
  const bool is_a = speaks_a(Place(route.pattern).service);
  return "{\"" + std::to_string(route.success_status) +
         R"(":{"description":"done; or refused, in an envelope of its own","content":)" + content(route, command) +
         R"(},"default":{"description":"refused","content":{"application/json":{"schema":{"anyOf":[)" +
         (is_a ? R"({"$ref":"#/components/schemas/RefusedA"})" : R"({"$ref":"#/components/schemas/RefusedB"})") +
         R"(,{"$ref":"#/components/schemas/RefusedD"}]}}}}})";
}

std::string security(Credential credential) {
  switch (credential) {
    case Credential::none: return "[]";
    case Credential::optional:
    case Credential::access_if_any: return R"([{},{"access":[]}])";
    case Credential::access: return R"([{"access":[]}])";
    case Credential::refresh: return R"([{"refresh":[]}])";
    case Credential::refresh_if_any: break;
  }
  return R"([{},{"refresh":[]}])";
}

std::string description(const object& command) {
  std::string out;
  simdjson::dom::array said_no;
  if (command.at_key("refusals").get_array().get(said_no) != simdjson::SUCCESS) return out;
  for (const simdjson::dom::element element : said_no) {
    object no;
    if (element.get_object().get(no) == simdjson::SUCCESS)
      out += "* " + std::string(text_of(no, "code")) + ": " + std::string(text_of(no, "when")) + "\n";
  }
  return out.empty() ? out : R"(,"description":)" + json_string("Refusals:\n" + out);
}

std::string lower(std::string_view method) {
  std::string out(method);
  for (char& c : out) c = static_cast<char>(c | 0x20);
  return out;
}

std::string operation(const Route& route, const Reference& reference) {
  const object command = reference.command(route.command);
  const std::string_view tag = route.command.substr(0, route.command.find('.'));
  const std::string id = lower(route.method) + std::string(route.pattern);  // a command may be reached at several addresses
  return json_string(lower(route.method)) + R"(:{"operationId":)" + json_string(id) + R"(,"tags":[)" + json_string(tag) +
         R"(],"summary":)" + json_string(text_of(command, "summary")) + description(command) + R"(,"x-command":)" +
         json_string(route.command) + R"(,"security":)" + security(route.credential) + R"(,"parameters":)" + parameters(route) +
         request_body(route, command) + R"(,"responses":)" + responses(route, command) + "}";
}

// The one route to all of them is a path for each.
std::string paths_of_plugins(const Route& route, const Reference& reference) {
  std::string out;
  for (const simdjson::dom::element element : reference.list("commands")) {
    object command;
    if (element.get_object().get(command) != simdjson::SUCCESS || text_of(command, "plugin").empty()) continue;
    const std::string_view name = text_of(command, "name"), who = text_of(command, "who");
    if (who == "operator") continue;
    const std::string pattern = std::string(route.pattern.substr(0, route.pattern.rfind('/') + 1)) + std::string(name);
    Route own = route;
    own.pattern = pattern, own.command = name, own.fields = {};
    own.credential = who == "anyone" ? Credential::access_if_any : Credential::access;
    out += json_string(pattern) + ":{" + operation(own, reference) + "},";
  }
  return out;
}

std::string paths(std::span<const Route> routes, const Reference& reference) {
  std::string out;
  std::vector<std::string_view> written;
  for (const Route& first : routes) {
    if (first.command.empty()) {
      out += paths_of_plugins(first, reference);
      continue;
    }
    if (std::find(written.begin(), written.end(), first.pattern) != written.end()) continue;
    written.push_back(first.pattern);
    std::string operations;
    for (const Route& route : routes)
      if (route.pattern == first.pattern) operations += (operations.empty() ? "" : ",") + operation(route, reference);
    out += json_string(first.pattern) + ":{" + operations + "},";
  }
  return out;
}

}  // namespace

std::string openapi(std::span<const Route> routes, std::string_view reference_json, std::string_view base_url) {
  const Reference reference(reference_json);
  std::string out(beginning);
  if (!base_url.empty()) out += R"("servers":[{"url":)" + json_string(base_url) + "}],";
  out += R"("paths":{)" + paths(routes, reference) + std::string(other_paths) + R"(},"components":{)" +
         std::string(security_schemes) + R"(,"schemas":{)";
  for (const auto& [name, schema] : reference.schemas()) out += json_string(name) + ":" + simdjson::minify(schema) + ",";
  return out + std::string(refusals) + "}}}";
}

}  // namespace cocotalk::http
