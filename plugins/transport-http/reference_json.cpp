#include "transport-http/reference_json.hpp"

#include <cocotalk/plugin.hpp>

namespace cocotalk::http {
namespace {

// What the core answers is well-formed; what is not is our own fault or an old core's.
template <class T>
T must(simdjson::simdjson_result<T> found, std::string_view what) {
  if (found.error() != simdjson::SUCCESS)
    throw coco::Error(COCO_INTERNAL, "the answer to host.reference has no " + std::string(what));
  return std::move(found).value_unsafe();
}

}  // namespace

Reference::Reference(std::string_view json) : root_(must(parser_.parse(json.data(), json.size()).get_object(), "object")) {}

simdjson::dom::array Reference::list(std::string_view name) const { return must(root_.at_key(name).get_array(), name); }

simdjson::dom::object Reference::schemas() const { return must(root_.at_key("schemas").get_object(), "schemas"); }

simdjson::dom::object Reference::command(std::string_view name) const {
  for (const simdjson::dom::element element : list("commands")) {
    const simdjson::dom::object command = must(element.get_object(), "commands");
    if (text_of(command, "name") == name) return command;
  }
  throw coco::Error(COCO_INTERNAL, "the answer to host.reference has no command '" + std::string(name) + "'");
}

std::string_view text_of(const simdjson::dom::object& object, std::string_view name) {
  std::string_view out;
  return object.at_key(name).get_string().get(out) == simdjson::SUCCESS ? out : std::string_view();
}

}  // namespace cocotalk::http
