#include "net/tls_failures.hpp"

namespace cocotalk::net {

void TlsFailures::tell(std::string_view address, std::string_view why, std::uint64_t now_ms) {
  coco::add(counter_);
  std::string line = "a TLS handshake with " + std::string(address) + " failed: " + std::string(why);
  {
    const std::lock_guard lock(mutex_);
    if (now_ms < quiet_until_ms_) {
      ++unsaid_;
      return;
    }
    if (unsaid_ > 0) line += "; " + std::to_string(unsaid_) + " others failed before and were not logged";
    quiet_until_ms_ = now_ms + quiet_ms;
    unsaid_ = 0;
  }
  host_.info(line);
}

}  // namespace cocotalk::net
