#include "net/conformance/websocket_dialect.hpp"

#include "conversation/text.hpp"

#include "net/websocket_client.hpp"

#include <array>
#include <stdexcept>

namespace cocotalk::net::testing {

using conversation::take_quoted;
using conversation::take_word;

namespace {

struct Named {
  std::string_view name;
  unsigned opcode;
};
constexpr std::array<Named, 6> opcodes = {
    {{"continuation", 0}, {"text", 1}, {"binary", 2}, {"close", 8}, {"ping", 9}, {"pong", 10}}};

unsigned opcode_of(std::string_view word) {
  for (const Named& o : opcodes)
    if (o.name == word) return o.opcode;
  if (word.starts_with("opcode=")) return static_cast<unsigned>(std::stoul(std::string(word.substr(7))));
  throw std::invalid_argument("no frame is called " + std::string(word));
}

std::string name_of(unsigned opcode) {
  for (const Named& o : opcodes)
    if (o.opcode == opcode) return std::string(o.name);
  return "opcode=" + std::to_string(opcode);
}

std::string big_endian(std::uint64_t number, int n_bytes) {
  std::string bytes;
  while (n_bytes-- > 0) bytes += static_cast<char>(number >> (8 * n_bytes));
  return bytes;
}

std::uint64_t number_in(std::string_view bytes) {
  std::uint64_t number = 0;
  for (const char c : bytes) number = number << 8 | static_cast<std::uint8_t>(c);
  return number;
}

}  // namespace

struct WebSocketDialect::Frame {
  unsigned opcode = 0;
  bool is_final = true, is_masked = true;
  unsigned rsv = 0;
  int length_bytes = -1;  // as many as needed
  std::optional<std::uint64_t> claim;
  std::string mask = "\x12\x34\x56\x78";
  std::string payload;

  void mark(std::string_view word) {
    const std::string value(word.substr(word.find('=') + 1));
    if (word == "...")
      is_final = false;
    else if (word == "unmasked")
      is_masked = false;
    else if (word == "rsv1")
      rsv |= 0x40;
    else if (word == "rsv2")
      rsv |= 0x20;
    else if (word == "rsv3")
      rsv |= 0x10;
    else if (word == "length16")
      length_bytes = 2;
    else if (word == "length64")
      length_bytes = 8;
    else if (word.starts_with("claim="))
      claim = std::stoull(value);
    else if (word.starts_with("mask="))
      mask = big_endian(std::stoul(value, nullptr, 16), 4);
    else if (opcode == 8)
      payload = big_endian(std::stoul(std::string(word)), 2);
    else
      throw std::invalid_argument("no mark is called " + std::string(word));
  }
};

std::string WebSocketDialect::masked(std::string_view payload) {
  std::string bytes;
  for (const char c : payload) bytes += static_cast<char>(c ^ mask_[mask_at_++ % 4]);
  return bytes;
}

std::string WebSocketDialect::encode_frame(const Frame& frame) {
  const std::uint64_t length = frame.claim.value_or(frame.payload.size());
  const int needed = length < 126 ? 0 : length < 65536 ? 2 : 8;
  const int n_bytes = frame.length_bytes < 0 ? needed : frame.length_bytes;
  const unsigned short_length = n_bytes == 0 ? static_cast<unsigned>(length) : n_bytes == 2 ? 126u : 127u;
  std::string bytes{static_cast<char>((frame.is_final ? 0x80u : 0u) | frame.rsv | frame.opcode),
                    static_cast<char>((frame.is_masked ? 0x80u : 0u) | short_length)};
  bytes += big_endian(length, n_bytes);
  mask_ = frame.is_masked ? frame.mask : std::string(4, '\0');
  mask_at_ = 0;
  if (frame.is_masked) bytes += mask_;
  return bytes + masked(frame.payload);
}

std::string WebSocketDialect::encode(std::string_view line) {
  std::string_view rest = line;
  const std::string_view word = take_word(rest);
  if (word == "upgrade") return WebSocketClient::request("/ws");
  if (word == "raw") return take_quoted(rest).value();
  if (word == "more") return masked(take_quoted(rest).value());
  Frame frame;
  frame.opcode = opcode_of(word);
  while (!rest.empty()) {
    if (const std::optional<std::string> payload = take_quoted(rest))
      frame.payload += *payload;
    else
      frame.mark(take_word(rest));
  }
  return encode_frame(frame);
}

std::optional<std::string> WebSocketDialect::decode(std::string& bytes, bool) {
  if (!is_upgraded_) {
    const std::size_t end = bytes.find("\r\n\r\n");
    if (end == std::string::npos) return std::nullopt;
    std::string status = bytes.substr(9, 3);
    is_upgraded_ = status == "101";
    bytes.erase(0, is_upgraded_ ? end + 4 : bytes.size());
    return status;
  }
  if (bytes.size() < 2) return std::nullopt;
  const unsigned first = static_cast<std::uint8_t>(bytes[0]), second = static_cast<std::uint8_t>(bytes[1]);
  const unsigned short_length = second & 0x7F;
  const std::size_t n_bytes = short_length < 126 ? 0 : short_length == 126 ? 2 : 8;
  if (bytes.size() < 2 + n_bytes) return std::nullopt;
  const std::uint64_t length = n_bytes == 0 ? short_length : number_in(bytes.substr(2, n_bytes));
  if (bytes.size() < 2 + n_bytes + length) return std::nullopt;
  std::string payload = bytes.substr(2 + n_bytes, length);
  bytes.erase(0, 2 + n_bytes + length);

  std::string said = (second & 0x80) != 0 ? "masked " : "";
  said += name_of(first & 0x0F);
  for (int bit = 1; bit <= 3; ++bit)
    if ((first & (0x80u >> bit)) != 0) said += " rsv" + std::to_string(bit);
  if ((first & 0x80) == 0) said += " ...";
  if ((first & 0x0F) == 8 && payload.size() >= 2) {
    said += " " + std::to_string(number_in(payload.substr(0, 2)));
    payload.erase(0, 2);
  }
  if (!payload.empty()) said += " \"" + payload + "\"";
  return said;
}

}  // namespace cocotalk::net::testing
