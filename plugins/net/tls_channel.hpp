// TLS between a socket and a session, without either: bytes of the network on one side, plain ones on the other.
#pragma once

#include "net/tls_context.hpp"

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace cocotalk::net {

// The server's end of one TLS connection. Belongs to its connection, on its lane. What it has to say by itself (handshake,
// alerts, key updates) waits in unsent(), before anything sealed later.
class TlsChannel {
 public:
  // Plain bytes that one call of receive() can give beyond as many as it was given: a record that had begun earlier.
  static constexpr std::size_t max_record = 16 * 1024;
  // More than this before the handshake is done is no handshake.
  static constexpr std::size_t max_handshake_bytes = 16 * 1024;

  // `speaks_http`: offers ALPN http/1.1; other protocols' clients need not ask for any.
  TlsChannel(std::shared_ptr<const TlsContext> context, bool speaks_http);
  TlsChannel(const TlsChannel&) = delete;
  TlsChannel& operator=(const TlsChannel&) = delete;

  // Takes all of what the network brought. Returns how many plain bytes are in `plain`, which has room for as many and
  // max_record more.
  std::size_t receive(std::string_view sealed, std::span<char> plain);
  // The handshake is done; before it nothing is sealed.
  bool is_secured() const { return is_secured_; }
  bool is_resumed() const { return SSL_session_reused(ssl_.get()) == 1; }
  // The peer said that nothing more will come (close_notify).
  bool has_peer_finished() const { return has_peer_finished_; }
  // Why this can not go on, for the log; empty: it can. Only unsent() is worth anything then.
  const std::string& failure() const { return failure_; }

  // Appends the records that hold `plain` to `sealed`.
  void seal(std::string_view plain, std::string& sealed);
  // Appends close_notify; once, and only where it is proper.
  void end(std::string& sealed);

  std::string_view unsent() const { return unsent_; }
  void keep_unsent(std::string_view sealed) { std::string(sealed).swap(unsent_); }

  // For TlsContext.
  static BIO_METHOD* make_bio_method();
  static int choose_protocol(SSL* ssl, const unsigned char** out, unsigned char* out_size, const unsigned char* offered,
                             unsigned offered_size, void*);

 private:
  static int read_network(BIO* bio, char* out, std::size_t size, std::size_t* got);
  static int write_network(BIO* bio, const char* bytes, std::size_t size, std::size_t* written);
  static long control(BIO* bio, int command, long number, void* pointer);
  bool shake_hands();
  void judge(int result);

  const std::shared_ptr<const TlsContext> context_;
  const bool speaks_http_;
  std::string_view arrived_;      // not yet taken by OpenSSL; empty outside receive()
  std::string* said_ = &unsent_;  // where OpenSSL's bytes go
  std::string unsent_, failure_;
  std::size_t handshake_bytes_ = 0;
  bool is_secured_ = false, has_peer_finished_ = false, has_ended_ = false;
  const std::unique_ptr<SSL, FreeWith<SSL_free>> ssl_;  // looks at all of the above
};

// Where the connections of one lane put what they hear and say, within one call.
struct TlsRoom {
  explicit TlsRoom(std::size_t read_bytes) : plain_bytes(read_bytes + TlsChannel::max_record), plain(plain_bytes) {}
  std::vector<char> plain_bytes;
  const std::span<char> plain;
  std::string sealed;
};

}  // namespace cocotalk::net
