#include "net/websocket_decoder.hpp"

#include <algorithm>
#include <cstring>

namespace cocotalk::net {

using Kind = WebSocketEvent::Kind;

namespace {

constexpr std::uint16_t protocol_error = 1002, not_utf8 = 1007, too_big = 1009;

// RFC 6455, 7.4, and the registry: what a peer may send.
bool is_close_code(unsigned code) {
  return (code >= 1000 && code <= 1003) || (code >= 1007 && code <= 1014) || (code >= 3000 && code <= 4999);
}

}  // namespace

std::size_t WebSocketDecoder::header_size() const {
  if (header_read_ < 2) return 2;
  const unsigned length = header_[1] & 0x7Fu;
  return 2 + (length == 126 ? 2u : length == 127 ? 8u : 0u) + 4;
}

const char* WebSocketDecoder::check_first_two() const {
  if ((header_[0] & 0x70) != 0) return "a reserved bit is set";
  if ((header_[1] & 0x80) == 0) return "a frame is not masked";
  switch (opcode()) {
    case continuation: return message_ == continuation ? "a continuation without a beginning" : nullptr;
    case text:
    case binary: return message_ != continuation ? "a new message inside a fragmented one" : nullptr;
    case close:
    case ping:
    case pong:
      if (!is_final()) return "a control frame is fragmented";
      return (header_[1] & 0x7F) > 125 ? "a control frame is longer than 125 bytes" : nullptr;
  }
  return "an unknown opcode";
}

// Takes header bytes; true when the header, or enough of it to refuse, is there.
bool WebSocketDecoder::read_header(std::span<char>& bytes) {
  while (header_read_ < header_size()) {
    if (bytes.empty()) return false;
    header_[header_read_++] = static_cast<std::uint8_t>(bytes.front());
    bytes = bytes.subspan(1);
    if (header_read_ == 2 && check_first_two() != nullptr) return true;
  }
  return true;
}

WebSocketEvent WebSocketDecoder::begin_payload() {
  if (const char* wrong = check_first_two()) return fail(protocol_error, wrong);
  const std::size_t length_bytes = header_size() - 6;
  std::uint64_t length = 0;
  if (length_bytes == 0) {
    length = header_[1] & 0x7F;
  } else {
    for (std::size_t i = 0; i < length_bytes; ++i) length = length << 8 | header_[2 + i];
    if (length >> 63 != 0) return fail(protocol_error, "a length with its first bit set");
    if (length < (length_bytes == 2 ? 126u : 65536u)) return fail(protocol_error, "a length in more bytes than it needs");
  }
  if (!is_control()) {
    if (length > message_limit_ || joined_.size() > message_limit_ - length) return fail(too_big, "a message is over the limit");
    if (opcode() != continuation) {
      message_ = opcode();
      utf8_ = {};
    }
  }
  payload_left_ = length;
  mask_at_ = 0;
  in_payload_ = true;
  return {};
}

// Cuts what belongs to the payload off `bytes`, unmasked.
std::span<char> WebSocketDecoder::unmask_front(std::span<char>& bytes) {
  const auto n = static_cast<std::size_t>(std::min<std::uint64_t>(bytes.size(), payload_left_));
  const std::span<char> piece = bytes.first(n);
  std::array<char, 8> mask;  // the four bytes twice, from the one that is next
  for (std::size_t i = 0; i < mask.size(); ++i) mask[i] = static_cast<char>(header_[header_size() - 4 + ((mask_at_ + i) & 3u)]);
  std::uint64_t eight, mask8;
  std::memcpy(&mask8, mask.data(), 8);
  std::size_t i = 0;
  for (; i + 8 <= n; i += 8) {
    std::memcpy(&eight, piece.data() + i, 8);
    eight ^= mask8;
    std::memcpy(piece.data() + i, &eight, 8);
  }
  for (; i < n; ++i) piece[i] = static_cast<char>(piece[i] ^ mask[i & 3]);
  mask_at_ = static_cast<std::uint8_t>((mask_at_ + n) & 3);
  payload_left_ -= n;
  bytes = bytes.subspan(n);
  return piece;
}

WebSocketEvent WebSocketDecoder::finish_control() {
  in_payload_ = false;
  header_read_ = 0;
  const std::string_view payload = control_;
  if (opcode() == ping) return {Kind::ping, payload};
  if (opcode() == pong) return {Kind::pong, payload};
  if (payload.empty()) return {Kind::close, {}, 1005};
  if (payload.size() == 1) return fail(protocol_error, "half a close code");
  const unsigned code = static_cast<unsigned>(static_cast<std::uint8_t>(payload[0])) << 8 | static_cast<std::uint8_t>(payload[1]);
  if (!is_close_code(code)) return fail(protocol_error, "a close code nobody may send");
  if (!is_utf8(payload.substr(2))) return fail(not_utf8, "a close reason is not UTF-8");
  return {Kind::close, payload.substr(2), static_cast<std::uint16_t>(code)};
}

WebSocketEvent WebSocketDecoder::read_control(std::span<char>& bytes) {
  const std::span<char> piece = unmask_front(bytes);
  control_.append(piece.data(), piece.size());
  return payload_left_ > 0 ? WebSocketEvent{} : finish_control();
}

WebSocketEvent WebSocketDecoder::read_data(std::span<char>& bytes) {
  const std::span<char> piece = unmask_front(bytes);
  const std::string_view arrived(piece.data(), piece.size());
  if (message_ == text && !utf8_.feed(arrived)) return fail(not_utf8, "a text message is not UTF-8");
  const bool frame_ends = payload_left_ == 0;
  if (frame_ends) {
    in_payload_ = false;
    header_read_ = 0;
  }
  const bool message_ends = frame_ends && is_final();
  if (!message_ends) {
    joined_.append(arrived);
    return {};
  }
  if (message_ == text && !utf8_.is_complete()) return fail(not_utf8, "a text message ends inside a character");
  const Kind kind = message_ == text ? Kind::text : Kind::binary;
  message_ = continuation;
  if (joined_.empty()) return {kind, arrived};  // the usual message: in one piece, handed out where it lies
  joined_.append(arrived);
  delivered_ = true;
  return {kind, joined_};
}

WebSocketEvent WebSocketDecoder::next(std::span<char>& bytes) {
  if (delivered_) {
    std::string().swap(joined_);
    delivered_ = false;
  }
  while (true) {
    if (!in_payload_) {
      if (!read_header(bytes)) return {};
      if (const WebSocketEvent wrong = begin_payload(); wrong.kind == Kind::failure) return wrong;
      if (is_control()) control_.clear();
    }
    const WebSocketEvent event = is_control() ? read_control(bytes) : read_data(bytes);
    if (event.kind != Kind::need_more || (bytes.empty() && in_payload_)) return event;
  }
}

}  // namespace cocotalk::net
