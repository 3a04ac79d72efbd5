// The plugin's settings: what they are called, what they mean, what holds without a configuration.
#pragma once

#include <cocotalk/plugin.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace cocotalk::net {

inline constexpr coco_setting_spec setting_specs[] = {
    coco::list("listen", "127.0.0.1:8080",
               "HTTP addresses, ADDRESS:PORT, with TLS tls:ADDRESS:PORT; port 0: any free one; [::] is IPv6 alone, 0.0.0.0 IPv4"),
    coco::string("certificate", "",
                 "PEM file of the certificate for tls: addresses, followed by its chain; read again when it changes"),
    coco::string("key", "", "PEM file of its private key, not readable by everybody; empty: it stands in the certificate's file"),
    coco::millis("certificate_check", "5 s", 10, 86'400'000, "how often these files are looked at for a change"),
    coco::boolean("allow_plaintext", "false", "listen without TLS where other machines can reach it"),
    coco::integer("lanes", "0", 0, 64, "event-loop threads; 0: one per core"),
    coco::list("allowed_origins", "", "web pages that may open WebSockets beside those of the same host, or *"),
    coco::list("trusted_proxies", "", "addresses or networks whose X-Forwarded-For, -Proto and -Host are believed"),
    coco::bytes("header_bytes", "8 KiB", 256, 65536, "the largest request header"),
    coco::integer("header_fields", "64", 1, 256, "the most fields in a request header"),
    coco::millis("tls_handshake_timeout", "5 s", 10, 600'000, "for a whole TLS handshake, from the connection on"),
    coco::millis("header_timeout", "10 s", 10, 600'000, "for a whole request header, from the first byte or the connection on"),
    coco::millis("keep_alive", "60 s", 10, 3'600'000, "how long an HTTP connection may wait for its next request"),
    coco::millis("ping_after", "10 s", 10, 600'000, "inbound silence after which a WebSocket is pinged"),
    coco::millis("pong_within", "25 s", 10, 600'000, "silence after a ping that ends a WebSocket"),
    coco::millis("close_timeout", "5 s", 10, 60'000, "how long a closing connection waits for its peer"),
    coco::integer("connections", "20000", 1, 10'000'000, "the most connections of this host"),
    coco::integer("connections_per_address", "2000", 1, 10'000'000, "the most of one address (IPv6: of one /64)"),
    coco::integer("new_per_second", "200", 1, 10'000'000, "the most new ones of one address in a second"),
    coco::bytes("outbox", "1 MiB", 1024, 1 << 30, "bytes a connection may leave unread before it is closed as slow"),
    coco::millis("outbox_stall", "20 s", 10, 600'000,
                 "time a connection may read nothing of what waits before it is closed as slow"),
    coco::bytes("outbox_total", "256 MiB", 1024, std::int64_t{1} << 40,
                "bytes unread by all together before the largest is closed"),
    coco::millis("drain", "5 s", 0, 600'000, "how long requests in progress may take when the host stops"),
};

struct Limits {
  explicit Limits(const coco::Settings& settings);

  std::uint64_t header_bytes, header_fields, tls_handshake_ms, header_timeout_ms, keep_alive_ms;
  std::uint64_t ping_after_ms, pong_within_ms, close_timeout_ms;
  std::uint64_t connections, connections_per_address, new_per_second;
  std::uint64_t outbox_bytes, outbox_stall_ms, outbox_total_bytes;
  std::uint64_t drain_ms;
};

}  // namespace cocotalk::net
