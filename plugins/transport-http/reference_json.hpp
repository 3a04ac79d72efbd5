#pragma once

#include <simdjson.h>

#include <string>
#include <string_view>

namespace cocotalk::http {

// The answer to host.reference, read. Elements live as long as it does.
class Reference {
 public:
  // Throws coco::Error when it is none.
  explicit Reference(std::string_view json);

  simdjson::dom::array list(std::string_view name) const;
  simdjson::dom::object schemas() const;
  // Throws coco::Error when there is none.
  simdjson::dom::object command(std::string_view name) const;

 private:
  simdjson::dom::parser parser_;
  simdjson::dom::object root_;
};

// Empty when it is no text.
std::string_view text_of(const simdjson::dom::object& object, std::string_view name);

}  // namespace cocotalk::http
