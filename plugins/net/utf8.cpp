#include "net/utf8.hpp"

#include <cstring>

namespace cocotalk::net {

bool Utf8Check::begin(std::uint8_t lead) {
  low_ = 0x80;
  high_ = 0xBF;
  if (lead < 0x80) return true;
  if (lead < 0xC2 || lead > 0xF4) return false;
  missing_ = lead < 0xE0 ? 1 : lead < 0xF0 ? 2 : 3;
  if (lead == 0xE0) low_ = 0xA0;   // shorter forms exist
  if (lead == 0xED) high_ = 0x9F;  // surrogates
  if (lead == 0xF0) low_ = 0x90;
  if (lead == 0xF4) high_ = 0x8F;  // beyond U+10FFFF
  return true;
}

bool Utf8Check::feed(std::string_view bytes) {
  const char* p = bytes.data();
  const char* const end = p + bytes.size();
  while (p != end) {
    if (missing_ == 0) {
      std::uint64_t eight;
      while (end - p >= 8 && (std::memcpy(&eight, p, 8), (eight & 0x8080808080808080u) == 0)) p += 8;
      if (p == end) break;
      if (!begin(static_cast<std::uint8_t>(*p))) return false;
    } else {
      const auto byte = static_cast<std::uint8_t>(*p);
      if (byte < low_ || byte > high_) return false;
      low_ = 0x80;
      high_ = 0xBF;
      --missing_;
    }
    ++p;
  }
  return true;
}

}  // namespace cocotalk::net
