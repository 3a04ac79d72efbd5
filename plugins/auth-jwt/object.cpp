#include "auth-jwt/object.hpp"

#include <set>

namespace cocotalk::auth_jwt {

namespace {

bool repeats_a_key(const simdjson::dom::element& value) {
  simdjson::dom::array array;
  if (value.get(array) == simdjson::SUCCESS) {
    for (const simdjson::dom::element item : array)
      if (repeats_a_key(item)) return true;
    return false;
  }
  simdjson::dom::object object;
  if (value.get(object) != simdjson::SUCCESS) return false;
  std::set<std::string_view> keys;
  for (const simdjson::dom::key_value_pair field : object)
    if (!keys.insert(field.key).second || repeats_a_key(field.value)) return true;
  return false;
}

}  // namespace

std::optional<Object> Object::parse(std::string_view text) {
  Object out;
  simdjson::dom::element root;
  if (out.parser_->allocate(text.size() + 1, max_depth) != simdjson::SUCCESS) return std::nullopt;
  if (out.parser_->parse(text.data(), text.size()).get(root) != simdjson::SUCCESS) return std::nullopt;
  if (root.get_object().get(out.root_) != simdjson::SUCCESS || repeats_a_key(root)) return std::nullopt;
  return out;
}

bool Object::has(std::string_view key) const { return root_.at_key(key).error() == simdjson::SUCCESS; }

std::optional<std::string_view> Object::text(std::string_view key) const {
  std::string_view out;
  if (root_.at_key(key).get_string().get(out) != simdjson::SUCCESS) return std::nullopt;
  return out;
}

std::optional<std::int64_t> Object::integer(std::string_view key) const {
  std::int64_t out = 0;
  if (root_.at_key(key).get_int64().get(out) != simdjson::SUCCESS) return std::nullopt;
  return out;
}

std::optional<bool> Object::names(std::string_view key, std::string_view value) const {
  if (const auto one = text(key)) return *one == value;
  simdjson::dom::array list;
  if (root_.at_key(key).get_array().get(list) != simdjson::SUCCESS) return std::nullopt;
  bool found = false;
  for (const simdjson::dom::element item : list) {
    std::string_view name;
    if (item.get_string().get(name) != simdjson::SUCCESS) return std::nullopt;
    found = found || name == value;
  }
  return found;
}

}  // namespace cocotalk::auth_jwt
