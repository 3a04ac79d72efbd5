// The few words HTTP needs for its texts: ASCII only, whatever the locale.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

namespace cocotalk::net {

constexpr char to_lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; }

inline std::string to_lower(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) c = to_lower(c);
  return lower;
}

inline bool equals_ignoring_case(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) { return to_lower(x) == to_lower(y); });
}

// Without the spaces and tabs around it (RFC 9110: OWS).
constexpr std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

// Calls fn for each element of a list, trimmed, empty ones too.
template <class Fn>
void for_each_element(std::string_view list, char separator, Fn&& fn) {
  while (true) {
    const std::size_t end = list.find(separator);
    fn(trimmed(list.substr(0, end)));
    if (end == std::string_view::npos) return;
    list.remove_prefix(end + 1);
  }
}
template <class Fn>
void for_each_element(std::string_view list, Fn&& fn) {
  for_each_element(list, ',', std::forward<Fn>(fn));
}

// RFC 9110, 5.6.2.
constexpr bool is_token_char(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
}

constexpr bool is_token(std::string_view text) { return !text.empty() && std::all_of(text.begin(), text.end(), is_token_char); }

}  // namespace cocotalk::net
