#include "transport-stomp/escaping.hpp"

#include <algorithm>

namespace cocotalk::stomp {
namespace {

using std::string_view_literals::operator""sv;

// Looked at for every header written: find_first_of would call memchr for each character.
bool is_delimiter(char c) { return c == '\n' || c == '\r' || c == ':' || c == '\\' || c == '\0'; }
bool is_plain(std::string_view text) { return std::ranges::none_of(text, is_delimiter); }

// A reader of 1.0 trims: of a padded name it would make another.
bool is_padded(std::string_view name) {
  constexpr auto padding = " \t"sv;
  return name.empty() || padding.find(name.front()) != padding.npos || padding.find(name.back()) != padding.npos;
}

bool can_express(Version version, std::string_view name, std::string_view value) {
  if (version != Version::v1_0) return name.find('\0') == std::string_view::npos && value.find('\0') == std::string_view::npos;
  return name.find_first_of("\n\r:\0"sv) == std::string_view::npos && !is_padded(name) &&
         value.find_first_of("\n\r\0"sv) == std::string_view::npos;
}

void append_escaped(Version version, std::string& out, std::string_view text) {
  if (version == Version::v1_0 || is_plain(text)) {
    out += text;
    return;
  }
  for (const char c : text) {
    if (c == '\n')
      out += "\\n";
    else if (c == '\r' && version == Version::v1_2)
      out += "\\r";
    else if (c == ':')
      out += "\\c";
    else if (c == '\\')
      out += "\\\\";
    else
      out += c;
  }
}

}  // namespace

std::optional<std::size_t> unescape(Version version, char* text, std::size_t size) {
  if (version == Version::v1_0) return size;
  std::size_t written = 0;
  for (std::size_t i = 0; i < size; ++i) {
    char c = text[i];
    if (c == '\\') {
      const char code = ++i < size ? text[i] : '\0';
      if (code == 'n')
        c = '\n';
      else if (code == 'r' && version == Version::v1_2)
        c = '\r';
      else if (code == 'c')
        c = ':';
      else if (code != '\\')
        return std::nullopt;
    }
    text[written++] = c;
  }
  return written;
}

void append_header(Version version, std::string& out, std::string_view name, std::string_view value) {
  const bool is_simple = is_plain(name) && is_plain(value) && (version != Version::v1_0 || !is_padded(name));
  if (!is_simple) {
    if (!can_express(version, name, value)) return;
    append_escaped(version, out, name);
    out += ':';
    append_escaped(version, out, value);
  } else {
    out.append(name) += ':';
    out += value;
  }
  out += '\n';
}

}  // namespace cocotalk::stomp
