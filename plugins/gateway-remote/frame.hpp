// The client's half of STOMP 1.2: one frame to bytes, bytes to one frame. Pure.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace cocotalk::remote {

struct Frame {
  std::string command;
  std::vector<std::pair<std::string, std::string>> headers;  // unescaped
  std::string body;

  // STOMP: of repeated headers the first one counts.
  std::optional<std::string_view> header(std::string_view name) const;
};

// The frame with its NUL. Header names and values are escaped, save in CONNECT, where STOMP 1.2 forbids it: there they must not
// contain CR, LF or NUL (`fits_connect`). A body gets its content-length.
std::string encode(const Frame& frame);
bool fits_connect(std::string_view value);

// Not an error: the rest is still on its way.
struct NeedMore {};
// The peer's fault; the link ends.
struct Broken {
  std::string why;
};
struct Parsed {
  Frame frame;
  std::size_t used;
};

// Reads the first frame of `bytes`; line ends before it (heart-beats) are skipped. NeedMore also when nothing but those is there.
std::variant<Parsed, NeedMore, Broken> parse_frame(std::string_view bytes);

}  // namespace cocotalk::remote
