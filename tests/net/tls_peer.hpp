// The client's end of TLS in memory, by OpenSSL: what the network would carry goes in and out as strings.
#pragma once

#include "net/tls_channel.hpp"
#include "tls_identity.hpp"

#include <openssl/err.h>
#include <openssl/ssl.h>

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace cocotalk::net::testing {

using SslContextPtr = std::unique_ptr<SSL_CTX, FreeWith<SSL_CTX_free>>;
using SslSessionPtr = std::unique_ptr<SSL_SESSION, FreeWith<SSL_SESSION_free>>;

// How a client behaves; every one is the default but for what a test sets.
struct TlsManners {
  int least = TLS1_2_VERSION, most = TLS1_3_VERSION;
  std::string suites_1_2;              // empty: OpenSSL's own
  std::vector<std::string> protocols;  // ALPN
  SSL_SESSION* resume = nullptr;
};

// A client's settings; keeps the newest ticket it was given.
class TlsClientContext {
 public:
  explicit TlsClientContext(const TlsManners& manners) : context_(SSL_CTX_new(TLS_client_method())) {
    SSL_CTX* const c = context_.get();
    SSL_CTX_set_security_level(c, 0);
    SSL_CTX_set_min_proto_version(c, manners.least);
    SSL_CTX_set_max_proto_version(c, manners.most);
    if (!manners.suites_1_2.empty()) SSL_CTX_set_cipher_list(c, (manners.suites_1_2 + ":@SECLEVEL=0").c_str());
    std::string offered;
    for (const std::string& p : manners.protocols) offered.append(1, static_cast<char>(p.size())).append(p);
    SSL_CTX_set_alpn_protos(c, reinterpret_cast<const unsigned char*>(offered.data()), static_cast<unsigned>(offered.size()));
    SSL_CTX_set_session_cache_mode(c, SSL_SESS_CACHE_CLIENT | SSL_SESS_CACHE_NO_INTERNAL);
    SSL_CTX_set_app_data(c, this);
    SSL_CTX_sess_set_new_cb(c, [](SSL* ssl, SSL_SESSION* session) {
      static_cast<TlsClientContext*>(SSL_CTX_get_app_data(SSL_get_SSL_CTX(ssl)))->session_.reset(session);
      return 1;
    });
    ssl_.reset(SSL_new(c));
    if (manners.resume != nullptr) SSL_set_session(ssl_.get(), manners.resume);
    SSL_set_connect_state(ssl_.get());
  }
  TlsClientContext(const TlsClientContext&) = delete;
  TlsClientContext& operator=(const TlsClientContext&) = delete;
  SSL* ssl() const { return ssl_.get(); }
  SslSessionPtr take_session() { return std::move(session_); }
  std::string protocol() const {
    const unsigned char* chosen = nullptr;
    unsigned size = 0;
    SSL_get0_alpn_selected(ssl_.get(), &chosen, &size);
    return {reinterpret_cast<const char*>(chosen), size};
  }
  std::string server_name() const {
    const X509* const certificate = SSL_get0_peer_certificate(ssl_.get());
    char name[64] = "nobody";
    if (certificate != nullptr) X509_NAME_get_text_by_NID(X509_get_subject_name(certificate), NID_commonName, name, sizeof name);
    return name;
  }

 private:
  const SslContextPtr context_;
  SslSessionPtr session_;
  std::unique_ptr<SSL, FreeWith<SSL_free>> ssl_;
};

class TlsPeer : public TlsClientContext {
 public:
  explicit TlsPeer(const TlsManners& manners = {}) : TlsClientContext(manners) {
    BIO *const in = BIO_new(BIO_s_mem()), *const out = BIO_new(BIO_s_mem());
    BIO_set_mem_eof_return(in, -1);
    SSL_set_bio(ssl(), in, out);
  }
  // Goes on shaking hands; true when it is done.
  bool shake() {
    ERR_clear_error();
    return SSL_do_handshake(ssl()) == 1;
  }
  void hear(std::string_view network) { BIO_write(SSL_get_rbio(ssl()), network.data(), static_cast<int>(network.size())); }
  // What it has to say to the network.
  std::string take() {
    std::string said(BIO_ctrl_pending(SSL_get_wbio(ssl())), '\0');
    if (!said.empty()) BIO_read(SSL_get_wbio(ssl()), said.data(), static_cast<int>(said.size()));
    return said;
  }
  std::string seal(std::string_view plain) {
    ERR_clear_error();
    SSL_write(ssl(), plain.data(), static_cast<int>(plain.size()));
    return take();
  }
  // Every plain byte that can be had; how it ended is in last_error().
  std::string read() {
    std::string plain, piece(65536, '\0');
    ERR_clear_error();
    int n = 0;
    while ((n = SSL_read(ssl(), piece.data(), static_cast<int>(piece.size()))) > 0)
      plain.append(piece, 0, static_cast<std::size_t>(n));
    last_error_ = SSL_get_error(ssl(), n);
    if (last_error_ == SSL_ERROR_SSL && failure_.empty()) failure_ = openssl_reason();
    return plain;
  }
  // Why reading failed, the first time.
  const std::string& failure() const { return failure_; }
  int last_error() const { return last_error_; }

 private:
  int last_error_ = 0;
  std::string failure_;
};

// The server's end, with room for what it hears.
class TlsServerEnd {
 public:
  explicit TlsServerEnd(std::shared_ptr<const TlsContext> context, bool speaks_http = true)
      : channel(std::move(context), speaks_http) {}
  std::string receive(std::string_view network) {
    std::string plain(network.size() + TlsChannel::max_record, '\0');
    plain.resize(channel.receive(network, plain));
    return plain;
  }
  std::string take_unsent() {
    std::string said(channel.unsent());
    channel.keep_unsent({});
    return said;
  }
  std::string seal(std::string_view plain) {
    std::string sealed;
    channel.seal(plain, sealed);
    return sealed;
  }
  TlsChannel channel;
};

// Carries bytes between the two until the handshake is done or neither has more to say; true when both are done.
inline bool shake_hands(TlsPeer& client, TlsServerEnd& server) {
  bool is_done = client.shake();
  for (std::string said = client.take(); !said.empty(); said = client.take()) {
    server.receive(said);
    client.hear(server.take_unsent());
    is_done = client.shake();
  }
  return is_done && server.channel.is_secured();
}

inline std::shared_ptr<const TlsContext> make_context(EVP_PKEY& key) {
  TlsIdentity identity;
  identity.certificate = make_certificate(key, "test");
  EVP_PKEY_up_ref(&key);
  identity.key.reset(&key);
  return std::make_shared<const TlsContext>(identity);
}
inline std::shared_ptr<const TlsContext> make_context() { return make_context(*make_key()); }

}  // namespace cocotalk::net::testing
