// Bytes as people write them: printable text as it is, everything else escaped.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace cocotalk::conversation {

// \r \n \t \0 \\ \" \xHH, and \[1000*ab] for "ab" a thousand times; everything else stands for itself. Throws
// std::invalid_argument.
std::string bytes_of(std::string_view written);

// The same way back, for messages: every byte that is neither printable nor part of a UTF-8 character escaped, runs of a byte
// shortened.
std::string written(std::string_view bytes);

// Whether `text` is what `pattern` says; a '*' stands for any bytes.
bool matches(std::string_view pattern, std::string_view text);

// Takes the next word off the front of a line, and the spaces around it: "close 1000" gives "close". Empty at the end.
std::string_view take_word(std::string_view& line);

// Takes a quoted text off the front of a line: "a\"b" gives a"b. Nothing when there is none. Throws std::invalid_argument when it
// does not end.
std::optional<std::string> take_quoted(std::string_view& line);

}  // namespace cocotalk::conversation
