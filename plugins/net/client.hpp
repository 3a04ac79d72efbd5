// Who really asks: the peer, or whom a trusted proxy names.
#pragma once

#include "net/addresses.hpp"
#include "net/connection.hpp"
#include "net/http_head.hpp"

#include <cocotalk/plugin.hpp>

#include <string>
#include <string_view>

namespace cocotalk::net {

struct Client {
  Poco::Net::IPAddress ip;
  std::string address;            // without port
  std::string_view scheme, host;  // in the header's bytes, or for ever
  bool is_proxied = false;        // named by a trusted proxy
};

// X-Forwarded-For, -Proto and -Host count only when `peer` is a trusted proxy.
Client client_of(const RequestHead& head, const Peer& peer, const TrustedProxies& proxies);

}  // namespace cocotalk::net
