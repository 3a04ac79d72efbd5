// How the octets that delimit headers travel inside of them, by version.
//
// | version | escapes           | what a header cannot hold                                |
// |---------|-------------------|----------------------------------------------------------|
// | 1.0     | none              | NUL, a line feed, a carriage return; a name also no colon and no spaces around it |
// | 1.1     | \n \c \\          | NUL                                                      |
// | 1.2     | \r \n \c \\       | NUL                                                      |
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "transport-stomp/version.hpp"

namespace cocotalk::stomp {

// Undoes the escapes of `text` in place and answers its new size; nothing for an escape the version does not define, which is a
// fatal error.
std::optional<std::size_t> unescape(Version version, char* text, std::size_t size);

// Appends name:value and a line end. What the version cannot express is left out as a whole: a missing header harms less than a
// shortened one, or one that its reader takes for two.
void append_header(Version version, std::string& out, std::string_view name, std::string_view value);

}  // namespace cocotalk::stomp
