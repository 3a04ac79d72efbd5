#include "core/api/json.hpp"

#include <charconv>

#include "core/domain/refusal.hpp"

namespace cocotalk::api {
namespace {

using domain::bad_request;
constexpr std::size_t max_fields = 256;

[[noreturn]] void wrong_type(std::string_view name, const char* expected) {
  throw bad_request("'" + std::string(name) + "' is not " + expected);
}

std::int64_t whole_number(std::string_view name, const simdjson::dom::element& value) {
  std::int64_t out = 0;
  if (value.get(out) == simdjson::SUCCESS) return out;
  std::string_view digits;
  if (value.get(digits) != simdjson::SUCCESS) wrong_type(name, "a whole number");
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), out);
  if (error != std::errc() || end != digits.data() + digits.size()) wrong_type(name, "a whole number");
  return out;
}

std::string checked_text(std::string_view name, std::string_view text) {
  if (text.find('\0') != std::string_view::npos) throw bad_request("'" + std::string(name) + "' holds a NUL character");
  return std::string(text);
}

}  // namespace

// ---- out -------------------------------------------------------------------------------------------------------------------

void JsonWriter::separate() {
  if (needs_comma_) out_ += ',';
  needs_comma_ = true;
}
JsonWriter& JsonWriter::open(char bracket) {
  separate();
  out_ += bracket;
  needs_comma_ = false;
  return *this;
}
JsonWriter& JsonWriter::close(char bracket) {
  out_ += bracket;
  needs_comma_ = true;
  return *this;
}
JsonWriter& JsonWriter::key(std::string_view name) {
  string(name);
  out_ += ':';
  needs_comma_ = false;
  return *this;
}
JsonWriter& JsonWriter::string(std::string_view text) {
  separate();
  out_ += '"';
  std::size_t plain = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const unsigned char c = static_cast<unsigned char>(text[i]);
    if (c >= 0x20 && c != '"' && c != '\\') continue;
    out_.append(text, plain, i - plain);
    plain = i + 1;
    if (c == '"' || c == '\\') {
      out_ += '\\';
      out_ += text[i];
    } else if (c == '\n') {
      out_ += "\\n";
    } else {
      static constexpr char digits[] = "0123456789abcdef";
      out_ += "\\u00";
      out_ += digits[c >> 4];
      out_ += digits[c & 15];
    }
  }
  out_.append(text, plain, text.size() - plain);
  out_ += '"';
  return *this;
}
JsonWriter& JsonWriter::number(std::int64_t value) {
  separate();
  char digits[24];
  out_.append(digits, std::to_chars(digits, digits + sizeof digits, value).ptr);
  return *this;
}
JsonWriter& JsonWriter::boolean(bool value) {
  separate();
  out_ += value ? "true" : "false";
  return *this;
}
JsonWriter& JsonWriter::null() { return literal("null"); }
JsonWriter& JsonWriter::literal(std::string_view json) {
  separate();
  out_ += json;
  return *this;
}

// ---- in ----------------------------------------------------------------------------------------------------------------------

Fields::Fields(simdjson::dom::parser& parser, std::string_view json) {
  simdjson::dom::element root;
  if (parser.parse(json.data(), json.size()).get(root) != simdjson::SUCCESS) throw bad_request("the body is no JSON");
  simdjson::dom::object object;
  if (root.get(object) != simdjson::SUCCESS) throw bad_request("the body is no JSON object");
  *this = Fields(object);
}

Fields::Fields(simdjson::dom::object object) {
  for (const auto [name, value] : object) {
    if (fields_.size() == max_fields) throw bad_request("the object has more than " + std::to_string(max_fields) + " fields");
    if (find(name) != nullptr) throw bad_request("'" + std::string(name) + "' stands twice");
    fields_.emplace_back(name, value);
  }
}

const simdjson::dom::element* Fields::find(std::string_view name) const {
  for (const auto& [key, value] : fields_)
    if (key == name) return &value;
  return nullptr;
}

std::string Fields::text(std::string_view name) const {
  const simdjson::dom::element* const value = find(name);
  if (value == nullptr || value->is_null()) return {};
  std::string_view out;
  if (value->get(out) != simdjson::SUCCESS) wrong_type(name, "a string");
  return checked_text(name, out);
}

std::string Fields::required_text(std::string_view name) const {
  std::string out = text(name);
  if (out.find_first_not_of(" \t\r\n") == std::string::npos) throw domain::no_values(name);
  return out;
}

std::optional<std::int64_t> Fields::number(std::string_view name) const {
  const simdjson::dom::element* const value = find(name);
  if (value == nullptr || value->is_null()) return std::nullopt;
  return whole_number(name, *value);
}

std::int64_t Fields::number(std::string_view name, std::int64_t when_absent) const { return number(name).value_or(when_absent); }

bool Fields::flag(std::string_view name, bool when_absent) const {
  const simdjson::dom::element* const value = find(name);
  if (value == nullptr || value->is_null()) return when_absent;
  bool out = false;
  if (value->get(out) != simdjson::SUCCESS) wrong_type(name, "true or false");
  return out;
}

std::vector<Fields> Fields::objects(std::string_view name) const {
  std::vector<Fields> out;
  const simdjson::dom::element* const value = find(name);
  if (value == nullptr || value->is_null()) return out;
  simdjson::dom::array array;
  if (value->get(array) != simdjson::SUCCESS) wrong_type(name, "an array");
  for (const simdjson::dom::element entry : array) {
    simdjson::dom::object object;
    if (entry.get(object) != simdjson::SUCCESS) wrong_type(name, "an array of objects");
    out.emplace_back(object);
  }
  return out;
}

std::vector<std::string> Fields::texts(std::string_view name) const {
  std::vector<std::string> out;
  const simdjson::dom::element* const value = find(name);
  if (value == nullptr || value->is_null()) return out;
  simdjson::dom::array array;
  if (value->get(array) != simdjson::SUCCESS) wrong_type(name, "an array");
  for (const simdjson::dom::element entry : array) {
    std::string_view text;
    if (entry.get(text) != simdjson::SUCCESS) wrong_type(name, "an array of strings");
    out.push_back(checked_text(name, text));
  }
  return out;
}

std::vector<std::int64_t> Fields::numbers(std::string_view name) const {
  std::vector<std::int64_t> out;
  const simdjson::dom::element* const value = find(name);
  if (value == nullptr || value->is_null()) return out;
  simdjson::dom::array array;
  if (value->get(array) != simdjson::SUCCESS) wrong_type(name, "an array");
  for (const simdjson::dom::element entry : array) out.push_back(whole_number(name, entry));
  return out;
}

}  // namespace cocotalk::api
