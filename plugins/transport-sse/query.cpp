#include "transport-sse/query.hpp"

#include <algorithm>
#include <charconv>

namespace cocotalk::sse {

namespace {

constexpr std::size_t max_positions = 100;

int digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

std::optional<std::string> decoded(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      out += text[i] == '+' ? ' ' : text[i];
      continue;
    }
    if (i + 2 >= text.size() || digit(text[i + 1]) < 0 || digit(text[i + 2]) < 0) return std::nullopt;
    out += static_cast<char>(digit(text[i + 1]) * 16 + digit(text[i + 2]));
    i += 2;
  }
  return out;
}

// What stands before `separator`, which is taken away with it.
std::string_view next(std::string_view& rest, char separator) {
  const std::size_t end = std::min(rest.find(separator), rest.size());
  const std::string_view out = rest.substr(0, end);
  rest.remove_prefix(std::min(end + 1, rest.size()));
  return out;
}

}  // namespace

std::optional<Parameters> parse_query(std::string_view query) {
  Parameters out;
  while (!query.empty()) {
    std::string_view value = next(query, '&');
    if (value.empty()) continue;
    const auto name = decoded(next(value, '='));
    auto text = decoded(value);
    if (!name || !text) return std::nullopt;
    out.emplace_back(*name, *std::move(text));
  }
  return out;
}

std::optional<std::string_view> value_of(const Parameters& parameters, std::string_view name) {
  for (const auto& [key, value] : parameters)
    if (key == name) return value;
  return std::nullopt;
}

std::optional<std::uint64_t> parse_number(std::string_view text) {
  std::uint64_t out = 0;
  const auto [rest, problem] = std::from_chars(text.data(), text.data() + text.size(), out);
  if (problem != std::errc() || rest != text.data() + text.size()) return std::nullopt;
  return out;
}

std::optional<Positions> parse_positions(std::string_view text) {
  Positions out;
  while (!text.empty()) {
    std::string_view seq = next(text, ',');
    const auto subscription = parse_number(next(seq, ':'));
    const auto position = parse_number(seq);
    if (!subscription || !position || *position > std::uint64_t{1} << 53 || out.size() == max_positions) return std::nullopt;
    if (!out.emplace(*subscription, *position).second) return std::nullopt;
  }
  return out;
}

std::string positions_text(const Positions& positions) {
  std::string out;
  for (const auto& [subscription, position] : positions)
    out += (out.empty() ? "" : ",") + std::to_string(subscription) + ":" + std::to_string(position);
  return out;
}

}  // namespace cocotalk::sse
