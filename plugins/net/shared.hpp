// What the lanes have in common.
#pragma once

#include "net/addresses.hpp"
#include "net/admission.hpp"
#include "net/budget.hpp"
#include "net/limits.hpp"
#include "net/origins.hpp"
#include "net/tls_certificate.hpp"
#include "net/tls_failures.hpp"

#include <cocotalk/plugin.hpp>

#include <memory>
#include <vector>

namespace cocotalk::net {

class Lane;

struct Metrics {
  explicit Metrics(const coco::Host& host)
      : connections(host.gauge("connections", "open connections")),
        accepted(host.counter("accepted", "connections accepted")),
        refused(host.counter("refused", "connections refused by a limit on their number")),
        requests(host.counter("requests", "HTTP requests answered or being answered")),
        rejected(host.counter("rejected", "HTTP requests and WebSockets that broke the rules")),
        slow(host.counter("slow", "connections closed because they did not read")),
        tls_handshakes(host.counter("tls_handshakes", "TLS handshakes with a new key exchange")),
        tls_resumed(host.counter("tls_resumed", "TLS handshakes that resumed a former session")),
        outbox_bytes(host.gauge("outbox_bytes", "bytes that wait for slow readers")) {}
  std::int64_t *connections, *accepted, *refused, *requests, *rejected, *slow, *tls_handshakes, *tls_resumed, *outbox_bytes;
};

// Made with the plugin, before the lanes, and unchanged while they run; what changes in it is safe for [any].
struct Shared {
  Shared(const coco::Host& the_host, const coco::Settings& settings)
      : host(the_host),
        limits(settings),
        origins(settings.items("allowed_origins")),
        proxies(settings.items("trusted_proxies")),
        admission(limits, proxies),
        certificate(host, settings),
        tls_failures(host),
        metrics(host),
        budget(*this) {}

  const coco::Host host;
  const Limits limits;
  const Origins origins;
  const TrustedProxies proxies;
  Admission admission;
  TlsCertificate certificate;
  TlsFailures tls_failures;
  const Metrics metrics;
  Budget budget;
  std::vector<std::unique_ptr<Lane>> lanes;
};

}  // namespace cocotalk::net
