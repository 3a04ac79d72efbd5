#include "pictures/helper/orientation.hpp"

#include <algorithm>
#include <optional>
#include <string_view>

namespace cocotalk::pictures {
namespace {

using namespace std::literals;

constexpr std::uint32_t orientation_tag = 0x0112;
constexpr std::size_t entry_bytes = 12;

// Numbers of a TIFF block, in its own order of bytes; nothing beyond its end.
class Tiff {
 public:
  explicit Tiff(Bytes bytes) : bytes_(bytes), is_little_(bytes.size() > 1 && bytes[0] == 'I' && bytes[1] == 'I') {}

  std::optional<std::uint32_t> number(std::size_t at, std::size_t n) const {
    if (at > bytes_.size() || n > bytes_.size() - at) return std::nullopt;
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < n; ++i) value = value << 8 | bytes_[at + (is_little_ ? n - 1 - i : i)];
    return value;
  }

 private:
  Bytes bytes_;
  bool is_little_;
};

int orientation_in(const Tiff& tiff) {
  const std::optional<std::uint32_t> directory = tiff.number(4, 4);
  const std::optional<std::uint32_t> entries = directory ? tiff.number(*directory, 2) : std::nullopt;
  if (!entries) return 1;
  for (std::size_t i = 0; i < *entries; ++i) {
    const std::size_t entry = std::size_t{*directory} + 2 + i * entry_bytes;
    const std::optional<std::uint32_t> tag = tiff.number(entry, 2), value = tiff.number(entry + 8, 2);
    if (!tag || !value) return 1;
    if (*tag == orientation_tag) return *value >= 1 && *value <= 8 ? static_cast<int>(*value) : 1;
  }
  return 1;
}

bool begins_with(Bytes bytes, std::string_view text) {
  return bytes.size() >= text.size() && std::equal(text.begin(), text.end(), bytes.begin());
}

}  // namespace

int orientation(Bytes jpeg) {
  constexpr std::uint8_t marker_begin = 0xff, app1 = 0xe1, start_of_scan = 0xda;
  constexpr std::string_view exif = "Exif\0\0"sv;
  for (std::size_t at = 2; at + 4 <= jpeg.size() && jpeg[at] == marker_begin && jpeg[at + 1] != start_of_scan;) {
    const std::size_t length = std::size_t{jpeg[at + 2]} << 8 | jpeg[at + 3];
    if (length < 2 || length > jpeg.size() - at - 2) return 1;
    const Bytes segment = jpeg.subspan(at + 4, length - 2);
    if (jpeg[at + 1] == app1 && begins_with(segment, exif)) return orientation_in(Tiff(segment.subspan(exif.size())));
    at += 2 + length;
  }
  return 1;
}

}  // namespace cocotalk::pictures
