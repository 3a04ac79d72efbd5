// Which of a file's encodings a client likes best (RFC 9110, 12.5.3). Pure.
#pragma once

#include "net/http_head.hpp"

#include <array>
#include <string_view>

namespace cocotalk::net {

struct ContentCoding {
  std::string_view name;    // in Content-Encoding
  std::string_view suffix;  // of the file that holds it, beside the plain one
};

// What a file may lie beside itself in; the better one first.
inline constexpr std::array<ContentCoding, 2> content_codings = {{{"br", ".br"}, {"gzip", ".gz"}}};

// How much the client wants a coding, of 1000; 0: not at all. "identity" is the plain file, which is wanted unless it is ruled
// out.
int wish_for(const RequestHead& head, std::string_view coding);

}  // namespace cocotalk::net
