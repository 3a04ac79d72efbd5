#pragma once

#include <string_view>

namespace cocotalk::files {

inline constexpr std::size_t max_name_bytes = 200;

// Throws COCO_INVALID unless `name` is a relative path of [A-Za-z0-9._-] segments, none of which begins with a dot: so no
// name leads out of the folder, and none into the part of it that is ours (".incoming").
void check_name(std::string_view name);

}  // namespace cocotalk::files
