// RFC 6455, the receiving side of a server: bytes in, cut anywhere; messages out. Knows no socket.
#pragma once

#include "net/utf8.hpp"

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace cocotalk::net {

// What next() found. `payload` lives until the next call and as long as the bytes given.
struct WebSocketEvent {
  enum class Kind { need_more, text, binary, ping, pong, close, failure };
  Kind kind = Kind::need_more;
  std::string_view payload = {};  // of a close: the reason; of a failure: what was wrong, for the log
  std::uint16_t code = 0;         // of a close: what the peer said, 1005 for nothing; of a failure: what to close with
};

// Joins fragments, unmasks in place, checks. Memory is taken as bytes arrive, never because a header claims a length.
// After a close or a failure nothing more may be asked.
class WebSocketDecoder {
 public:
  explicit WebSocketDecoder(std::uint64_t message_limit) : message_limit_(message_limit) {}

  // Takes from the front of `bytes` what the next event needs; need_more when all are taken.
  WebSocketEvent next(std::span<char>& bytes);
  void set_message_limit(std::uint64_t bytes) { message_limit_ = bytes; }

 private:
  enum Opcode : std::uint8_t { continuation = 0, text = 1, binary = 2, close = 8, ping = 9, pong = 10 };

  // What has come of messages that have not ended; gone with their end.
  struct Pieces {
    std::string joined, control;
  };
  Pieces& pieces();
  std::uint64_t joined() const { return pieces_ == nullptr ? 0 : pieces_->joined.size(); }

  WebSocketEvent read_header(std::span<char>& bytes);
  std::size_t length_size() const;
  std::size_t header_size() const;
  const char* check_first_two() const;  // what is wrong with them, or nullptr
  WebSocketEvent check_length();
  void begin_payload();
  WebSocketEvent read_control(std::span<char>& bytes);
  WebSocketEvent read_data(std::span<char>& bytes);
  WebSocketEvent finish_control();
  WebSocketEvent check_close() const;
  int close_code() const;
  std::span<char> unmask_front(std::span<char>& bytes);
  void forget_handed_out();
  WebSocketEvent fail(std::uint16_t code, std::string_view why) const { return {WebSocketEvent::Kind::failure, why, code}; }
  bool is_final() const { return (header_[0] & 0x80) != 0; }
  Opcode opcode() const { return static_cast<Opcode>(header_[0] & 0x0F); }
  bool is_control() const { return (header_[0] & 0x08) != 0; }

  std::uint64_t message_limit_;
  std::uint64_t payload_left_ = 0;
  std::array<std::uint8_t, 14> header_{};
  std::uint8_t header_read_ = 0;
  bool in_payload_ = false;
  std::uint8_t mask_at_ = 0;       // which of the four mask bytes is next
  Opcode message_ = continuation;  // of the message being joined; continuation: none
  Utf8Check utf8_;
  bool joined_is_out_ = false, control_is_out_ = false;  // handed out, and forgotten at the next call
  std::unique_ptr<Pieces> pieces_;
};

}  // namespace cocotalk::net
