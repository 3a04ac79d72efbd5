// The certificate and its key as an operator gives them: PEM files.
#pragma once

#include <openssl/evp.h>
#include <openssl/x509.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace cocotalk::net {

template <auto Free>
struct FreeWith {
  template <class T>
  void operator()(T* object) const noexcept {
    Free(object);
  }
};
using X509Ptr = std::unique_ptr<X509, FreeWith<X509_free>>;
using KeyPtr = std::unique_ptr<EVP_PKEY, FreeWith<EVP_PKEY_free>>;

// Who we are, and the proof of it.
struct TlsIdentity {
  X509Ptr certificate;
  std::vector<X509Ptr> chain;  // from its issuer upwards; may be empty
  KeyPtr key;

  // Nothing, or why clients will refuse the certificate at this time: it is over, or has not begun.
  std::optional<std::string> invalid_at(std::int64_t now_ms) const;
};

// The settings `certificate` and `key`. Immutable; reads the disk whenever it is asked.
class TlsFiles {
 public:
  // An empty key: it stands in the certificate's file. Opens nothing.
  TlsFiles(std::string certificate, std::string key);
  bool is_given() const { return !certificate_.empty(); }
  const std::string& certificate() const { return certificate_; }

  // Throws coco::Error, a sentence that names the file and what to do, when a file is missing, is no PEM, does not fit the
  // other, is protected by a passphrase, or shows the key to everybody.
  TlsIdentity read() const;
  // Another text once a file was replaced or written.
  std::string stamp() const;

 private:
  std::string certificate_, key_;
};

// What OpenSSL complains of last, for the log; clears it.
std::string openssl_reason();

}  // namespace cocotalk::net
