// What is spoken on a connection.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace cocotalk::net {

class Stream;
class HttpSession;

// One protocol on one connection: HTTP, a WebSocket, a plain stream. Made with the connection or by an upgrade, gone after
// on_cut. All on the connection's lane.
class Session {
 public:
  virtual ~Session() = default;

  // The connection's TLS handshake is done; before on_bytes.
  virtual void on_secured() {}
  // The peer's bytes; they may be changed in place and die with the call.
  virtual void on_bytes(std::span<char> bytes) = 0;
  // Nothing more will come, and all that came was heard.
  virtual void on_peer_finished() = 0;
  // The peer hung up while reading was paused: there may be bytes yet to be read.
  virtual void on_hang_up() {}
  // At the end of a turn in which the connection was touched: what must not happen inside a caller's call.
  virtual void on_turn_end() {}
  // Everything queued was taken by the kernel.
  virtual void on_flushed() {}
  // When on_time is to be called next; 0: never.
  virtual std::uint64_t deadline_ms() const { return 0; }
  virtual void on_time(std::uint64_t) {}
  // The peer does not read what waits for it.
  virtual void on_slow() = 0;
  // Whether more than the setting `outbox` waiting is slow. False while one answer of any size is on its way.
  virtual bool has_outbox_limit() const { return true; }
  // The host stops: finish what was begun.
  virtual void on_drain() = 0;
  // The last call: the connection has ended.
  virtual void on_cut(std::string_view why) = 0;

  virtual Stream* as_stream() { return nullptr; }
  virtual HttpSession* as_http() { return nullptr; }
};

}  // namespace cocotalk::net
