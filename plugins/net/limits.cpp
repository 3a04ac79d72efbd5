#include "net/limits.hpp"

namespace cocotalk::net {

Limits::Limits(const coco::Settings& settings) {
  const auto number = [&](std::string_view name) { return static_cast<std::uint64_t>(settings.number(name)); };
  header_bytes = number("header_bytes");
  header_fields = number("header_fields");
  tls_handshake_ms = number("tls_handshake_timeout");
  header_timeout_ms = number("header_timeout");
  keep_alive_ms = number("keep_alive");
  ping_after_ms = number("ping_after");
  pong_within_ms = number("pong_within");
  close_timeout_ms = number("close_timeout");
  connections = number("connections");
  connections_per_address = number("connections_per_address");
  new_per_second = number("new_per_second");
  outbox_bytes = number("outbox");
  outbox_stall_ms = number("outbox_stall");
  outbox_total_bytes = number("outbox_total");
  drain_ms = number("drain");
}

}  // namespace cocotalk::net
