// How often a plugin's exceptions stopped at its waist lately.
#pragma once

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <mutex>

namespace cocotalk::plugins {

// All functions [any].
class FaultCount {
 public:
  using Clock = std::chrono::steady_clock;
  static constexpr std::size_t most = 5;
  static constexpr std::chrono::seconds within{60};

  // True from the fifth one within 60 s on.
  bool add(Clock::time_point now) {
    const std::lock_guard lock(mutex_);
    std::rotate(last_.begin(), last_.begin() + 1, last_.end());
    last_.back() = now;
    n_ = std::min(n_ + 1, most);
    if (n_ == most && now - last_.front() < within) is_exceeded_ = true;
    return is_exceeded_;
  }
  bool is_exceeded() const {
    const std::lock_guard lock(mutex_);
    return is_exceeded_;
  }

 private:
  mutable std::mutex mutex_;
  std::array<Clock::time_point, most> last_{};  // the oldest first
  std::size_t n_ = 0;
  bool is_exceeded_ = false;
};

}  // namespace cocotalk::plugins
