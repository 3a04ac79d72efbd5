// What all connections of one certificate share.
#pragma once

#include "net/tls_files.hpp"

#include <openssl/bio.h>
#include <openssl/ssl.h>

#include <memory>

namespace cocotalk::net {

// The certificate with its key, and the rules: TLS 1.2 and 1.3, suites with forward secrecy that authenticate what they encrypt
// (AEAD), no renegotiation, no compression, no early data; sessions are resumed by tickets, whose keys live and die with this
// object. Immutable, [any]; a connection keeps the one it began with.
class TlsContext {
 public:
  // Throws coco::Error when OpenSSL does not take the identity, as one with too short a key.
  explicit TlsContext(const TlsIdentity& identity);
  SSL_CTX* get() const { return context_.get(); }
  // Makes BIOs over memory for TlsChannel.
  const BIO_METHOD* bio_method() const { return bio_method_.get(); }

 private:
  const std::unique_ptr<BIO_METHOD, FreeWith<BIO_meth_free>> bio_method_;
  const std::unique_ptr<SSL_CTX, FreeWith<SSL_CTX_free>> context_;
};

}  // namespace cocotalk::net
