#include "transport-http/input.hpp"

#include "transport-http/json.hpp"
#include "transport-http/query.hpp"

#include <cocotalk/plugin.hpp>

#include <charconv>
#include <vector>

namespace cocotalk::http {
namespace {

std::string array_of(const std::vector<std::string>& values) {
  std::string out = "[";
  for (const std::string& value : values) {
    for (std::string_view rest = value; !value.empty();) {
      const std::size_t comma = rest.find(',');
      out += (out.size() > 1 ? "," : "") + json_string(rest.substr(0, comma));
      if (comma == std::string_view::npos) break;
      rest.remove_prefix(comma + 1);
    }
  }
  return out + "]";
}

// The values as JSON of the field's kind.
std::optional<std::string> as_json(Field::Kind kind, const std::vector<std::string>& values) {
  for (const std::string& value : values)
    if (!is_utf8(value)) return std::nullopt;
  switch (kind) {
    case Field::Kind::text: return json_string(values.front());
    case Field::Kind::texts: return array_of(values);
    case Field::Kind::integer: break;
  }
  const std::optional<std::int64_t> number = integer(values.front());
  return number ? std::optional(std::to_string(*number)) : std::nullopt;
}

}  // namespace

std::optional<std::string> input_from(std::span<const Field> fields, const coco_http_request& request) {
  std::string members;
  std::uint64_t next_param = 0;
  for (const Field& field : fields) {
    std::optional<std::vector<std::string>> values;
    if (field.from == Field::From::path) {
      if (next_param < request.n_params) values.emplace().emplace_back(coco::text(request.params[next_param++]));
    } else {
      values = query_values(coco::text(request.query), field.name);
      if (values && values->empty() && field.from == Field::From::optional_query) continue;
    }
    if (!values || values->empty()) return std::nullopt;
    const std::optional<std::string> json = as_json(field.kind, *values);
    if (!json) return std::nullopt;
    members += (members.empty() ? "" : ",") + json_string(field.name) + ":" + *json;
  }
  return "{" + members + "}";
}

std::optional<std::int64_t> integer(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || end != text.data() + text.size() || error != std::errc()) return std::nullopt;
  return value;
}

std::optional<std::string_view> header(const coco_http_request& request, std::string_view name) {
  for (std::uint64_t i = 0; i < request.n_headers; ++i)
    if (coco::text(request.headers[i].name) == name) return coco::text(request.headers[i].value);
  return std::nullopt;
}

}  // namespace cocotalk::http
