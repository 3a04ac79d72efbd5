#include "net/websocket_decoder.hpp"

#include "net/websocket_frames.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

namespace cocotalk::net {

using Kind = WebSocketEvent::Kind;

namespace {

constexpr std::uint16_t protocol_error = 1002, not_utf8 = 1007, too_big = 1009;

}  // namespace

WebSocketDecoder::Pieces& WebSocketDecoder::pieces() {
  if (pieces_ == nullptr) pieces_ = std::make_unique<Pieces>();
  return *pieces_;
}

std::size_t WebSocketDecoder::length_size() const {
  const unsigned length = header_[1] & 0x7Fu;
  return length == 126 ? 2 : length == 127 ? 8 : 0;
}

std::size_t WebSocketDecoder::header_size() const { return header_read_ < 2 ? 2 : 2 + length_size() + 4; }

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
      if (opcode() == close && (header_[1] & 0x7F) == 1) return "half a close code";
      return (header_[1] & 0x7F) > 125 ? "a control frame is longer than 125 bytes" : nullptr;
  }
  return "an unknown opcode";
}

WebSocketEvent WebSocketDecoder::check_length() {
  std::uint64_t length = header_[1] & 0x7F;
  if (const std::size_t n = length_size(); n > 0) {
    length = 0;
    for (std::size_t i = 0; i < n; ++i) length = length << 8 | header_[2 + i];
    if (length >> 63 != 0) return fail(protocol_error, "a length with its first bit set");
    if (length < (n == 2 ? 126u : 65536u)) return fail(protocol_error, "a length in more bytes than it needs");
  }
  if (!is_control() && (length > message_limit_ || joined() > message_limit_ - length))
    return fail(too_big, "a message is over the limit");
  payload_left_ = length;
  return {};
}

// Takes header bytes. What is wrong is noticed at the byte that makes it so: whoever claims too much is not waited for.
WebSocketEvent WebSocketDecoder::read_header(std::span<char>& bytes) {
  while (header_read_ < header_size()) {
    if (bytes.empty()) return {};
    header_[header_read_++] = static_cast<std::uint8_t>(bytes.front());
    bytes = bytes.subspan(1);
    if (header_read_ == 2)
      if (const char* wrong = check_first_two()) return fail(protocol_error, wrong);
    if (header_read_ >= 2 && header_read_ == 2 + length_size())
      if (const WebSocketEvent wrong = check_length(); wrong.kind == Kind::failure) return wrong;
  }
  begin_payload();
  return {};
}

void WebSocketDecoder::begin_payload() {
  if (is_control()) {
    pieces().control.clear();
  } else if (opcode() != continuation) {
    message_ = opcode();
    utf8_ = {};
  }
  mask_at_ = 0;
  in_payload_ = true;
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
  const std::string_view payload = pieces_->control;
  control_is_out_ = true;
  if (opcode() == ping) return {Kind::ping, payload};
  if (opcode() == pong) return {Kind::pong, payload};
  if (payload.empty()) return {Kind::close, {}, 1005};
  if (!is_utf8(payload.substr(2))) return fail(not_utf8, "a close reason is not UTF-8");
  return {Kind::close, payload.substr(2), static_cast<std::uint16_t>(close_code())};
}

int WebSocketDecoder::close_code() const {
  return static_cast<std::uint8_t>(pieces_->control[0]) << 8 | static_cast<std::uint8_t>(pieces_->control[1]);
}

// Of a close frame, as far as it has come.
WebSocketEvent WebSocketDecoder::check_close() const {
  if (pieces_->control.size() < 2) return {};
  if (!is_close_code(close_code())) return fail(protocol_error, "a close code nobody may send");
  Utf8Check reason;
  if (!reason.feed(std::string_view(pieces_->control).substr(2))) return fail(not_utf8, "a close reason is not UTF-8");
  return {};
}

WebSocketEvent WebSocketDecoder::read_control(std::span<char>& bytes) {
  const std::span<char> piece = unmask_front(bytes);
  pieces_->control.append(piece.data(), piece.size());
  if (opcode() == close)
    if (const WebSocketEvent wrong = check_close(); wrong.kind == Kind::failure) return wrong;
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
    pieces().joined.append(arrived);
    return {};
  }
  if (message_ == text && !utf8_.is_complete()) return fail(not_utf8, "a text message ends inside a character");
  const Kind kind = message_ == text ? Kind::text : Kind::binary;
  message_ = continuation;
  if (joined() == 0) return {kind, arrived};  // the usual message: in one piece, handed out where it lies
  pieces_->joined.append(arrived);
  joined_is_out_ = true;
  return {kind, pieces_->joined};
}

// A control frame may stand between the pieces of a message, which stay.
void WebSocketDecoder::forget_handed_out() {
  const bool is_control_out = std::exchange(control_is_out_, false), is_joined_out = std::exchange(joined_is_out_, false);
  if (!is_control_out && !is_joined_out) return;
  if (is_joined_out || pieces_->joined.empty()) return pieces_.reset();
  std::string().swap(pieces_->control);
}

WebSocketEvent WebSocketDecoder::next(std::span<char>& bytes) {
  forget_handed_out();
  while (true) {
    if (!in_payload_)
      if (const WebSocketEvent wrong = read_header(bytes); wrong.kind == Kind::failure || !in_payload_) return wrong;
    const WebSocketEvent event = is_control() ? read_control(bytes) : read_data(bytes);
    if (event.kind != Kind::need_more || (bytes.empty() && in_payload_)) return event;
  }
}

}  // namespace cocotalk::net
