// A JSON object that two readers cannot read differently.
#pragma once

#include <simdjson.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>

namespace cocotalk::auth_jwt {

// Owns what its views point to. Strict: one object and nothing behind it, UTF-8, at most `max_depth` deep, and no key twice,
// neither here nor in an object within.
class Object {
 public:
  static constexpr std::size_t max_depth = 16;

  // Nothing when the text is no such object.
  static std::optional<Object> parse(std::string_view text);

  bool has(std::string_view key) const;
  // Nothing when there is none, or it is something else.
  std::optional<std::string_view> text(std::string_view key) const;
  std::optional<std::int64_t> integer(std::string_view key) const;
  // Nothing when there is none, or it is neither a text nor a list of texts. Else whether one of them is `value`.
  std::optional<bool> names(std::string_view key, std::string_view value) const;
  const simdjson::dom::object& raw() const { return root_; }

 private:
  Object() = default;
  std::unique_ptr<simdjson::dom::parser> parser_ = std::make_unique<simdjson::dom::parser>();  // root_ points into it
  simdjson::dom::object root_;
};

}  // namespace cocotalk::auth_jwt
