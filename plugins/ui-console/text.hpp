// Text from people, made safe to take in and to show. Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace cocotalk::console {

// RFC 3629: no overlong forms, no surrogates.
bool is_utf8(std::string_view text);

// For a terminal: control characters (C0, DEL, C1), which could drive it, become U+FFFD; line ends become `line_end`.
std::string harmless(std::string_view text, std::string_view line_end);

std::string_view trimmed(std::string_view text);
std::vector<std::string> words_of(std::string_view text);

}  // namespace cocotalk::console
