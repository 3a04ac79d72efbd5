// A response's header, written.
#pragma once

#include <cocotalk/http.h>
#include <cocotalk/plugin.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace cocotalk::net {

enum class Framing { none, sized, chunked, until_close };

struct ResponseHead {
  int status;
  const coco_header* headers;
  std::uint64_t n_headers;
  Framing framing;
  std::uint64_t content_length;  // of a sized one
  int minor_version;             // of the request
  bool keeps_alive;
  std::string_view date;
};

// Empty when one of the caller's headers is none (it would split the response): a defect. Fields that net writes itself
// (content-length, date, connection, transfer-encoding) are left out of the caller's.
std::string write_head(const ResponseHead& head);

// A field for a response; borrows both.
inline coco_header field(std::string_view name, std::string_view value) { return {coco::view(name), coco::view(value)}; }

std::string_view reason_of(int status);
// Whether it ends an exchange: no 1xx, and within the classes there are.
bool is_final(int status);
// RFC 9110, 6.4.1 and 15: 1xx, 204 and 304 have none.
bool may_have_body(int status);

}  // namespace cocotalk::net
