#include "files/name.hpp"

#include <cocotalk/plugin.hpp>

#include <algorithm>
#include <string>

namespace cocotalk::files {
namespace {

bool is_allowed(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-';
}

bool is_segment(std::string_view segment) {
  return !segment.empty() && segment.front() != '.' && std::all_of(segment.begin(), segment.end(), is_allowed);
}

}  // namespace

void check_name(std::string_view name) {
  if (name.empty()) throw coco::Error(COCO_INVALID, "a file's name is empty");
  if (name.size() > max_name_bytes)
    throw coco::Error(COCO_INVALID, "a file's name is longer than " + std::to_string(max_name_bytes) + " bytes");
  for (std::string_view rest = name;;) {
    const std::size_t slash = rest.find('/');
    if (!is_segment(rest.substr(0, slash)))
      throw coco::Error(COCO_INVALID, "a file's name is a relative path of [A-Za-z0-9._-] segments that do not begin with a dot");
    if (slash == std::string_view::npos) return;
    rest.remove_prefix(slash + 1);
  }
}

}  // namespace cocotalk::files
