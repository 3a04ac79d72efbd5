// One WebSocket connection to the server under load.
#pragma once

#include "load/place.hpp"
#include "load/websocket.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace cocotalk::load {

// A non-blocking socket with its unsent and unparsed bytes. Made and ended by a Crowd; lives on its one thread.
class Connection {
 public:
  enum class Phase : std::uint8_t { connecting, upgrading, signing_in, joining, ready, ended };

  // Begins to connect to 127.0.0.1.
  Connection(std::uint16_t port, Place whose);
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;
  ~Connection();

  int fd() const { return fd_; }
  const Place& place() const { return place_; }

  // Bytes that the next flush() hands to the kernel.
  std::string& out() { return out_; }
  // False: the peer is gone. What the kernel did not take stays in out().
  bool flush();
  // One recv, behind what was left the last time, into `buffer`, which all connections share. The bytes to parse (empty: none
  // came) live until the next read; nothing when the peer is gone.
  std::optional<std::string_view> read(std::string& buffer);
  // The end of what read() gave, to be read again together with what comes.
  void keep(std::string_view rest) { in_.assign(rest); }

  // A message of several frames is put together here.
  std::string message;
  Phase phase = Phase::connecting;
  bool is_dirty = false;  // has something to flush at the end of the turn
  bool waits_to_write = false;
  std::uint32_t under_way = 0;  // messages sent and not yet come back or receipted

 private:
  int fd_;
  Place place_;
  std::string in_, out_;
};

}  // namespace cocotalk::load
