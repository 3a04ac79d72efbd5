// A client that speaks TLS to the plugin over a real socket.
#pragma once

#include "conversation/client.hpp"
#include "tls_peer.hpp"

#include <stdexcept>
#include <string>
#include <string_view>

namespace cocotalk::net::testing {

// Blocking; every wait has a deadline. The socket below is there for who wants to break the rules.
class TlsClient {
 public:
  explicit TlsClient(std::uint16_t port, const TlsManners& manners = {}, int receive_buffer = 0)
      : socket_(port, receive_buffer), peer_(manners) {
    while (!peer_.shake()) {
      if (const std::string said = peer_.take(); !said.empty()) socket_.send(said);
      if (ERR_peek_error() != 0) throw std::runtime_error("refused: " + openssl_reason());
      if (!receive()) throw std::runtime_error("closed while shaking hands");
    }
    socket_.send(peer_.take());
  }
  void send(std::string_view plain) { socket_.send(peer_.seal(plain)); }
  // close_notify: "I have said everything".
  void end_sending() {
    SSL_shutdown(peer_.ssl());
    socket_.send(peer_.take());
  }
  // What came up to and with `end`; throws when the server ends before.
  std::string read_to(std::string_view end) {
    std::size_t at = 0;
    while ((at = plain_.find(end)) == std::string::npos) more();
    return take(at + end.size());
  }
  std::string read(std::size_t n) {
    while (plain_.size() < n) more();
    return take(n);
  }
  std::string read_response() {
    std::string text = read_to("\r\n\r\n");
    const std::size_t at = text.find("Content-Length: ");
    if (at != std::string::npos) text += read(std::stoul(text.substr(at + 16)));
    return text;
  }
  // Everything until the server ends.
  std::string read_all() {
    while (hear()) {
    }
    return take(plain_.size());
  }
  // Whether the end was TLS's own, and not only the socket's. After it came.
  bool was_told_the_end() const { return (SSL_get_shutdown(peer_.ssl()) & SSL_RECEIVED_SHUTDOWN) != 0; }
  conversation::Client& socket() { return socket_; }
  TlsPeer& peer() { return peer_; }

 private:
  bool receive() {
    if (!socket_.receive()) return false;
    peer_.hear(std::exchange(socket_.unread(), {}));
    return true;
  }
  bool hear() {
    plain_ += peer_.read();
    if (peer_.last_error() != SSL_ERROR_WANT_READ) return false;
    if (!receive()) return false;
    plain_ += peer_.read();
    return true;
  }
  void more() {
    if (!hear()) throw std::runtime_error("closed after: " + plain_);
  }
  std::string take(std::size_t n) {
    std::string taken = plain_.substr(0, n);
    plain_.erase(0, n);
    return taken;
  }
  conversation::Client socket_;
  TlsPeer peer_;
  std::string plain_;
};

}  // namespace cocotalk::net::testing
