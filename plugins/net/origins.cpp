#include "net/origins.hpp"

#include "net/addresses.hpp"
#include "net/text.hpp"

#include <cocotalk/plugin.hpp>

#include <algorithm>
#include <optional>

namespace cocotalk::net {

namespace {

struct Origin {
  std::string_view scheme, host;  // IPv6 in brackets
  std::string_view port;          // the scheme's own when none is written
};

// "https://chat.example.com:8443"; nothing for anything else, "null" among it.
std::optional<Origin> parse_origin(std::string_view text) {
  const std::size_t colon = text.find("://");
  if (colon == std::string_view::npos || colon == 0) return std::nullopt;
  Origin origin;
  origin.scheme = text.substr(0, colon);
  origin.host = text.substr(colon + 3);
  if (origin.host.find_first_of("/?#@") != std::string_view::npos) return std::nullopt;
  origin.port = origin.scheme == "https" ? "443" : "80";
  const std::size_t port = origin.host.rfind(':');
  if (port != std::string_view::npos && origin.host.find(']', port) == std::string_view::npos) {
    origin.port = origin.host.substr(port + 1);
    origin.host = origin.host.substr(0, port);
  }
  if (origin.host.empty() || origin.port.empty()) return std::nullopt;
  return origin;
}

bool is_loopback_host(std::string_view host) {
  if (host == "localhost" || host.ends_with(".localhost")) return true;
  if (host.size() > 2 && host.front() == '[') host = host.substr(1, host.size() - 2);
  Poco::Net::IPAddress address;
  return Poco::Net::IPAddress::tryParse(std::string(host), address) && is_loopback(address);
}

}  // namespace

Origins::Origins(const std::vector<std::string>& allowed) {
  for (const std::string& text : allowed) {
    if (text == "*") {
      all_ = true;
    } else if (parse_origin(text)) {
      allowed_.push_back(to_lower(text));
    } else {
      throw coco::Error(COCO_INVALID, "setting 'allowed_origins': '" + text +
                                          "' is no origin; expected for example https://chat.example.com, or *");
    }
  }
}

bool Origins::allows(std::string_view origin_text, std::string_view scheme, std::string_view host,
                     bool is_loopback_listener) const {
  if (all_) return true;
  const std::string text = to_lower(origin_text);
  if (std::find(allowed_.begin(), allowed_.end(), text) != allowed_.end()) return true;
  const std::optional<Origin> origin = parse_origin(text);
  if (!origin) return false;
  if (is_loopback_listener && is_loopback_host(origin->host)) return true;
  if (scheme == "https" && origin->scheme != "https") return false;
  const std::string own_text = std::string(origin->scheme) + "://" + to_lower(host);
  const std::optional<Origin> own = parse_origin(own_text);
  return own && own->host == origin->host && own->port == origin->port;
}

}  // namespace cocotalk::net
