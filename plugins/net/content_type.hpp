// What a static file is, by its name's ending.
#pragma once

#include <string_view>

namespace cocotalk::net {

// application/octet-stream for endings that are not known.
std::string_view content_type_of(std::string_view file_name);

}  // namespace cocotalk::net
