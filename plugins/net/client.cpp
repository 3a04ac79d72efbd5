#include "net/client.hpp"

namespace cocotalk::net {

Client client_of(const RequestHead& head, const Peer& peer, const TrustedProxies& proxies) {
  Client client{peer.address, {}, peer.is_tls ? "https" : "http", head.host, false};
  if (proxies.trusts(peer.address)) {
    std::string chain;  // several fields are one list
    for (const coco_header& f : head.fields)
      if (coco::text(f.name) == "x-forwarded-for") chain.append(chain.empty() ? "" : ",").append(coco::text(f.value));
    if (const auto named = proxies.client_of(chain)) {
      client.ip = *named;
      client.is_proxied = true;
    }
    if (const auto scheme = head.field("x-forwarded-proto"); scheme && *scheme == "https") client.scheme = "https";
    if (const auto host = head.field("x-forwarded-host"); host && !host->empty()) client.host = *host;
  }
  client.address = client.ip.toString();
  return client;
}

}  // namespace cocotalk::net
