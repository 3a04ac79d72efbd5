#include "transport-http/query.hpp"

#include <algorithm>

namespace cocotalk::http {
namespace {

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

}  // namespace

std::optional<std::string> decoded(std::string_view component) {
  std::string out;
  for (std::size_t i = 0; i < component.size(); ++i) {
    if (component[i] != '%') {
      out += component[i] == '+' ? ' ' : component[i];
      continue;
    }
    if (component.size() - i < 3) return std::nullopt;
    const int high = hex_digit(component[i + 1]), low = hex_digit(component[i + 2]);
    if (high < 0 || low < 0) return std::nullopt;
    out += static_cast<char>(high * 16 + low);
    i += 2;
  }
  return out;
}

std::optional<std::vector<std::string>> query_values(std::string_view query, std::string_view name) {
  std::vector<std::string> values;
  while (!query.empty()) {
    const std::string_view pair = query.substr(0, query.find('&'));
    query.remove_prefix(std::min(query.size(), pair.size() + 1));
    const std::size_t equals = pair.find('=');
    const std::optional<std::string> key = decoded(pair.substr(0, equals));
    if (!key) return std::nullopt;
    if (*key != name) continue;
    std::optional<std::string> value = decoded(equals == std::string_view::npos ? "" : pair.substr(equals + 1));
    if (!value) return std::nullopt;
    values.push_back(std::move(*value));
  }
  return values;
}

}  // namespace cocotalk::http
