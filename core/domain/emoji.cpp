#include "core/domain/emoji.hpp"

#include <utf8proc.h>

#include <cstddef>
#include <optional>
#include <vector>

namespace cocotalk::domain {
namespace {

constexpr std::size_t max_bytes = 64;
constexpr utf8proc_int32_t joiner = 0x200D, emoji_variation = 0xFE0F, keycap = 0x20E3, cancel_tag = 0xE007F;
using Codepoints = std::vector<utf8proc_int32_t>;

// Nothing: no valid UTF-8.
std::optional<Codepoints> codepoints_of(std::string_view text) {
  Codepoints out;
  const auto* at = reinterpret_cast<const utf8proc_uint8_t*>(text.data());
  for (auto left = static_cast<utf8proc_ssize_t>(text.size()); left > 0;) {
    utf8proc_int32_t codepoint = 0;
    const utf8proc_ssize_t n = utf8proc_iterate(at, left, &codepoint);
    if (n <= 0) return std::nullopt;
    out.push_back(codepoint);
    at += n;
    left -= n;
  }
  return out;
}

bool is_pictograph(utf8proc_int32_t c) {
  return utf8proc_get_property(c)->boundclass == UTF8PROC_BOUNDCLASS_EXTENDED_PICTOGRAPHIC;
}
bool is_flag_letter(utf8proc_int32_t c) { return c >= 0x1F1E6 && c <= 0x1F1FF; }
bool is_keycap_base(utf8proc_int32_t c) { return (c >= '0' && c <= '9') || c == '#' || c == '*'; }
bool is_skin_tone(utf8proc_int32_t c) { return c >= 0x1F3FB && c <= 0x1F3FF; }
bool is_tag(utf8proc_int32_t c) { return c >= 0xE0020 && c < cancel_tag; }

// A pictograph with what changes it; answers where it ends, or where it begins when there is none.
std::size_t end_of_element(const Codepoints& c, std::size_t at) {
  if (at == c.size() || !is_pictograph(c[at])) return at;
  ++at;
  if (at < c.size() && (c[at] == emoji_variation || is_skin_tone(c[at]))) ++at;
  std::size_t tag = at;
  while (tag < c.size() && is_tag(c[tag])) ++tag;
  return tag > at && tag < c.size() && c[tag] == cancel_tag ? tag + 1 : at;
}

bool is_flag(const Codepoints& c) { return c.size() == 2 && is_flag_letter(c[0]) && is_flag_letter(c[1]); }

bool is_keycap(const Codepoints& c) {
  return is_keycap_base(c[0]) && c.back() == keycap && (c.size() == 2 || (c.size() == 3 && c[1] == emoji_variation));
}

bool is_joined_sequence(const Codepoints& c) {
  for (std::size_t at = 0;;) {
    const std::size_t end = end_of_element(c, at);
    if (end == at) return false;
    if (end == c.size()) return true;
    if (c[end] != joiner) return false;
    at = end + 1;
  }
}

}  // namespace

bool is_emoji(std::string_view text) {
  if (text.empty() || text.size() > max_bytes) return false;
  const std::optional<Codepoints> c = codepoints_of(text);
  return c && (is_flag(*c) || is_keycap(*c) || is_joined_sequence(*c));
}

}  // namespace cocotalk::domain
