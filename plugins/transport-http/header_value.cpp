#include "transport-http/header_value.hpp"

#include <algorithm>

namespace cocotalk::http {
namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool is_blank(char c) { return c == ' ' || c == '\t'; }

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  return text;
}

// Takes a quoted string off the front of `rest`. A backslash escapes only '"' and itself, because browsers of old send
// Windows paths unescaped.
std::optional<std::string> take_quoted(std::string_view& rest) {
  std::string value;
  for (std::size_t i = 1; i < rest.size(); ++i) {
    if (rest[i] == '"') {
      rest.remove_prefix(i + 1);
      return value;
    }
    if (rest[i] == '\\' && i + 1 < rest.size() && (rest[i + 1] == '"' || rest[i + 1] == '\\')) ++i;
    value += rest[i];
  }
  return std::nullopt;
}

std::string take_token(std::string_view& rest) {
  const std::size_t end = std::min(rest.find(';'), rest.size());
  std::string value(trimmed(rest.substr(0, end)));
  rest.remove_prefix(end);
  return value;
}

}  // namespace

bool same_ignoring_case(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) { return lower(x) == lower(y); });
}

std::string_view main_value(std::string_view header) { return trimmed(header.substr(0, header.find(';'))); }

std::optional<std::string> parameter(std::string_view header, std::string_view name) {
  std::string_view rest = header;
  rest.remove_prefix(std::min(rest.find(';'), rest.size()));
  while (!rest.empty()) {
    rest.remove_prefix(1);  // ';'
    const std::size_t end = rest.find_first_of("=;");
    if (end == std::string_view::npos) return std::nullopt;
    const std::string_view key = trimmed(rest.substr(0, end));
    if (rest[end] == ';') {
      rest.remove_prefix(end);
      continue;
    }
    rest.remove_prefix(end + 1);
    while (!rest.empty() && is_blank(rest.front())) rest.remove_prefix(1);
    std::optional<std::string> value = rest.starts_with('"') ? take_quoted(rest) : take_token(rest);
    if (!value) return std::nullopt;
    while (!rest.empty() && is_blank(rest.front())) rest.remove_prefix(1);
    if (!rest.empty() && rest.front() != ';') return std::nullopt;
    if (same_ignoring_case(key, name)) return value;
  }
  return std::nullopt;
}

}  // namespace cocotalk::http
