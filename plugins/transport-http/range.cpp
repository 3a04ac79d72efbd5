#include "transport-http/range.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

namespace cocotalk::http {
namespace {

std::optional<std::uint64_t> number(std::string_view digits) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (digits.empty() || end != digits.data() + digits.size() || error != std::errc()) return std::nullopt;
  return value;
}

}  // namespace

std::variant<WholeFile, Slice, Unsatisfiable> requested_range(std::string_view header, std::uint64_t size) {
  constexpr std::string_view unit = "bytes=";
  const std::size_t dash = header.find('-');
  if (!header.starts_with(unit) || dash == std::string_view::npos || header.find(',') != std::string_view::npos)
    return WholeFile{};
  const std::string_view from_text = header.substr(unit.size(), dash - unit.size()), to_text = header.substr(dash + 1);
  const std::optional<std::uint64_t> from = number(from_text), to = number(to_text);

  if (from_text.empty()) {  // the last n bytes
    if (!to) return WholeFile{};
    if (*to == 0 || size == 0) return Unsatisfiable{};
    const std::uint64_t bytes = std::min(*to, size);
    return Slice{size - bytes, bytes};
  }
  if (!from || (!to && !to_text.empty()) || (to && *to < *from)) return WholeFile{};
  if (*from >= size) return Unsatisfiable{};
  const std::uint64_t last = to ? std::min(*to, size - 1) : size - 1;
  return Slice{*from, last - *from + 1};
}

bool matches_etag(std::string_view if_none_match, std::string_view etag) {
  while (!if_none_match.empty()) {
    std::string_view candidate = if_none_match.substr(0, if_none_match.find(','));
    if_none_match.remove_prefix(std::min(if_none_match.size(), candidate.size() + 1));
    while (candidate.starts_with(' ')) candidate.remove_prefix(1);
    while (candidate.ends_with(' ')) candidate.remove_suffix(1);
    if (candidate.starts_with("W/")) candidate.remove_prefix(2);
    if (candidate == "*" || candidate == etag) return true;
  }
  return false;
}

}  // namespace cocotalk::http
