#include "net/content_coding.hpp"

#include <algorithm>
#include <optional>

namespace cocotalk::net {

namespace {

// qvalue = ( "0" [ "." 0*3DIGIT ] ) / ( "1" [ "." 0*3("0") ] ), in thousandths; what is none counts as 0.
int quality(std::string_view text) {
  if (text.empty() || text.size() > 5 || (text[0] != '0' && text[0] != '1') || (text.size() > 1 && text[1] != '.')) return 0;
  int value = (text[0] - '0') * 1000, digit = 100;
  for (const char c : text.substr(std::min<std::size_t>(2, text.size()))) {
    if (c < '0' || c > '9') return 0;
    value += (c - '0') * digit;
    digit /= 10;
  }
  return std::min(value, 1000);
}

// "gzip;q=0.5"
int wish_in(std::string_view element) {
  const std::size_t semicolon = element.find(';');
  if (semicolon == std::string_view::npos) return 1000;
  const std::string_view weight = trimmed(element.substr(semicolon + 1));
  return weight.starts_with("q=") || weight.starts_with("Q=") ? quality(weight.substr(2)) : 0;
}

}  // namespace

int wish_for(const RequestHead& head, std::string_view coding) {
  std::optional<int> named, any;
  head.for_each("accept-encoding", [&](std::string_view element) {
    const std::string_view name = trimmed(element.substr(0, element.find(';')));
    if (equals_ignoring_case(name, coding)) named = wish_in(element);
    if (name == "*") any = wish_in(element);
  });
  if (named) return *named;
  if (coding == "identity") return any == 0 ? 0 : 1;  // less than anything asked for by name
  return any.value_or(0);
}

}  // namespace cocotalk::net
