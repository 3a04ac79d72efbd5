#include "net/client.hpp"

#include "net/forwarded.hpp"

namespace cocotalk::net {

Client client_of(const RequestHead& head, const Peer& peer, const TrustedProxies& proxies) {
  Client client{peer.address, {}, peer.is_tls ? "https" : "http", head.host, false};
  if (proxies.trusts(peer.address)) {
    const Forwarded forwarded = read_forwarded(head, proxies);
    client.is_proxied = forwarded.address.has_value();
    client.ip = forwarded.address.value_or(peer.address);
    client.scheme = forwarded.scheme.value_or(client.scheme);
    client.host = forwarded.host.value_or(client.host);
  }
  client.address = client.ip.toString();
  return client;
}

}  // namespace cocotalk::net
