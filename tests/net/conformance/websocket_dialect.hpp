// RFC 6455 as a client writes it, frame by frame, properly or not.
#pragma once

#include "conversation/player.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace cocotalk::net::testing {

// We send, after '>':
//   upgrade                   a proper handshake for /ws
//   text "hello"              a frame: text, binary, continuation, ping, pong, close, or opcode=3
//   text "hel" ...            … that is not the last of its message
//   close 1000 "bye"          a close frame with a code; without one, the payload is as it stands
//   more "lo"                 goes on with the payload of the frame before
//   raw "\x81"                bytes
// Frames may be marked: unmasked, rsv1, rsv2, rsv3, mask=00000000, length16 or length64 (more bytes of length than needed),
// claim=1000 (the length the header says; the payload is what stands there).
// The server's answer to the handshake is its status; its frames are told the way ours are written.
class WebSocketDialect final : public conversation::Dialect {
 public:
  std::string encode(std::string_view line) override;
  std::optional<std::string> decode(std::string& bytes, bool is_end) override;

 private:
  struct Frame;
  std::string encode_frame(const Frame& frame);
  std::string masked(std::string_view payload);

  bool is_upgraded_ = false;
  std::string mask_;
  std::size_t mask_at_ = 0;  // of the frame written last
};

}  // namespace cocotalk::net::testing
