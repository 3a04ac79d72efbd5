// An executor that does nothing by itself: a test says when work runs and time goes on.
#pragma once

#include <algorithm>
#include <cstdint>
#include <deque>
#include <utility>
#include <vector>

#include "core/runtime/executor.hpp"

namespace cocotalk::testing {

class ManualExecutor final : public runtime::Executor {
 public:
  void post(runtime::Work work) override { queue_.push_back(std::move(work)); }
  void after(std::int64_t delay_ms, runtime::Work work) override { timers_.push_back({now_ms_ + delay_ms, std::move(work)}); }

  // False when nothing waits.
  bool run_one() {
    if (queue_.empty()) return false;
    const runtime::Work work = std::move(queue_.front());
    queue_.pop_front();
    work();
    return true;
  }
  void run() {
    while (run_one()) {
    }
  }
  // Time goes on; what becomes due runs in order, with all that follows from it.
  void advance(std::int64_t ms) {
    now_ms_ += ms;
    for (;;) {
      const auto next =
          std::min_element(timers_.begin(), timers_.end(), [](const Timer& a, const Timer& b) { return a.due_ms < b.due_ms; });
      if (next == timers_.end() || next->due_ms > now_ms_) break;
      queue_.push_back(std::move(next->work));
      timers_.erase(next);
      run();
    }
  }

 private:
  struct Timer {
    std::int64_t due_ms;
    runtime::Work work;
  };
  std::int64_t now_ms_ = 0;
  std::deque<runtime::Work> queue_;
  std::vector<Timer> timers_;
};

}  // namespace cocotalk::testing
