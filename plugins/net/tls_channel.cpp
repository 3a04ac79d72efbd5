#include "net/tls_channel.hpp"

#include <cocotalk/plugin.hpp>

#include <openssl/err.h>

#include <cassert>
#include <utility>

namespace cocotalk::net {

namespace {

constexpr unsigned char http_1_1[] = {8, 'h', 't', 't', 'p', '/', '1', '.', '1'};

}  // namespace

TlsChannel::TlsChannel(std::shared_ptr<const TlsContext> context, bool speaks_http)
    : context_(std::move(context)), speaks_http_(speaks_http), ssl_(SSL_new(context_->get())) {
  BIO* const bio = ssl_ != nullptr ? BIO_new(context_->bio_method()) : nullptr;
  if (bio == nullptr) throw coco::Error(COCO_INTERNAL, "TLS: " + openssl_reason());
  BIO_set_data(bio, this);
  BIO_set_init(bio, 1);
  SSL_set_bio(ssl_.get(), bio, bio);
  SSL_set_app_data(ssl_.get(), this);
  SSL_set_accept_state(ssl_.get());
}

// ---- what arrives

std::size_t TlsChannel::receive(std::string_view sealed, std::span<char> plain) {
  assert(plain.size() >= sealed.size() + max_record);
  if (!failure_.empty() || has_peer_finished_) return 0;
  ERR_clear_error();
  arrived_ = sealed;
  handshake_bytes_ += is_secured_ ? 0 : sealed.size();
  std::size_t size = 0;
  if (is_secured_ || shake_hands()) {
    std::size_t n = 0;
    int result = 1;
    while (result == 1 && size < plain.size()) {
      result = SSL_read_ex(ssl_.get(), plain.data() + size, plain.size() - size, &n);
      if (result == 1) size += n;
    }
    if (result != 1) judge(result);
  }
  arrived_ = {};
  return size;
}

bool TlsChannel::shake_hands() {
  const int result = SSL_do_handshake(ssl_.get());
  is_secured_ = result == 1;
  if (!is_secured_) judge(result);
  if (!is_secured_ && failure_.empty() && handshake_bytes_ > max_handshake_bytes) failure_ = "the handshake is too long";
  return is_secured_;
}

void TlsChannel::judge(int result) {
  switch (SSL_get_error(ssl_.get(), result)) {
    case SSL_ERROR_WANT_READ: return;
    case SSL_ERROR_ZERO_RETURN: has_peer_finished_ = true; return;
    default: failure_ = openssl_reason();
  }
}

// ---- what is sent

void TlsChannel::seal(std::string_view plain, std::string& sealed) {
  assert(is_secured_);
  if (!failure_.empty() || plain.empty()) return;
  ERR_clear_error();
  said_ = &sealed;
  std::size_t n = 0;
  const int result = SSL_write_ex(ssl_.get(), plain.data(), plain.size(), &n);
  said_ = &unsent_;
  if (result != 1) judge(result);
  assert(!failure_.empty() || n == plain.size());
}

void TlsChannel::end(std::string& sealed) {
  if (!is_secured_ || !failure_.empty() || std::exchange(has_ended_, true)) return;
  ERR_clear_error();
  said_ = &sealed;
  SSL_shutdown(ssl_.get());
  said_ = &unsent_;
}

// ---- OpenSSL's callbacks

BIO_METHOD* TlsChannel::make_bio_method() {
  BIO_METHOD* const method = BIO_meth_new(BIO_TYPE_SOURCE_SINK, "cocotalk");
  if (method == nullptr) return nullptr;
  BIO_meth_set_read_ex(method, &read_network);
  BIO_meth_set_write_ex(method, &write_network);
  BIO_meth_set_ctrl(method, &control);
  return method;
}

int TlsChannel::read_network(BIO* bio, char* out, std::size_t size, std::size_t* got) {
  TlsChannel& self = *static_cast<TlsChannel*>(BIO_get_data(bio));
  BIO_clear_retry_flags(bio);
  *got = self.arrived_.copy(out, size);
  self.arrived_.remove_prefix(*got);
  if (*got == 0) BIO_set_retry_read(bio);
  return *got > 0 ? 1 : 0;
}

int TlsChannel::write_network(BIO* bio, const char* bytes, std::size_t size, std::size_t* written) {
  TlsChannel& self = *static_cast<TlsChannel*>(BIO_get_data(bio));
  BIO_clear_retry_flags(bio);
  self.said_->append(bytes, size);
  *written = size;
  return 1;
}

long TlsChannel::control(BIO*, int command, long, void*) { return command == BIO_CTRL_FLUSH ? 1 : 0; }

// RFC 7301, 3.2: who offers protocols but none of ours is refused.
int TlsChannel::choose_protocol(SSL* ssl, const unsigned char** out, unsigned char* out_size, const unsigned char* offered,
                                unsigned offered_size, void*) {
  if (!static_cast<const TlsChannel*>(SSL_get_app_data(ssl))->speaks_http_) return SSL_TLSEXT_ERR_NOACK;
  unsigned char* chosen = nullptr;
  if (SSL_select_next_proto(&chosen, out_size, http_1_1, sizeof http_1_1, offered, offered_size) != OPENSSL_NPN_NEGOTIATED)
    return SSL_TLSEXT_ERR_ALERT_FATAL;
  *out = chosen;
  return SSL_TLSEXT_ERR_OK;
}

}  // namespace cocotalk::net
