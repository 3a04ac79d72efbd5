// A request's header for tests of what is read from it.
#pragma once

#include "net/http_parser.hpp"

#include <stdexcept>
#include <string>
#include <string_view>

namespace cocotalk::net::testing {

// Reads "GET / HTTP/1.1" with these fields, each with its CRLF, into `head`.
inline void read_fields(std::string_view fields, RequestHead& head) {
  HttpParser parser;
  if (const auto wrong = parser.read_head("GET / HTTP/1.1\r\nHost: x\r\n" + std::string(fields) + "\r\n", head))
    throw std::invalid_argument(std::string(wrong->why));
}

}  // namespace cocotalk::net::testing
