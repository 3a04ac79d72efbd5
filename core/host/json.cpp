#include "core/host/json.hpp"

#include <cctype>
#include <cstdint>

namespace cocotalk::host {
namespace {

constexpr unsigned deepest = 32;

void append_utf8(std::string& out, std::uint32_t point) {
  const auto byte = [&](std::uint32_t value) { out += static_cast<char>(value); };
  if (point < 0x80) {
    byte(point);
  } else if (point < 0x800) {
    byte(0xC0 | point >> 6), byte(0x80 | (point & 0x3F));
  } else if (point < 0x10000) {
    byte(0xE0 | point >> 12), byte(0x80 | (point >> 6 & 0x3F)), byte(0x80 | (point & 0x3F));
  } else {
    byte(0xF0 | point >> 18), byte(0x80 | (point >> 12 & 0x3F)), byte(0x80 | (point >> 6 & 0x3F)), byte(0x80 | (point & 0x3F));
  }
}

class Parser {
 public:
  explicit Parser(std::string_view text) : text_(text) {}

  Json whole() {
    Json value = parse_value(0);
    skip_blank();
    if (at_ < text_.size()) fail("there is something after the end of the configuration: '" + found() + "'");
    return value;
  }

 private:
  [[noreturn]] void fail(const std::string& why) const { throw MalformedJson(line_, why); }
  char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }
  bool looks_at(std::string_view word) const { return text_.substr(at_, word.size()) == word; }

  // The next few characters, for sentences.
  std::string found() const {
    if (at_ >= text_.size()) return "the end of the file";
    const std::size_t end = text_.find_first_of(" \t\r\n", at_);
    return std::string(text_.substr(at_, std::min<std::size_t>(end == std::string_view::npos ? end : end - at_, 20)));
  }

  void skip_blank() {
    for (; at_ < text_.size(); ++at_) {
      if (looks_at("//")) {
        at_ = std::min(text_.find('\n', at_), text_.size());
        --at_;
      } else if (looks_at("/*")) {
        const std::size_t end = text_.find("*/", at_ + 2);
        if (end == std::string_view::npos) fail("this comment has no end; write */ behind it");
        for (; at_ < end + 1; ++at_)
          if (text_[at_] == '\n') ++line_;
      } else if (text_[at_] == '\n') {
        ++line_;
      } else if (text_[at_] != ' ' && text_[at_] != '\t' && text_[at_] != '\r') {
        return;
      }
    }
  }

  Json parse_value(unsigned depth) {
    if (depth > deepest) fail("this is nested more than 32 levels deep");
    skip_blank();
    Json value;
    value.line = line_;
    switch (peek()) {
      case '{': parse_object(value, depth); break;
      case '[': parse_array(value, depth); break;
      case '"':
        value.kind = Json::Kind::string;
        value.text = parse_string();
        break;
      default: parse_word(value);
    }
    return value;
  }

  void parse_object(Json& value, unsigned depth) {
    value.kind = Json::Kind::object;
    ++at_;
    for (skip_blank(); peek() != '}'; skip_blank()) {
      if (peek() != '"') fail("a key in quotes is expected here, not '" + found() + "'");
      const unsigned line = line_;
      std::string key = parse_string();
      skip_blank();
      if (peek() != ':') fail("a ':' is missing after \"" + key + "\"");
      ++at_;
      value.members.push_back({std::move(key), line, parse_value(depth + 1)});
      separate('}');
    }
    ++at_;
  }

  void parse_array(Json& value, unsigned depth) {
    value.kind = Json::Kind::array;
    ++at_;
    for (skip_blank(); peek() != ']'; skip_blank()) {
      value.items.push_back(parse_value(depth + 1));
      separate(']');
    }
    ++at_;
  }

  // Behind an element: a comma, or the end of what it is in.
  void separate(char end) {
    skip_blank();
    if (peek() == ',')
      ++at_;
    else if (peek() != end)
      fail(std::string("a ',' or '") + end + "' is missing before '" + found() + "'");
  }

  void parse_word(Json& value) {
    std::size_t end = at_;
    while (end < text_.size() && (std::isalnum(static_cast<unsigned char>(text_[end])) != 0 || text_[end] == '-' ||
                                  text_[end] == '+' || text_[end] == '.'))
      ++end;
    const std::string_view word = text_.substr(at_, end - at_);
    if (word == "null") {
      value.kind = Json::Kind::null;
    } else if (word == "true" || word == "false") {
      value.kind = Json::Kind::boolean;
      value.flag = word == "true";
    } else if (is_number(word)) {
      value.kind = Json::Kind::number;
      value.text = word;
    } else {
      fail("a value is expected here, not '" + found() + "'; texts stand in quotes");
    }
    at_ = end;
  }

  // RFC 8259, 6: -? int frac? exp?
  static bool is_number(std::string_view word) {
    std::size_t i = 0;
    const auto digits = [&] {
      const std::size_t first = i;
      while (i < word.size() && word[i] >= '0' && word[i] <= '9') ++i;
      return i - first;
    };
    if (i < word.size() && word[i] == '-') ++i;
    const std::size_t first = i;
    const std::size_t whole = digits();
    if (whole == 0 || (whole > 1 && word[first] == '0')) return false;
    if (i < word.size() && word[i] == '.' && (++i, digits() == 0)) return false;
    if (i < word.size() && (word[i] == 'e' || word[i] == 'E')) {
      ++i;
      if (i < word.size() && (word[i] == '+' || word[i] == '-')) ++i;
      if (digits() == 0) return false;
    }
    return i == word.size();
  }

  std::string parse_string() {
    std::string out;
    for (++at_;; ++at_) {
      if (at_ >= text_.size() || text_[at_] == '\n') fail("this text has no end; write \" behind it");
      const char c = text_[at_];
      if (c == '"') break;
      if (static_cast<unsigned char>(c) < 0x20) fail("a control character stands in this text");
      if (c == '\\')
        parse_escape(out);
      else
        out += c;
    }
    ++at_;
    return out;
  }

  void parse_escape(std::string& out) {
    ++at_;
    switch (peek()) {
      case '"':
      case '\\':
      case '/': out += peek(); break;
      case 'b': out += '\b'; break;
      case 'f': out += '\f'; break;
      case 'n': out += '\n'; break;
      case 'r': out += '\r'; break;
      case 't': out += '\t'; break;
      case 'u': append_utf8(out, parse_point()); break;
      default: fail(std::string("'\\") + peek() + "' is no escape in a text; for a backslash write \\\\");
    }
  }

  std::uint32_t parse_point() {
    const std::uint32_t high = parse_unit();
    if (high < 0xD800 || high > 0xDFFF) return high;
    if (high > 0xDBFF || text_.substr(at_ + 1, 2) != "\\u") fail("half a surrogate pair stands in this text");
    at_ += 2;
    const std::uint32_t low = parse_unit();
    if (low < 0xDC00 || low > 0xDFFF) fail("half a surrogate pair stands in this text");
    return 0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00);
  }

  // The four digits behind the 'u' we look at; ends on the last one.
  std::uint32_t parse_unit() {
    std::uint32_t unit = 0;
    for (int i = 0; i < 4; ++i) {
      ++at_;
      const char c = peek();
      if (std::isxdigit(static_cast<unsigned char>(c)) == 0) fail("'\\u' needs four hexadecimal digits");
      unit = unit * 16 + static_cast<std::uint32_t>(c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10);
    }
    return unit;
  }

  const std::string_view text_;
  std::size_t at_ = 0;
  unsigned line_ = 1;
};

}  // namespace

const Json* Json::member(std::string_view key) const {
  for (const JsonMember& candidate : members)
    if (candidate.key == key) return &candidate.value;
  return nullptr;
}

Json parse_json(std::string_view text) { return Parser(text).whole(); }

std::string_view kind_name(Json::Kind kind) {
  switch (kind) {
    case Json::Kind::null: return "null";
    case Json::Kind::boolean: return "true or false";
    case Json::Kind::number: return "a number";
    case Json::Kind::string: return "a text";
    case Json::Kind::array: return "a list";
    default: return "an object";
  }
}

}  // namespace cocotalk::host
