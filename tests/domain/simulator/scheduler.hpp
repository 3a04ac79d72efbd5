// Time and interleaving, from a seed: what runs next is a matter of chance, but the same chance for the same seed.
#pragma once

#include <algorithm>
#include <cstdint>
#include <deque>
#include <functional>
#include <random>
#include <utility>
#include <vector>

#include "core/runtime/executor.hpp"

namespace cocotalk::simulator {

// The application's loop and everybody else's work in one thread. Work of the loop runs in the order of posting; steps (of the
// storage) in any order.
class Scheduler final : public runtime::Executor {
 public:
  explicit Scheduler(std::uint64_t seed) : random_(seed) {}

  void post(runtime::Work work) override { loop_.push_back(std::move(work)); }
  void after(std::int64_t delay_ms, runtime::Work work) override { timers_.push_back({now_ms_ + delay_ms, std::move(work)}); }
  void add_step(runtime::Work step) { steps_.push_back(std::move(step)); }

  // 0 … n - 1.
  std::uint64_t chance(std::uint64_t n) { return random_() % n; }
  bool one_in(std::uint64_t n) { return chance(n) == 0; }
  std::int64_t now_ms() const { return now_ms_; }

  // False when there is nothing to run before time goes on.
  bool run_one() {
    if (loop_.empty() && steps_.empty()) return false;
    if (steps_.empty() || (!loop_.empty() && chance(2) == 0)) {
      const runtime::Work work = std::move(loop_.front());
      loop_.pop_front();
      work();
    } else {
      const std::size_t at = chance(steps_.size());
      const runtime::Work step = std::move(steps_[at]);
      steps_.erase(steps_.begin() + static_cast<std::ptrdiff_t>(at));
      step();
    }
    return true;
  }
  void advance(std::int64_t ms) {
    now_ms_ += ms;
    std::stable_sort(timers_.begin(), timers_.end(), [](const Timer& a, const Timer& b) { return a.due_ms < b.due_ms; });
    while (!timers_.empty() && timers_.front().due_ms <= now_ms_) {
      loop_.push_back(std::move(timers_.front().work));
      timers_.erase(timers_.begin());
    }
  }
  // Until nothing waits, timers included.
  void settle() {
    for (;;) {
      while (run_one()) {
      }
      if (timers_.empty()) return;
      advance(1000);
    }
  }
  void forget_steps() { steps_.clear(); }

 private:
  struct Timer {
    std::int64_t due_ms;
    runtime::Work work;
  };
  std::mt19937_64 random_;
  std::int64_t now_ms_ = 1'700'000'000'000;
  std::deque<runtime::Work> loop_;
  std::vector<runtime::Work> steps_;
  std::vector<Timer> timers_;
};

}  // namespace cocotalk::simulator
