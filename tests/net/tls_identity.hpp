// Certificates made for a test, as PEM files in a fresh folder.
#pragma once

#include "net/tls_files.hpp"

#include <cocotalk/testing/fake_host.hpp>

#include <openssl/ec.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509v3.h>

#include <sys/stat.h>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>
#include <string_view>

namespace cocotalk::net::testing {

inline KeyPtr make_key() { return KeyPtr(EVP_EC_gen("P-256")); }
inline KeyPtr make_rsa_key(std::size_t bits) { return KeyPtr(EVP_RSA_gen(bits)); }

struct Validity {
  std::time_t begins = 1'577'836'800, ends = 4'102'444'800;  // 2020 to 2100
};

// Signed by itself, for localhost and 127.0.0.1.
inline X509Ptr make_certificate(EVP_PKEY& key, const std::string& name, Validity validity = {}) {
  X509Ptr made(X509_new());
  X509_set_version(made.get(), X509_VERSION_3);
  ASN1_INTEGER_set(X509_get_serialNumber(made.get()), 1);
  ASN1_TIME_set(X509_getm_notBefore(made.get()), validity.begins);
  ASN1_TIME_set(X509_getm_notAfter(made.get()), validity.ends);
  X509_set_pubkey(made.get(), &key);
  const auto* const text = reinterpret_cast<const unsigned char*>(name.c_str());
  X509_NAME_add_entry_by_txt(X509_get_subject_name(made.get()), "CN", MBSTRING_UTF8, text, -1, -1, 0);
  X509_set_issuer_name(made.get(), X509_get_subject_name(made.get()));
  const std::unique_ptr<X509_EXTENSION, FreeWith<X509_EXTENSION_free>> names(
      X509V3_EXT_conf_nid(nullptr, nullptr, NID_subject_alt_name, "DNS:localhost,IP:127.0.0.1"));
  X509_add_ext(made.get(), names.get(), -1);
  if (X509_sign(made.get(), &key, EVP_sha256()) == 0) throw std::runtime_error("cannot sign a certificate");
  return made;
}

template <class Write>
std::string pem(Write&& write) {
  const std::unique_ptr<BIO, FreeWith<BIO_free>> out(BIO_new(BIO_s_mem()));
  write(out.get());
  char* data = nullptr;
  const long size = BIO_get_mem_data(out.get(), &data);
  return {data, static_cast<std::size_t>(size)};
}
inline std::string pem_of(X509& certificate) {
  return pem([&](BIO* out) { PEM_write_bio_X509(out, &certificate); });
}
inline std::string pem_of(EVP_PKEY& key) {
  return pem([&](BIO* out) { PEM_write_bio_PrivateKey(out, &key, nullptr, nullptr, 0, nullptr, nullptr); });
}

// A folder of files.
class PemFolder {
 public:
  std::string path(const std::string& name) const { return (folder_.path() / name).string(); }
  // Written beside and moved into place, as a renewal does it. Answers the path.
  std::string write(const std::string& name, std::string_view text, mode_t mode = 0600) const {
    const std::string beside = path(name + ".new");
    std::ofstream(beside) << text;
    ::chmod(beside.c_str(), mode);
    std::filesystem::rename(beside, path(name));
    return path(name);
  }
  // certificate.pem and key.pem of a new identity with this name.
  void write_identity(const std::string& name, Validity validity = {}) const {
    const KeyPtr key = make_key();
    write_identity(*make_certificate(*key, name, validity), *key);
  }
  void write_identity(X509& certificate, EVP_PKEY& key) const {
    write("key.pem", pem_of(key));
    write("certificate.pem", pem_of(certificate), 0644);
  }
  TlsFiles files() const { return {path("certificate.pem"), path("key.pem")}; }

 private:
  cocotalk::testing::TemporaryFolder folder_;
};

}  // namespace cocotalk::net::testing
