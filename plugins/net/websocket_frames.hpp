// RFC 6455, the sending side of a server: whole, unmasked frames.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace cocotalk::net {

enum class FrameKind : std::uint8_t { text = 1, binary = 2, close = 8, ping = 9, pong = 10 };

// A frame's header: 2, 4 or 10 bytes.
class FrameHeader {
 public:
  FrameHeader(FrameKind kind, std::uint64_t payload_size);
  std::string_view bytes() const { return {bytes_, size_}; }

 private:
  char bytes_[10];
  std::uint32_t size_;
};

// A close frame's payload. A reason that does not fit is cut between characters. 1005 and 1006 say nothing, as they must.
std::string close_payload(int code, std::string_view reason);

// The size, with its header, of the frame that begins at `bytes`; which must hold the header.
std::uint64_t frame_size(std::string_view bytes);

}  // namespace cocotalk::net
