#pragma once

#include <cstdint>
#include <string_view>
#include <variant>

namespace cocotalk::http {

struct WholeFile {};  // no range, or one we need not honour
struct Slice {
  std::uint64_t offset, bytes;
};                        // 206
struct Unsatisfiable {};  // 416

// What part of a file of `size` bytes a Range header asks for (RFC 9110, 14.2). Several ranges, other units and malformed
// ones are ignored, as the RFC allows.
std::variant<WholeFile, Slice, Unsatisfiable> requested_range(std::string_view header, std::uint64_t size);

// If-None-Match against our strong ETag (weak comparison; "*" matches).
bool matches_etag(std::string_view if_none_match, std::string_view etag);

}  // namespace cocotalk::http
