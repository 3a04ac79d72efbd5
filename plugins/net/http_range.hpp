// The part of a file that a request asks for. Pure.
#pragma once

#include <cstdint>
#include <string_view>
#include <variant>

namespace cocotalk::net {

struct WholeFile {};  // no range, or one we need not honour
struct FilePart {
  std::uint64_t offset, bytes;
};                        // 206
struct Unsatisfiable {};  // 416

// What part of a file of `size` bytes a Range header asks for (RFC 9110, 14.2). Several ranges, other units and malformed
// ones are ignored, as the RFC allows.
std::variant<WholeFile, FilePart, Unsatisfiable> requested_range(std::string_view header, std::uint64_t size);

}  // namespace cocotalk::net
