#include "net/http_range.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

namespace cocotalk::net {
namespace {

std::optional<std::uint64_t> number(std::string_view digits) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (digits.empty() || end != digits.data() + digits.size() || error != std::errc()) return std::nullopt;
  return value;
}

}  // namespace

std::variant<WholeFile, FilePart, Unsatisfiable> requested_range(std::string_view header, std::uint64_t size) {
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
    return FilePart{size - bytes, bytes};
  }
  if (!from || (!to && !to_text.empty()) || (to && *to < *from)) return WholeFile{};
  if (*from >= size) return Unsatisfiable{};
  const std::uint64_t last = to ? std::min(*to, size - 1) : size - 1;
  return FilePart{*from, last - *from + 1};
}

}  // namespace cocotalk::net
