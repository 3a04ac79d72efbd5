// What is said of handshakes that fail: enough for an operator, not a line for each of an attacker's.
#pragma once

#include <cocotalk/plugin.hpp>

#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>

namespace cocotalk::net {

// [any]
class TlsFailures {
 public:
  static constexpr std::uint64_t quiet_ms = 10'000;
  explicit TlsFailures(const coco::Host& host)
      : host_(host), counter_(host.counter("tls_failed", "TLS handshakes that failed or took too long")) {}

  // Counts it, and says it unless another was said within quiet_ms.
  void tell(std::string_view address, std::string_view why, std::uint64_t now_ms);

 private:
  const coco::Host host_;
  std::int64_t* const counter_;
  std::mutex mutex_;
  std::uint64_t quiet_until_ms_ = 0, unsaid_ = 0;
};

}  // namespace cocotalk::net
