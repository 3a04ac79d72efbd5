// Writing JSON by hand, one piece at a time.
#pragma once

#include <string>
#include <string_view>

namespace cocotalk::runtime {

// Appends `text` (UTF-8) as a JSON string, quotes included.
void append_json(std::string& out, std::string_view text);

// The same as a value.
std::string json_text(std::string_view text);

}  // namespace cocotalk::runtime
