#include "transport-http/picture_header.hpp"

#include <algorithm>

namespace cocotalk::http {
namespace {

using namespace std::literals;

constexpr std::size_t longest_beginning = 30;  // WebP's

std::uint32_t byte(std::string_view bytes, std::size_t at) { return static_cast<unsigned char>(bytes[at]); }

std::uint32_t big_endian(std::string_view bytes, std::size_t at, std::size_t n) {
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < n; ++i) value = value << 8 | byte(bytes, at + i);
  return value;
}

std::uint32_t little_endian(std::string_view bytes, std::size_t at, std::size_t n) {
  std::uint32_t value = 0;
  for (std::size_t i = n; i-- > 0;) value = value << 8 | byte(bytes, at + i);
  return value;
}

// RFC 9649, 2.5 to 2.7: lossy, lossless, and the extended format's canvas.
std::optional<PictureSize> webp_size(std::string_view head) {
  const std::string_view chunk = head.substr(12, 4);
  if (chunk == "VP8L" && head.size() >= 25) {
    const std::uint32_t bits = little_endian(head, 21, 4);
    return PictureSize{(bits & 0x3fff) + 1, (bits >> 14 & 0x3fff) + 1};
  }
  if (head.size() < longest_beginning) return std::nullopt;
  if (chunk == "VP8X") return PictureSize{little_endian(head, 24, 3) + 1, little_endian(head, 27, 3) + 1};
  if (chunk == "VP8 ") return PictureSize{little_endian(head, 26, 2) & 0x3fff, little_endian(head, 28, 2) & 0x3fff};
  return std::nullopt;
}

// Of a file that is no JPEG; nothing while more of its beginning is needed.
std::optional<PictureSize> size_in(std::string_view head) {
  if (head.starts_with("\x89PNG\r\n\x1a\n"sv) && head.size() >= 24)
    return PictureSize{big_endian(head, 16, 4), big_endian(head, 20, 4)};
  if (head.starts_with("GIF8"sv) && head.size() >= 10) return PictureSize{little_endian(head, 6, 2), little_endian(head, 8, 2)};
  if (head.starts_with("RIFF"sv) && head.size() >= 16 && head.substr(8, 4) == "WEBP"sv) return webp_size(head);
  return std::nullopt;
}

// ITU-T T.81, table B.1.
bool begins_frame(std::uint32_t marker) {
  return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
}
bool stands_alone(std::uint32_t marker) { return marker == 0x01 || (marker >= 0xd0 && marker <= 0xd8); }
bool ends_headers(std::uint32_t marker) { return marker == 0xd9 || marker == 0xda; }

}  // namespace

void PictureHeader::feed(std::string_view bytes) {
  while (!bytes.empty() && reading_ != Reading::nothing) {
    const std::size_t skipped = std::min(to_skip_, bytes.size());
    to_skip_ -= skipped;
    bytes.remove_prefix(skipped);
    if (bytes.empty()) return;
    held_ += bytes.front();
    bytes.remove_prefix(1);
    look();
  }
}

void PictureHeader::look() {
  if (reading_ == Reading::segments) return look_at_segment();
  if (held_ == "\xff\xd8\xff"sv) {
    reading_ = Reading::segments;
    held_ = "\xff";
    return;
  }
  size_ = size_in(held_);
  if (size_ || held_.size() >= longest_beginning) reading_ = Reading::nothing;
}

void PictureHeader::look_at_segment() {
  if (byte(held_, 0) != 0xff) reading_ = Reading::nothing;
  if (reading_ == Reading::nothing || held_.size() < 2) return;
  const std::uint32_t marker = byte(held_, 1);
  if (marker == 0xff) return void(held_.pop_back());  // filling
  if (stands_alone(marker)) return held_.clear();
  if (ends_headers(marker)) return void(reading_ = Reading::nothing);
  if (begins_frame(marker)) {
    if (held_.size() < 9) return;
    size_ = PictureSize{big_endian(held_, 7, 2), big_endian(held_, 5, 2)};
    reading_ = Reading::nothing;
    return;
  }
  if (held_.size() < 4) return;
  const std::size_t length = big_endian(held_, 2, 2);
  if (length < 2) return void(reading_ = Reading::nothing);
  to_skip_ = length - 2;
  held_.clear();
}

}  // namespace cocotalk::http
