#include "transport-http/json.hpp"

#include <simdjson.h>

#include <array>
#include <cstdio>

namespace cocotalk::http {
namespace {

// Parses `json` and looks for the member; the parser's memory lives in the caller's `parser`.
simdjson::simdjson_result<simdjson::dom::element> member(simdjson::dom::parser& parser, std::string_view json,
                                                         std::string_view name) {
  if (json.empty()) return simdjson::EMPTY;  // simdjson copies from its null pointer
  simdjson::dom::object object;
  if (const auto failed = parser.parse(json.data(), json.size()).get_object().get(object)) return failed;
  return object.at_key(name);
}

}  // namespace

bool is_json_object(std::string_view text) {
  simdjson::dom::parser parser;
  return !text.empty() && parser.parse(text.data(), text.size()).is_object();
}

std::optional<std::string> text_member(std::string_view json, std::string_view name) {
  simdjson::dom::parser parser;
  std::string_view found;
  if (member(parser, json, name).get_string().get(found)) return std::nullopt;
  return std::string(found);
}

std::optional<bool> flag_member(std::string_view json, std::string_view name) {
  simdjson::dom::parser parser;
  bool found = false;
  if (member(parser, json, name).get_bool().get(found)) return std::nullopt;
  return found;
}

bool is_utf8(std::string_view text) { return simdjson::validate_utf8(text.data(), text.size()); }

std::string json_string(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (static_cast<unsigned char>(c) < 0x20) {
      std::array<char, 8> escape{};
      std::snprintf(escape.data(), escape.size(), "\\u%04x", static_cast<unsigned>(c));
      out += escape.data();
    } else {
      out += c;
    }
  }
  out += '"';
  return out;
}

}  // namespace cocotalk::http
