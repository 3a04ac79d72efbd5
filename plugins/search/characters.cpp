#include "search/characters.hpp"

#include <utf8proc.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <iterator>

namespace cocotalk::search {
namespace {

// ---- Hangul: Unicode, 3.12

constexpr char32_t first_syllable = 0xAC00, last_syllable = 0xD7A3;
constexpr char32_t first_l = 0x1100, first_v = 0x1161, first_t = 0x11A7;  // first_t itself stands for no final
constexpr char32_t n_l = 19, n_v = 21, n_t = 28;
constexpr char32_t initials[n_l] = {0x3131, 0x3132, 0x3134, 0x3137, 0x3138, 0x3139, 0x3141, 0x3142, 0x3143, 0x3145,
                                    0x3146, 0x3147, 0x3148, 0x3149, 0x314A, 0x314B, 0x314C, 0x314D, 0x314E};

bool is_among(char32_t code, char32_t first, char32_t n) { return code >= first && code - first < n; }
bool is_syllable(char32_t code) { return code >= first_syllable && code <= last_syllable; }
char32_t initial_of(char32_t code) { return is_syllable(code) ? initials[(code - first_syllable) / (n_v * n_t)] : code; }

// ---- kinds

// Written without blanks between words.
bool is_without_blanks(char32_t code) {
  return (code >= 0x3040 && code <= 0x30FF) || (code >= 0x3400 && code <= 0x4DBF) || (code >= 0x4E00 && code <= 0x9FFF) ||
         (code >= 0xF900 && code <= 0xFAFF) || (code >= 0x20000 && code <= 0x3FFFF);
}

enum class Kind { word, symbol, nothing, separator };

Kind kind_of(char32_t code) {
  const bool is_accent = is_among(code, 0x300, 0x70), chooses_variant = is_among(code, 0xFE00, 0x10);
  if (is_accent || chooses_variant) return Kind::nothing;
  switch (utf8proc_category(static_cast<utf8proc_int32_t>(code))) {
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LL:
    case UTF8PROC_CATEGORY_LT:
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_LO:
    case UTF8PROC_CATEGORY_MN:
    case UTF8PROC_CATEGORY_MC:
    case UTF8PROC_CATEGORY_ME:
    case UTF8PROC_CATEGORY_ND:
    case UTF8PROC_CATEGORY_NL:
    case UTF8PROC_CATEGORY_NO: return Kind::word;
    case UTF8PROC_CATEGORY_SO: return Kind::symbol;
    case UTF8PROC_CATEGORY_CF: return Kind::nothing;                                  // joiners, soft hyphens
    case UTF8PROC_CATEGORY_SK: return code > 0xFF ? Kind::nothing : Kind::separator;  // skin tones; not ^ and `
    default: return Kind::separator;
  }
}

// ---- reading

class Reading {
 public:
  explicit Reading(std::string_view text) : text_(text) { out_.reserve(text.size() / 2); }

  std::vector<Character> all() {
    while (at_ < text_.size()) {
      const std::size_t begin = at_;
      const char32_t code = next();
      if (is_among(code, first_l, n_l))
        add(composed(code), begin);
      else if (is_syllable(code) || is_among(code, 0x3131, 0x5E))
        add(code, begin);
      else if (code < 0x80)
        add(code >= 'A' && code <= 'Z' ? code + ('a' - 'A') : code, begin);
      else
        add_folded(code, begin);
    }
    return std::move(out_);
  }

 private:
  // 0, which separates, for what is no UTF-8.
  char32_t peek(std::size_t& size) const {
    utf8proc_int32_t code = 0;
    const utf8proc_ssize_t n = utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text_.data() + at_),
                                                static_cast<utf8proc_ssize_t>(text_.size() - at_), &code);
    size = n > 0 ? static_cast<std::size_t>(n) : 1;
    return n > 0 ? static_cast<char32_t>(code) : 0;
  }
  char32_t next() {
    std::size_t size = 0;
    const char32_t code = peek(size);
    at_ += size;
    return code;
  }
  // The next character when it is one of `n` from `first` on.
  bool take(char32_t first, char32_t n, char32_t& offset) {
    if (at_ >= text_.size()) return false;
    std::size_t size = 0;
    const char32_t code = peek(size);
    if (!is_among(code, first, n)) return false;
    offset = code - first;
    at_ += size;
    return true;
  }
  char32_t composed(char32_t l) {
    char32_t v = 0, t = 0;
    if (!take(first_v, n_v, v)) return initials[l - first_l];
    take(first_t + 1, n_t - 1, t) ? ++t : t = 0;
    return first_syllable + ((l - first_l) * n_v + v) * n_t + t;
  }

  void add_folded(char32_t code, std::size_t begin) {
    std::array<utf8proc_int32_t, 32> folded{};
    int boundary = 0;
    constexpr int how = UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD;
    const utf8proc_ssize_t n =
        utf8proc_decompose_char(static_cast<utf8proc_int32_t>(code), folded.data(), static_cast<utf8proc_ssize_t>(folded.size()),
                                static_cast<utf8proc_option_t>(how), &boundary);
    if (n < 0 || n > static_cast<utf8proc_ssize_t>(folded.size())) return add(0, begin);
    for (utf8proc_ssize_t i = 0; i < n; ++i) add(static_cast<char32_t>(folded[static_cast<std::size_t>(i)]), begin);
  }

  void add(char32_t code, std::size_t begin) {
    const Kind kind = kind_of(code);
    if (kind == Kind::nothing) return;
    if (kind == Kind::separator) {
      is_apart_ = true;
      return;
    }
    const bool stands_alone = kind == Kind::symbol || is_without_blanks(code);
    out_.push_back({code, initial_of(code), static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(at_), !is_apart_,
                    is_apart_ || stands_alone || after_alone_});
    is_apart_ = false;
    after_alone_ = stands_alone;
  }

  const std::string_view text_;
  std::size_t at_ = 0;
  bool is_apart_ = true, after_alone_ = false;
  std::vector<Character> out_;
};

}  // namespace

std::vector<Character> characters_of(std::string_view text) { return Reading(text).all(); }

bool is_initial(char32_t code) { return std::binary_search(std::begin(initials), std::end(initials), code); }

void append_utf8(std::string& to, char32_t code) {
  utf8proc_uint8_t bytes[4];
  const utf8proc_ssize_t n = utf8proc_encode_char(static_cast<utf8proc_int32_t>(code), bytes);
  to.append(reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(n));
}

}  // namespace cocotalk::search
