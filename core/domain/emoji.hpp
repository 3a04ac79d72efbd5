// What people react with.
#pragma once

#include <string_view>

namespace cocotalk::domain {

// Exactly one emoji, as Unicode Technical Standard 51 puts them together: a pictograph with its skin tone, variation or tags,
// several joined to one, a flag of two letters, or a keycap. At most 64 bytes of UTF-8.
bool is_emoji(std::string_view text);

}  // namespace cocotalk::domain
