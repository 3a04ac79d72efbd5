#include "transport-stomp/sockjs_codec.hpp"

#include <optional>
#include <utility>

namespace cocotalk::stomp {
namespace {

constexpr char32_t replacement = 0xFFFD;

bool is_high(char32_t unit) { return unit >= 0xD800 && unit <= 0xDBFF; }
bool is_low(char32_t unit) { return unit >= 0xDC00 && unit <= 0xDFFF; }

void append_utf8(std::string& out, char32_t point) {
  const auto put = [&out](char32_t byte) { out += static_cast<char>(static_cast<unsigned char>(byte)); };
  const auto tail = [&put](char32_t bits) { put(0x80 | (bits & 0x3F)); };
  if (point < 0x80) return put(point);
  if (point < 0x800) {
    put(0xC0 | point >> 6);
  } else {
    if (point < 0x10000) {
      put(0xE0 | point >> 12);
    } else {
      put(0xF0 | point >> 18);
      tail(point >> 12);
    }
    tail(point >> 6);
  }
  tail(point);
}

// The character at the front and how many bytes it takes; no bytes: it is no UTF-8.
std::pair<char32_t, std::size_t> front_of(std::string_view text) {
  const auto byte = [text](std::size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0u; };
  const char32_t first = byte(0);
  if (first < 0x80) return {first, 1};
  const std::size_t size = first < 0xC2 ? 0 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : first < 0xF5 ? 4 : 0;
  if (size == 0) return {replacement, 0};
  char32_t point = first & (0x7Fu >> size);
  for (std::size_t i = 1; i < size; ++i) {
    if ((byte(i) & 0xC0) != 0x80) return {replacement, 0};
    point = point << 6 | (byte(i) & 0x3F);
  }
  constexpr char32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
  const bool is_proper = point >= least[size] && point <= 0x10FFFF && (point < 0xD800 || point > 0xDFFF);
  return is_proper ? std::pair(point, size) : std::pair(replacement, std::size_t{0});
}

bool is_plain(char c) {
  return static_cast<unsigned char>(c) >= 0x20 && static_cast<unsigned char>(c) < 0x80 && c != '"' && c != '\\';
}

// One payload, read once from front to back.
class Payload {
 public:
  Payload(std::string_view bytes, std::string& text, char16_t high) : rest_(bytes), text_(text), high_(high) {}

  bool read() {
    skip_space();
    const bool is_proper = take('[') ? read_strings() : read_string();
    skip_space();
    return is_proper && rest_.empty();
  }
  char16_t high() const { return high_; }

 private:
  bool read_strings() {
    skip_space();
    if (take(']')) return true;
    do {
      skip_space();
      if (!read_string()) return false;
      skip_space();
    } while (take(','));
    return take(']');
  }

  bool read_string() {
    if (!take('"')) return false;
    for (;;) {
      std::size_t plain = 0;
      while (plain < rest_.size() && is_plain(rest_[plain])) ++plain;
      if (plain > 0) put(rest_.substr(0, plain));
      rest_.remove_prefix(plain);
      if (take('"')) return true;
      if (take('\\') ? !read_escape() : !read_character()) return false;
    }
  }

  // Beyond ASCII; a control character may not stand in a string.
  bool read_character() {
    if (rest_.empty() || static_cast<unsigned char>(rest_.front()) < 0x20) return false;
    const std::size_t size = front_of(rest_).second;
    if (size == 0) return false;
    put(rest_.substr(0, size));
    rest_.remove_prefix(size);
    return true;
  }

  bool read_escape() {
    if (rest_.empty()) return false;
    const char kind = rest_.front();
    rest_.remove_prefix(1);
    switch (kind) {
      case '"':
      case '\\':
      case '/': return put({&kind, 1}), true;
      case 'b': return put("\b"), true;
      case 'f': return put("\f"), true;
      case 'n': return put("\n"), true;
      case 'r': return put("\r"), true;
      case 't': return put("\t"), true;
      case 'u': return read_unit();
      default: return false;
    }
  }

  bool read_unit() {
    if (rest_.size() < 4) return false;
    char32_t unit = 0;
    for (const char c : rest_.substr(0, 4)) {
      const char lower = static_cast<char>(c | 0x20);
      const int digit = c >= '0' && c <= '9' ? c - '0' : lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
      if (digit < 0) return false;
      unit = unit << 4 | static_cast<char32_t>(digit);
    }
    rest_.remove_prefix(4);
    put_unit(unit);
    return true;
  }

  void put_unit(char32_t unit) {
    if (high_ != 0 && is_low(unit)) {
      append_utf8(text_, 0x10000 + ((static_cast<char32_t>(std::exchange(high_, u'\0')) - 0xD800) << 10) + (unit - 0xDC00));
      return;
    }
    give_up_high();
    if (is_high(unit))
      high_ = static_cast<char16_t>(unit);
    else
      append_utf8(text_, is_low(unit) ? replacement : unit);
  }

  void put(std::string_view utf8) {
    give_up_high();
    text_ += utf8;
  }
  void give_up_high() {
    if (std::exchange(high_, u'\0') != 0) append_utf8(text_, replacement);
  }

  void skip_space() {
    while (!rest_.empty() && (rest_[0] == ' ' || rest_[0] == '\t' || rest_[0] == '\n' || rest_[0] == '\r'))
      rest_.remove_prefix(1);
  }
  bool take(char c) {
    if (rest_.empty() || rest_.front() != c) return false;
    rest_.remove_prefix(1);
    return true;
  }

  std::string_view rest_;
  std::string& text_;
  char16_t high_;
};

// What a browser may get wrong when it stands in an answer as it is.
bool is_mangled(char32_t point) {
  return (point >= 0x200C && point <= 0x200F) || (point >= 0x2028 && point <= 0x202F) || (point >= 0x2060 && point <= 0x206F) ||
         point >= 0xFFF0;
}

void append_unit(std::string& out, char32_t unit) {
  constexpr char digits[] = "0123456789abcdef";
  out += "\\u";
  for (const unsigned shift : {12u, 8u, 4u, 0u}) out += digits[unit >> shift & 15];
}

void append_escaped(std::string& out, char32_t point) {
  if (point >= 0x10000) {
    append_unit(out, 0xD800 + ((point - 0x10000) >> 10));
    return append_unit(out, 0xDC00 + (point & 0x3FF));
  }
  switch (point) {
    case '"': out += "\\\""; return;
    case '\\': out += "\\\\"; return;
    case '\b': out += "\\b"; return;
    case '\f': out += "\\f"; return;
    case '\n': out += "\\n"; return;
    case '\r': out += "\\r"; return;
    case '\t': out += "\\t"; return;
    default: append_unit(out, point);
  }
}

void append_string(std::string& out, std::string_view text) {
  out += '"';
  while (!text.empty()) {
    std::size_t plain = 0;
    while (plain < text.size() && is_plain(text[plain])) ++plain;
    out += text.substr(0, plain);
    text.remove_prefix(plain);
    if (text.empty()) break;
    const auto [point, size] = front_of(text);
    if (size > 1 && !is_mangled(point))
      out += text.substr(0, size);
    else
      append_escaped(out, point);
    text.remove_prefix(size > 0 ? size : 1);
  }
  out += '"';
}

}  // namespace

SockjsDecoder::Verdict SockjsDecoder::decode(std::string_view payload, std::string& text) {
  if (payload.empty()) return Verdict::empty;
  const std::size_t before = text.size();
  Payload reading(payload, text, high_);
  if (!reading.read()) {
    text.resize(before);
    return Verdict::broken;
  }
  high_ = reading.high();
  return Verdict::ok;
}

void append_sockjs_message(std::string& out, std::string_view text) {
  out += "a[";
  append_string(out, text);
  out += ']';
}

std::string sockjs_close_frame(std::int32_t code, std::string_view reason) {
  std::string out = "c[" + std::to_string(code) + ',';
  append_string(out, reason);
  return out += ']';
}

}  // namespace cocotalk::stomp
