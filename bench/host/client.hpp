// Many STOMP-over-WebSocket connections from one thread.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace cocotalk::bench {

// One connection, signed in. It knows just enough of STOMP to see which frame arrived.
class Connection {
 public:
  // The frame's bytes, from its command on, borrowed for the call.
  using OnFrame = std::function<void(Connection&, std::string_view frame)>;
  Connection(std::uint16_t port, const std::string& access_token);  // blocks until CONNECTED
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;
  ~Connection();

  int fd() const { return fd_; }
  void send(std::string_view frame);  // one STOMP frame without its NUL
  // Blocks until a frame with this beginning arrives.
  void expect(std::string_view beginning);
  void subscribe(const std::string& destination);
  // Reads what there is.
  void read(const OnFrame& on_frame);

 private:
  std::size_t fill();
  bool next_frame(std::string_view& frame);
  int fd_;
  std::string in_;
  std::size_t used_ = 0;
};

// Waits for whatever arrives on any of many connections.
class Pool {
 public:
  Pool();
  Pool(const Pool&) = delete;
  Pool& operator=(const Pool&) = delete;
  ~Pool();
  Connection& add(std::uint16_t port, const std::string& access_token);
  Connection& operator[](std::size_t i) { return *connections_[i]; }
  std::size_t size() const { return connections_.size(); }
  // Handles what arrives within `ms`.
  void turn(int ms, const Connection::OnFrame& on_frame);

 private:
  int epoll_;
  std::vector<std::unique_ptr<Connection>> connections_;
};

}  // namespace cocotalk::bench
