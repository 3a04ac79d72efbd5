#include "load/websocket.hpp"

namespace cocotalk::load {
namespace {

constexpr std::size_t mask_size = 4;

std::uint64_t big_endian(std::string_view bytes) {
  std::uint64_t value = 0;
  for (const char byte : bytes) value = value << 8 | static_cast<unsigned char>(byte);
  return value;
}

// RFC 6455, 5.2: the shortest form of the length.
void append_header(std::string& out, Opcode opcode, std::size_t size, unsigned mask_bit) {
  out += static_cast<char>(0x80u | static_cast<unsigned>(opcode));
  const std::size_t length_bytes = size < 126 ? 0 : size < 65536 ? 2 : 8;
  const unsigned marker = length_bytes == 0 ? static_cast<unsigned>(size) : length_bytes == 2 ? 126 : 127;
  out += static_cast<char>(mask_bit | marker);
  for (std::size_t i = length_bytes; i-- > 0;) out += static_cast<char>(size >> (8 * i));
}

}  // namespace

std::optional<WebSocketFrame> read_frame(std::string_view bytes) {
  if (bytes.size() < 2) return std::nullopt;
  const auto first = static_cast<unsigned char>(bytes[0]), second = static_cast<unsigned char>(bytes[1]);
  const bool has_mask = (second & 0x80u) != 0;
  std::uint64_t size = second & 0x7fu;
  std::size_t header = 2;
  if (size >= 126) {
    const std::size_t length_bytes = size == 126 ? 2 : 8;
    if (bytes.size() < header + length_bytes) return std::nullopt;
    size = big_endian(bytes.substr(header, length_bytes));
    header += length_bytes;
  }
  const std::size_t payload_at = header + (has_mask ? mask_size : 0);
  if (bytes.size() < payload_at || bytes.size() - payload_at < size) return std::nullopt;
  return WebSocketFrame{static_cast<Opcode>(first & 0x0fu), (first & 0x80u) != 0, bytes.substr(header, has_mask ? mask_size : 0),
                        bytes.substr(payload_at, size), payload_at + size};
}

std::string unmasked(const WebSocketFrame& frame) {
  std::string payload(frame.payload);
  if (frame.mask.empty()) return payload;
  for (std::size_t i = 0; i < payload.size(); ++i) payload[i] = static_cast<char>(payload[i] ^ frame.mask[i % mask_size]);
  return payload;
}

void append_client_frame(std::string& out, Opcode opcode, std::string_view payload) {
  append_header(out, opcode, payload.size(), 0x80);
  out.append(mask_size, client_mask);
  for (const char byte : payload) out += static_cast<char>(byte ^ client_mask);
}

void append_server_frame(std::string& out, Opcode opcode, std::string_view payload) {
  append_header(out, opcode, payload.size(), 0);
  out += payload;
}

std::string upgrade_request(std::uint16_t port, std::string_view path, std::string_view subprotocol) {
  std::string request = "GET " + std::string(path) + " HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(port) +
                        "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                        "Sec-WebSocket-Key: YSBmaXhlZCBub25jZSEhIQ==\r\n";
  if (!subprotocol.empty()) request += "Sec-WebSocket-Protocol: " + std::string(subprotocol) + "\r\n";
  return request + "\r\n";
}

}  // namespace cocotalk::load
