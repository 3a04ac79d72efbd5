// Text as a terminal places it: in columns, not in bytes. Pure.
#pragma once

#include <string>
#include <string_view>

namespace cocotalk::host {

// Without what could drive a terminal: controls and what is not UTF-8 become U+FFFD, formatting characters are left out.
std::string harmless(std::string_view text);

// Of harmless text. Wide characters have two columns, marks upon others none.
int width_of(std::string_view text);

// Within so many columns; what is cut off ends with '…'.
std::string fitted(std::string_view text, int columns);

std::string left_in(std::string_view text, int columns);   // blanks behind it
std::string right_in(std::string_view text, int columns);  // blanks before it

}  // namespace cocotalk::host
