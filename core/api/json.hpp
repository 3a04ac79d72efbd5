// JSON: an append-only writer out, checked fields in.
#pragma once

#include <cocotalk/abi.h>
#include <simdjson.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cocotalk::api {

// Appends JSON to a string, on one line. Commas are its business, balance the caller's.
class JsonWriter {
 public:
  JsonWriter& begin_object() { return open('{'); }
  JsonWriter& end_object() { return close('}'); }
  JsonWriter& begin_array() { return open('['); }
  JsonWriter& end_array() { return close(']'); }
  JsonWriter& key(std::string_view name);
  JsonWriter& string(std::string_view text);
  JsonWriter& string_or_null(std::string_view text) { return text.empty() ? null() : string(text); }
  JsonWriter& number(std::int64_t value);
  JsonWriter& boolean(bool value);
  JsonWriter& null();
  // A value that is JSON already.
  JsonWriter& literal(std::string_view json);
  std::string take() { return std::move(out_); }

 private:
  JsonWriter& open(char bracket);
  JsonWriter& close(char bracket);
  void separate();
  std::string out_;
  bool needs_comma_ = false;
};

// The fields of a command's JSON object. Views and elements live until the next Fields of the same parser. Refuses (BAD_REQUEST)
// what is no object, duplicate keys, NUL characters, and fields of another type than asked for.
class Fields {
 public:
  Fields(simdjson::dom::parser& parser, std::string_view json);
  Fields(simdjson::dom::object object);

  // Empty when absent or null.
  std::string text(std::string_view name) const;
  // Refuses (NO_VALUES) what is absent, empty or all white space.
  std::string required_text(std::string_view name) const;
  // Also a string of digits; fractions and what 64 bits cannot hold are refused.
  std::int64_t number(std::string_view name, std::int64_t when_absent) const;
  std::optional<std::int64_t> number(std::string_view name) const;
  bool flag(std::string_view name, bool when_absent) const;
  std::vector<Fields> objects(std::string_view name) const;
  std::vector<std::string> texts(std::string_view name) const;
  // Each as number() has it.
  std::vector<std::int64_t> numbers(std::string_view name) const;
  bool has(std::string_view name) const { return find(name) != nullptr; }

 private:
  const simdjson::dom::element* find(std::string_view name) const;
  std::vector<std::pair<std::string_view, simdjson::dom::element>> fields_;
};

}  // namespace cocotalk::api
