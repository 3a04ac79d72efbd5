// Declared fields and shapes as JSON Schema.
#pragma once

#include <string_view>

#include "core/api/declared_shapes.hpp"
#include "core/api/json.hpp"

namespace cocotalk::api {

// An object with these fields.
void write_schema(JsonWriter& out, std::string_view meaning, const auto& fields);

// A reference to a shape: "UserVo", "[UserVo]" for an array of it, "text" for a string.
void write_schema_of(JsonWriter& out, std::string_view shape);

void write_field_schema(JsonWriter& out, const Field& field);

// ---- inline

void write_schema(JsonWriter& out, std::string_view meaning, const auto& fields) {
  out.begin_object();
  out.key("type").string("object");
  if (!meaning.empty()) out.key("description").string(meaning);
  out.key("properties").begin_object();
  for (const Field& field : fields) {
    out.key(field.name);
    write_field_schema(out, field);
  }
  out.end_object();
  bool needs_any = false;
  for (const Field& field : fields) needs_any |= field.is_required || field.is_expected;
  if (needs_any) {
    out.key("required").begin_array();
    for (const Field& field : fields)
      if (field.is_required || field.is_expected) out.string(field.name);
    out.end_array();
  }
  out.end_object();
}

}  // namespace cocotalk::api
