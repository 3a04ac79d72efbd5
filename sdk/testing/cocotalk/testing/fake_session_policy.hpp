// The rule of the original service, and a counter: one session per device class, the newest wins.
#pragma once

#include <cocotalk/session_policy.h>
#include <cocotalk/plugin.hpp>

#include <atomic>
#include <cstdint>

namespace cocotalk::testing {

// Provides cocotalk.session-policy/1 while it lives. [any]
class FakeSessionPolicy {
 public:
  FakeSessionPolicy() = default;
  FakeSessionPolicy(const FakeSessionPolicy&) = delete;
  FakeSessionPolicy& operator=(const FakeSessionPolicy&) = delete;

  const coco_session_policy* table() const noexcept { return &table_; }
  // How often it was asked.
  int calls() const noexcept { return calls_; }

  void decide(const coco_sign_in& incoming, const coco_session* existing, std::uint64_t n, coco_verdict& verdict) noexcept {
    ++calls_;
    verdict.admit = 1;
    for (std::uint64_t i = 0; i < n; ++i)
      if (existing[i].device == incoming.device) verdict.ends[i] = 1;
  }

 private:
  std::atomic<int> calls_ = 0;
  const coco_session_policy table_{sizeof table_, 0, this, COCO_BIND(coco_session_policy, decide, FakeSessionPolicy)};
};

}  // namespace cocotalk::testing
