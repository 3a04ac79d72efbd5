// What trusted proxies say of the client behind them: X-Forwarded-For, -Proto and -Host.
#pragma once

#include "net/addresses.hpp"
#include "net/http_head.hpp"

#include <optional>
#include <string_view>

namespace cocotalk::net {

// Nothing in a part: nobody said it, or it makes no sense. Views live in the header's bytes, or for ever.
struct Forwarded {
  std::optional<Poco::Net::IPAddress> address;
  std::optional<std::string_view> scheme;  // "http" or "https"
  std::optional<std::string_view> host;
};

// Each proxy appends whom it saw, so the lists are read from the right, and only as far as proxies wrote them: the client is the
// first address that is no trusted proxy's, or the leftmost when all are; scheme and host are what the proxy next to the client
// appended, or the leftmost when fewer were appended. Only for a request whose peer is a trusted proxy.
Forwarded read_forwarded(const RequestHead& head, const TrustedProxies& proxies);

}  // namespace cocotalk::net
