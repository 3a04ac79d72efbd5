// RFC 6455 as far as load needs it: both ends of the frame format, pure. No socket, no state.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace cocotalk::load {

enum class Opcode : std::uint8_t { continuation = 0, text = 1, binary = 2, close = 8, ping = 9, pong = 10 };

// One frame, as views into the bytes it was read from.
struct WebSocketFrame {
  Opcode opcode;
  bool is_last;              // of its message
  std::string_view mask;     // 4 bytes of a client's frame, else empty
  std::string_view payload;  // as it came: still masked if there is a mask
  std::size_t used;          // bytes, header included
};

// The first frame of `bytes`; nothing while it is incomplete.
std::optional<WebSocketFrame> read_frame(std::string_view bytes);

// The payload without its mask.
std::string unmasked(const WebSocketFrame& frame);

// Our clients mask every byte with this one: servers do their whole work, and a stamp is written without counting positions.
inline constexpr char client_mask = 0x5a;

void append_client_frame(std::string& out, Opcode opcode, std::string_view payload);
void append_server_frame(std::string& out, Opcode opcode, std::string_view payload);

// The request that opens a connection; an empty subprotocol asks for none.
std::string upgrade_request(std::uint16_t port, std::string_view path, std::string_view subprotocol);

}  // namespace cocotalk::load
