#include "core/runtime/loop.hpp"

#include <cassert>
#include <utility>

namespace cocotalk::runtime {

void Loop::start() {
  thread_ = std::thread([this] { run(); });
}

void Loop::stop() {
  if (!thread_.joinable()) return;
  assert(!is_here());
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  arrived_.notify_one();
  thread_.join();
}

void Loop::post(Work work) {
  bool was_empty;
  {
    const std::lock_guard lock(mutex_);
    was_empty = incoming_.empty();
    incoming_.push_back(std::move(work));
  }
  depth_.fetch_add(1, std::memory_order_relaxed);
  if (was_empty) arrived_.notify_one();
}

void Loop::after(std::int64_t delay_ms, Work work) {
  timers_.push({Clock::now() + std::chrono::milliseconds(delay_ms), timer_order_++, std::move(work)});
}

void Loop::run() {
  std::vector<Work> turn;
  for (;;) {
    {
      std::unique_lock lock(mutex_);
      const auto has_work = [this] { return !incoming_.empty() || stopping_; };
      if (timers_.empty())
        arrived_.wait(lock, has_work);
      else
        arrived_.wait_until(lock, timers_.top().due, has_work);
      if (incoming_.empty() && stopping_) return;
      turn.swap(incoming_);
    }
    for (Work& work : turn) {
      work();
      work = nullptr;
      depth_.fetch_sub(1, std::memory_order_relaxed);
    }
    turn.clear();
    run_due_timers();
  }
}

void Loop::run_due_timers() {
  const Clock::time_point now = Clock::now();
  while (!timers_.empty() && timers_.top().due <= now) {
    const Work work = timers_.top().work;
    timers_.pop();
    work();
  }
}

}  // namespace cocotalk::runtime
