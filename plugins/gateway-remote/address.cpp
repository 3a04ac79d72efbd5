#include "gateway-remote/address.hpp"

#include <cocotalk/plugin.hpp>

#include <charconv>
#include <optional>

namespace cocotalk::remote {

namespace {

[[noreturn]] void refuse(std::string_view url, std::string_view why) {
  throw coco::Error(COCO_INVALID, "setting 'url': '" + std::string(url) + "' " + std::string(why));
}

std::optional<std::string_view> after(std::string_view text, std::string_view prefix) {
  if (!text.starts_with(prefix)) return std::nullopt;
  return text.substr(prefix.size());
}

bool is_port(std::string_view text) {
  unsigned number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc() && end == text.data() + text.size() && number >= 1 && number <= 65535;
}

// What may stand in a URL's host and path and in the first line of a request.
bool is_printable(std::string_view text) {
  for (const char c : text)
    if (c <= ' ' || c > '~') return false;
  return true;
}

}  // namespace

std::string Address::authority() const { return (host.find(':') == std::string::npos ? host : "[" + host + "]") + ":" + port; }

Address parse_url(std::string_view url) {
  std::optional<std::string_view> rest = after(url, "https://");
  if (!rest) rest = after(url, "wss://");
  const bool is_secure = rest.has_value();
  if (!rest) rest = after(url, "http://");
  if (!rest) rest = after(url, "ws://");
  if (!rest) refuse(url, "does not begin with http:// or https://");
  if (!is_printable(*rest)) refuse(url, "contains a space or a character outside ASCII");
  if (rest->find_first_of("?#@") != std::string_view::npos) refuse(url, "contains '?', '#' or '@'; expected http://HOST:PORT");

  const std::string_view place = rest->substr(0, rest->find('/'));
  std::string_view base = rest->substr(place.size());
  while (base.ends_with('/')) base.remove_suffix(1);

  std::string_view host = place;
  std::string_view port = is_secure ? "443" : "80";
  const std::size_t bracket = place.starts_with('[') ? place.find(']') : 0;
  if (bracket == std::string_view::npos) refuse(url, "has a '[' without ']'");
  if (const std::size_t colon = place.find(':', bracket); colon != std::string_view::npos) {
    host = place.substr(0, colon);
    port = place.substr(colon + 1);
  }
  if (host.starts_with('[')) host = host.substr(1, bracket - 1);
  if (host.empty()) refuse(url, "names no host");
  if (!is_port(port)) refuse(url, "has a port that is not a number from 1 to 65535");
  return {std::string(host), std::string(port), is_secure, std::string(base)};
}

}  // namespace cocotalk::remote
