#include "net/tls_files.hpp"

#include <cocotalk/plugin.hpp>

#include <openssl/bio.h>
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/pem.h>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <array>
#include <cerrno>
#include <cstring>
#include <ctime>
#include <utility>

namespace cocotalk::net {

namespace {

using BioPtr = std::unique_ptr<BIO, FreeWith<BIO_free>>;

constexpr std::size_t max_file_bytes = 1 << 20;

[[noreturn]] void refuse(const std::string& why) { throw coco::Error(COCO_INVALID, why); }

// A file's bytes, wiped when they are no longer needed.
class Contents {
 public:
  explicit Contents(const std::string& path) : fd_(::open(path.c_str(), O_RDONLY | O_CLOEXEC)) {
    struct stat about {};
    const bool is_file = fd_ >= 0 && ::fstat(fd_, &about) == 0 && S_ISREG(about.st_mode);
    if (fd_ >= 0 && !is_file) errno = EISDIR;
    if (is_file) read_all();
    const int error = errno;
    if (fd_ >= 0) ::close(fd_);
    if (!is_file || is_broken_) refuse("cannot read '" + path + "': " + std::strerror(error) + "; give a PEM file");
    mode_ = about.st_mode;
  }
  Contents(const Contents&) = delete;
  Contents& operator=(const Contents&) = delete;
  ~Contents() { OPENSSL_cleanse(bytes_.data(), bytes_.size()); }

  BioPtr reader() const { return BioPtr(BIO_new_mem_buf(bytes_.data(), static_cast<int>(size_))); }
  bool is_for_everybody() const { return (mode_ & (S_IROTH | S_IWOTH)) != 0; }

 private:
  void read_all() {
    ssize_t n = 1;
    while (n > 0 && size_ < bytes_.size()) {
      n = ::read(fd_, bytes_.data() + size_, bytes_.size() - size_);
      if (n > 0) size_ += static_cast<std::size_t>(n);
    }
    if (n > 0) errno = EFBIG;
    is_broken_ = n != 0;
  }
  const int fd_;
  std::vector<char> bytes_ = std::vector<char>(max_file_bytes);
  std::size_t size_ = 0;
  mode_t mode_ = 0;
  bool is_broken_ = false;
};

std::string date_of(const ASN1_TIME* time) {
  std::tm utc{};
  std::array<char, 32> text{};
  if (ASN1_TIME_to_tm(time, &utc) != 1) return "an unreadable date";
  return {text.data(), std::strftime(text.data(), text.size(), "%Y-%m-%d %H:%M UTC", &utc)};
}

KeyPtr read_key(const Contents& contents, const std::string& path) {
  bool wants_passphrase = false;
  const auto ask = [](char*, int, int, void* asked) {  // never at the terminal
    *static_cast<bool*>(asked) = true;
    return 0;
  };
  KeyPtr key(PEM_read_bio_PrivateKey(contents.reader().get(), nullptr, ask, &wants_passphrase));
  if (wants_passphrase)
    refuse("the key in '" + path + "' is protected by a passphrase; write it without: openssl pkey -in OLD -out NEW");
  if (key == nullptr) refuse("there is no private key in '" + path + "' (" + openssl_reason() + "); give a PEM file with one");
  return key;
}

}  // namespace

std::string openssl_reason() {
  const unsigned long last = ERR_peek_last_error();
  const char* const reason = ERR_reason_error_string(last);
  ERR_clear_error();
  return reason != nullptr ? reason : last == 0 ? "no reason given" : "error " + std::to_string(last);
}

std::optional<std::string> TlsIdentity::invalid_at(std::int64_t now_ms) const {
  std::time_t now = static_cast<std::time_t>(now_ms / 1000);
  const ASN1_TIME *const begin = X509_get0_notBefore(certificate.get()), *const end = X509_get0_notAfter(certificate.get());
  if (X509_cmp_time(end, &now) < 0) return "expired on " + date_of(end);
  if (X509_cmp_time(begin, &now) > 0) return "is not valid before " + date_of(begin);
  return std::nullopt;
}

TlsFiles::TlsFiles(std::string certificate, std::string key) : certificate_(std::move(certificate)), key_(std::move(key)) {
  if (certificate_.empty() && !key_.empty()) refuse("setting 'key' without 'certificate'; name the certificate's PEM file too");
  if (key_.empty()) key_ = certificate_;
}

TlsIdentity TlsFiles::read() const {
  ERR_clear_error();
  const Contents certificates(certificate_);
  const BioPtr reader = certificates.reader();
  TlsIdentity identity;
  identity.certificate.reset(PEM_read_bio_X509_AUX(reader.get(), nullptr, nullptr, nullptr));
  if (identity.certificate == nullptr)
    refuse("there is no certificate in '" + certificate_ + "' (" + openssl_reason() +
           "); give a PEM file with one, its chain after it");
  while (X509* const next = PEM_read_bio_X509(reader.get(), nullptr, nullptr, nullptr)) identity.chain.emplace_back(next);
  if (ERR_GET_REASON(ERR_peek_last_error()) != PEM_R_NO_START_LINE)
    refuse("the chain in '" + certificate_ + "' is broken after " + std::to_string(1 + identity.chain.size()) +
           " certificates (" + openssl_reason() + ")");
  ERR_clear_error();

  const Contents secret(key_);
  if (secret.is_for_everybody()) refuse("every user of this machine can read or change the key '" + key_ + "'; chmod 600 it");
  identity.key = read_key(secret, key_);
  if (X509_check_private_key(identity.certificate.get(), identity.key.get()) != 1) {
    ERR_clear_error();
    refuse("the key '" + key_ + "' does not belong to the certificate '" + certificate_ +
           "'; give the pair that was made together");
  }
  return identity;
}

std::string TlsFiles::stamp() const {
  std::string stamp;
  for (const std::string* const path : {&certificate_, &key_}) {
    struct stat about {};
    if (::stat(path->c_str(), &about) == 0)
      for (const auto part :
           {static_cast<std::uint64_t>(about.st_dev), static_cast<std::uint64_t>(about.st_ino),
            static_cast<std::uint64_t>(about.st_size), static_cast<std::uint64_t>(about.st_mode),
            static_cast<std::uint64_t>(about.st_mtim.tv_sec), static_cast<std::uint64_t>(about.st_mtim.tv_nsec)})
        stamp.append(std::to_string(part)).append(" ");
    stamp += '/';
  }
  return stamp;
}

}  // namespace cocotalk::net
