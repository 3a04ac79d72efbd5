// The core's loop: one thread, a queue that is swapped once a turn, timers.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <queue>
#include <thread>
#include <utility>
#include <vector>

#include "core/runtime/executor.hpp"

namespace cocotalk::runtime {

// Made by the service, runs from start() to stop(). The destructor stops it. Work must not throw.
class Loop final : public Executor {
 public:
  Loop() = default;
  Loop(const Loop&) = delete;
  Loop& operator=(const Loop&) = delete;
  ~Loop() override { stop(); }

  void start();
  // Runs what is queued, then ends the thread. Timers that are not due are dropped. Idempotent; not from the loop.
  void stop();

  void post(Work work) override;
  void after(std::int64_t delay_ms, Work work) override;

  // [any] From start() to stop().
  bool is_running() const { return thread_.joinable(); }
  // [any] Posts `work` a millisecond from now: for those who look again and again until something has happened.
  void after_turn(Work work) {
    post([this, later = std::move(work)] { after(1, later); });
  }

  // On the loop: timers that wait are dropped, and so are those to come. What was begun may still be finished, nothing new begins
  // by itself.
  void drop_timers();

  // True on the loop's own thread.
  bool is_here() const { return std::this_thread::get_id() == thread_.get_id(); }
  // [any] Pieces of work waiting.
  std::size_t depth() const { return depth_.load(std::memory_order_relaxed); }

 private:
  using Clock = std::chrono::steady_clock;
  struct Timer {
    Clock::time_point due;
    std::uint64_t order;
    Work work;
    bool operator<(const Timer& other) const { return due != other.due ? due > other.due : order > other.order; }
  };
  void run();
  void run_due_timers();

  std::mutex mutex_;
  std::condition_variable arrived_, woken_;
  std::vector<Work> incoming_;  // under mutex_
  bool stopping_ = false;       // under mutex_
  std::size_t waking_ = 0;      // under mutex_: who is about to notify
  std::atomic<std::size_t> depth_ = 0;
  std::priority_queue<Timer> timers_;  // the loop's own
  std::uint64_t timer_order_ = 0;
  bool drops_timers_ = false;
  std::thread thread_;
};

}  // namespace cocotalk::runtime
