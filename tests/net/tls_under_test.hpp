// The plugin with listeners that speak TLS.
#pragma once

#include "net_under_test.hpp"
#include "tls_client.hpp"

namespace cocotalk::net::testing {

// The settings of a net that listens with TLS only, with an identity in a folder of its own.
class TlsSettings {
 public:
  explicit TlsSettings(const std::string& name = "test") { folder_.write_identity(name); }
  Settings with(Settings more = {}) const {
    more.try_emplace("listen", "tls:127.0.0.1:0");
    more.try_emplace("certificate", folder_.path("certificate.pem"));
    more.try_emplace("key", folder_.path("key.pem"));
    return more;
  }
  const PemFolder& folder() const { return folder_; }

 private:
  const PemFolder folder_;
};

// Waits for what other threads bring about; false when it did not come within 20 s.
template <class Condition>
bool eventually(Condition&& holds) {
  const auto deadline = std::chrono::steady_clock::now() + patience;
  while (!holds()) {
    if (std::chrono::steady_clock::now() > deadline) return false;
    std::this_thread::yield();
  }
  return true;
}

}  // namespace cocotalk::net::testing
