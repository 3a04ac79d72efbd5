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
  std::unique_lock lock(mutex_);
  woken_.wait(lock, [this] { return waking_ == 0; });
}

// The work may have run, and been the last, before its poster has woken anybody: stop() waits for him.
void Loop::post(Work work) {
  {
    const std::lock_guard lock(mutex_);
    const bool was_empty = incoming_.empty();
    incoming_.push_back(std::move(work));
    depth_.fetch_add(1, std::memory_order_relaxed);
    if (!was_empty) return;
    ++waking_;
  }
  arrived_.notify_one();
  const std::lock_guard lock(mutex_);
  if (--waking_ == 0 && stopping_) woken_.notify_all();
}

void Loop::after(std::int64_t delay_ms, Work work) {
  if (drops_timers_) return;
  timers_.push({Clock::now() + std::chrono::milliseconds(delay_ms), timer_order_++, std::move(work)});
}

void Loop::drop_timers() {
  drops_timers_ = true;
  timers_ = {};
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
