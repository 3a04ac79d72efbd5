#include "net/websocket_frames.hpp"

#include "net/utf8.hpp"

#include <cocotalk/net.h>

#include <cassert>

namespace cocotalk::net {

FrameHeader::FrameHeader(FrameKind kind, std::uint64_t payload_size) {
  std::uint8_t text_header[10];
  size_ = coco_ws_header(payload_size, text_header);
  text_header[0] = static_cast<std::uint8_t>(0x80u | static_cast<unsigned>(kind));
  for (std::uint32_t i = 0; i < size_; ++i) bytes_[i] = static_cast<char>(text_header[i]);
}

bool is_close_code(int code) {
  return (code >= 1000 && code <= 1003) || (code >= 1007 && code <= 1014) || (code >= 3000 && code <= 4999);
}

std::string close_payload(int code, std::string_view reason) {
  if (!is_close_code(code)) return {};
  if (!is_utf8(reason)) reason = {};
  constexpr std::size_t max_reason = 123;
  std::size_t n = reason.size() < max_reason ? reason.size() : max_reason;
  while (n > 0 && n < reason.size() && (static_cast<unsigned char>(reason[n]) & 0xC0) == 0x80) --n;
  std::string payload{static_cast<char>(code >> 8), static_cast<char>(code)};
  return payload.append(reason.substr(0, n));
}

std::uint64_t frame_size(std::string_view bytes) {
  assert(bytes.size() >= 2);
  const auto at = [&](std::size_t i) { return static_cast<std::uint64_t>(static_cast<std::uint8_t>(bytes[i])); };
  const std::uint64_t length = at(1) & 0x7F;
  if (length < 126) return 2 + length;
  const std::size_t n = length == 126 ? 2 : 8;
  assert(bytes.size() >= 2 + n);
  std::uint64_t extended = 0;
  for (std::size_t i = 0; i < n; ++i) extended = extended << 8 | at(2 + i);
  return 2 + n + extended;
}

}  // namespace cocotalk::net
