#include "core/api/snippet.hpp"

#include <algorithm>

namespace cocotalk::api {
namespace {

constexpr std::size_t characters_before = 30, characters_after = 70;
constexpr std::string_view cut = "…";

bool is_inside_character(char c) { return (c & 0xC0) == 0x80; }

// The place `n` characters before or after `at`, or the text's end.
std::size_t back(std::string_view text, std::size_t at, std::size_t n) {
  while (n > 0 && at > 0)
    if (!is_inside_character(text[--at])) --n;
  return at;
}
std::size_t forth(std::string_view text, std::size_t at, std::size_t n) {
  for (; n > 0 && at < text.size(); --n) do
      ++at;
    while (at < text.size() && is_inside_character(text[at]));
  return at;
}

std::string on_one_line(std::string_view text) {
  std::string out(text);
  std::replace_if(
      out.begin(), out.end(), [](char c) { return c == '\n' || c == '\r' || c == '\t'; }, ' ');
  return out;
}

}  // namespace

std::vector<std::string> snippet(std::string_view text, const domain::Spans& spans) {
  const std::size_t first = spans.empty() ? 0 : spans.front().first;
  const std::size_t begin = back(text, first, characters_before), end = forth(text, first, characters_after);
  std::vector<std::string> out(1, begin > 0 ? std::string(cut) : std::string());
  std::size_t at = begin;
  for (const auto& [from, to] : spans) {
    if (from >= end) break;
    out.back() += on_one_line(text.substr(at, from - at));
    at = std::min(to, end);
    out.push_back(on_one_line(text.substr(from, at - from)));
    out.emplace_back();
  }
  out.back() += on_one_line(text.substr(at, end - at));
  if (end < text.size()) out.back() += cut;
  return out;
}

}  // namespace cocotalk::api
