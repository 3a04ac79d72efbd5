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

// Whether a close frame may carry this code (RFC 6455, 7.4, and its registry): not 1004 to 1006, 1015, nor any undefined one.
bool is_close_code(int code);

// A close frame's payload: nothing at all for a code that may not be sent. A reason that does not fit is cut between characters,
// one that is not UTF-8 is left out.
std::string close_payload(int code, std::string_view reason);

// The size, with its header, of the frame that begins at `bytes`; which must hold the header.
std::uint64_t frame_size(std::string_view bytes);

}  // namespace cocotalk::net
