#include "net/tls_context.hpp"

#include "net/tls_channel.hpp"

#include <cocotalk/plugin.hpp>

#include <openssl/err.h>

#include <string>

namespace cocotalk::net {

namespace {

constexpr long ticket_seconds = 2 * 60 * 60;
constexpr unsigned char session_context[] = "cocotalk";

void require(bool is_done, const char* what) {
  if (!is_done) throw coco::Error(COCO_INVALID, std::string("TLS: cannot ") + what + ": " + openssl_reason());
}

}  // namespace

TlsContext::TlsContext(const TlsIdentity& identity)
    : bio_method_(TlsChannel::make_bio_method()), context_(SSL_CTX_new(TLS_server_method())) {
  require(bio_method_ != nullptr && context_ != nullptr, "begin");
  SSL_CTX* const c = context_.get();
  require(SSL_CTX_set_min_proto_version(c, TLS1_2_VERSION) == 1, "ask for version 1.2");
  require(SSL_CTX_set_max_proto_version(c, TLS1_3_VERSION) == 1, "ask for version 1.3");
  SSL_CTX_set_security_level(c, 2);
  require(SSL_CTX_set_cipher_list(c, "ECDHE+AESGCM:ECDHE+CHACHA20") == 1, "choose the suites of 1.2");
  require(SSL_CTX_set_ciphersuites(c, "TLS_AES_128_GCM_SHA256:TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256") == 1,
          "choose the suites of 1.3");
  SSL_CTX_set_options(c, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION);
  SSL_CTX_set_mode(c, SSL_MODE_RELEASE_BUFFERS);
  SSL_CTX_set_session_cache_mode(c, SSL_SESS_CACHE_OFF);  // tickets keep the state at the client
  SSL_CTX_set_timeout(c, ticket_seconds);
  require(SSL_CTX_set_session_id_context(c, session_context, sizeof session_context) == 1, "name its sessions");
  SSL_CTX_set_alpn_select_cb(c, &TlsChannel::choose_protocol, nullptr);

  const auto free_list = [](STACK_OF(X509) * list) { sk_X509_free(list); };
  const std::unique_ptr<STACK_OF(X509), decltype(free_list)> chain(sk_X509_new_null());
  for (const X509Ptr& issuer : identity.chain) sk_X509_push(chain.get(), issuer.get());
  require(SSL_CTX_use_cert_and_key(c, identity.certificate.get(), identity.key.get(), chain.get(), 1) == 1,
          "use the certificate");
}

}  // namespace cocotalk::net
