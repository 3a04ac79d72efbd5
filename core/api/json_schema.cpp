#include "core/api/json_schema.hpp"

#include <algorithm>
#include <string>

namespace cocotalk::api {
namespace {

constexpr std::string_view place = "#/components/schemas/";

std::string_view json_type(Kind kind) {
  switch (kind) {
    case Kind::number: return "integer";
    case Kind::decimal: return "number";
    case Kind::flag: return "boolean";
    case Kind::texts:
    case Kind::numbers:
    case Kind::decimals:
    case Kind::objects: return "array";
    default: return "string";
  }
}

void write_type(JsonWriter& out, const Field& field) {
  out.key("type");
  if (!field.is_nullable) return void(out.string(json_type(field.kind)));
  out.begin_array().string(json_type(field.kind)).string("null").end_array();
}

void write_words(JsonWriter& out, std::string_view words) {
  out.key("enum").begin_array();
  for (std::size_t from = 0; from < words.size();) {
    const std::size_t end = std::min(words.find(' ', from), words.size());
    out.string(words.substr(from, end - from));
    from = end + 1;
  }
  out.end_array();
}

void write_items(JsonWriter& out, const Field& field) {
  out.key("items").begin_object();
  if (field.kind == Kind::objects)
    out.key("$ref").string(std::string(place) + std::string(field.shape));
  else if (field.kind == Kind::decimals)
    out.key("type").begin_array().string("number").string("null").end_array();
  else
    out.key("type").string(field.kind == Kind::numbers ? "integer" : "string");
  out.end_object();
}

// UTF-8 has no more characters than bytes.
void write_limits(JsonWriter& out, const Field& field) {
  if (field.longest != 0)
    out.key(field.unit == Unit::entries ? "maxItems" : "maxLength").number(static_cast<std::int64_t>(field.longest));
  if (field.least != INT64_MIN) out.key("minimum").number(field.least);
  if (field.most != INT64_MAX) out.key("maximum").number(field.most);
  if (field.kind == Kind::room_id) out.key("pattern").string("^[0-9a-f]{24}$");
  if (field.kind == Kind::date) out.key("format").string("date");
  if (!field.one_of.empty()) write_words(out, field.one_of);
}

void write_reference(JsonWriter& out, const Field& field) {
  const std::string where = std::string(place) + std::string(field.shape);
  if (!field.is_nullable) return void(out.key("$ref").string(where));
  out.key("anyOf").begin_array();
  out.begin_object().key("$ref").string(where).end_object();
  out.begin_object().key("type").string("null").end_object();
  out.end_array();
}

}  // namespace

void write_field_schema(JsonWriter& out, const Field& field) {
  out.begin_object();
  if (field.kind == Kind::object) {
    write_reference(out, field);
  } else if (field.kind != Kind::anything) {
    write_type(out, field);
    write_limits(out, field);
    if (json_type(field.kind) == "array") write_items(out, field);
  }
  if (!field.meaning.empty()) out.key("description").string(field.meaning);
  out.end_object();
}

void write_schema_of(JsonWriter& out, std::string_view shape) {
  out.begin_object();
  if (shape == "text") {
    out.key("type").string("string");
  } else if (shape.starts_with('[')) {
    out.key("type").string("array");
    out.key("items");
    write_schema_of(out, shape.substr(1, shape.size() - 2));
  } else {
    out.key("$ref").string(std::string(place) + std::string(shape));
  }
  out.end_object();
}

}  // namespace cocotalk::api
