// The client's side of RFC 6455, as far as tests need it.
#pragma once

#include "net_under_test.hpp"

namespace cocotalk::net::testing {

// One frame, masked, with any first byte: 0x81 is a whole text message.
inline std::string masked(std::uint8_t first, std::string_view payload) {
  std::string frame{static_cast<char>(first)};
  const std::size_t n = payload.size();
  if (n < 126) {
    frame += static_cast<char>(0x80 | n);
  } else if (n < 65536) {
    frame += {static_cast<char>(0xFE), static_cast<char>(n >> 8), static_cast<char>(n)};
  } else {
    frame += static_cast<char>(0xFF);
    for (int shift = 56; shift >= 0; shift -= 8) frame += static_cast<char>(static_cast<std::uint64_t>(n) >> shift);
  }
  const std::string_view mask = "\x12\x34\x56\x78";
  frame += mask;
  for (std::size_t i = 0; i < n; ++i) frame += static_cast<char>(payload[i] ^ mask[i & 3]);
  return frame;
}

struct Frame {
  std::uint8_t first;
  std::string payload;
  int close_code() const {
    return payload.size() < 2
               ? 1005
               : static_cast<int>(static_cast<std::uint8_t>(payload[0]) << 8 | static_cast<std::uint8_t>(payload[1]));
  }
};

class WebSocketClient : public Client {
 public:
  static std::string request(std::string_view path, std::string_view more_headers = {}) {
    return "GET " + std::string(path) +
           " HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: keep-alive, Upgrade\r\n" +
           "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n" + std::string(more_headers) + "\r\n";
  }
  explicit WebSocketClient(std::uint16_t port, std::string_view path = "/ws", std::string_view more_headers = {},
                           int receive_buffer = 0)
      : Client(port, receive_buffer) {
    Client::send(request(path, more_headers));
    answer = read_to("\r\n\r\n");
  }
  void send_text(std::string_view text) { send(masked(0x81, text)); }
  void send_close(int code, std::string_view reason = {}) {
    send(masked(0x88, std::string{static_cast<char>(code >> 8), static_cast<char>(code)} + std::string(reason)));
  }
  Frame read_frame() {
    const std::string head = read(2);
    std::uint64_t n = static_cast<std::uint8_t>(head[1]);
    if (n > 127) throw std::runtime_error("the server masks");
    if (n > 125) {
      const std::string length = read(n == 126 ? 2 : 8);
      n = 0;
      for (const char c : length) n = n << 8 | static_cast<std::uint8_t>(c);
    }
    return {static_cast<std::uint8_t>(head[0]), read(n)};
  }
  std::string answer;
};

}  // namespace cocotalk::net::testing
