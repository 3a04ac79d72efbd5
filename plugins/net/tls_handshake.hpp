// The time before a connection is secret.
#pragma once

#include "net/reception.hpp"
#include "net/session.hpp"

#include <cstdint>
#include <memory>

namespace cocotalk::net {

class Connection;

// The first session of a TLS connection: ends with the one its listener's reception gives it, or with the connection. Hears no
// bytes, as the connection's channel takes them; only watches the time, which is for the whole handshake.
class TlsHandshake final : public Session {
 public:
  TlsHandshake(Connection& connection, std::shared_ptr<const Reception> reception);

  void on_secured() override;
  void on_bytes(std::span<char>) override {}
  void on_peer_finished() override;
  std::uint64_t deadline_ms() const override { return deadline_ms_; }
  void on_time(std::uint64_t now_ms) override;
  void on_slow() override;
  void on_drain() override;
  void on_cut(std::string_view why) override;

 private:
  Connection& connection_;
  const std::shared_ptr<const Reception> reception_;
  const std::uint64_t deadline_ms_;
};

}  // namespace cocotalk::net
