// A mutex for coroutines of one loop: waiters go on in the order they came.
#pragma once

#include <coroutine>
#include <deque>
#include <utility>

#include "core/runtime/executor.hpp"

namespace cocotalk::runtime {

// Lives on the loop. Not recursive. Must outlive its waiters.
class Mutex {
 public:
  explicit Mutex(Executor& executor) : executor_(executor) {}
  Mutex(const Mutex&) = delete;
  Mutex& operator=(const Mutex&) = delete;

  class Guard {
   public:
    explicit Guard(Mutex* mutex) noexcept : mutex_(mutex) {}
    Guard(Guard&& other) noexcept : mutex_(std::exchange(other.mutex_, nullptr)) {}
    Guard& operator=(Guard&&) = delete;
    ~Guard() { release(); }
    void release() {
      if (Mutex* const mutex = std::exchange(mutex_, nullptr)) mutex->unlock();
    }

   private:
    Mutex* mutex_;
  };

  class Acquiring {
   public:
    explicit Acquiring(Mutex& mutex) noexcept : mutex_(mutex) {}
    bool await_ready() const noexcept {
      if (mutex_.locked_) return false;
      mutex_.locked_ = true;
      return true;
    }
    void await_suspend(std::coroutine_handle<> waiter) const { mutex_.waiters_.push_back(waiter); }
    Guard await_resume() const noexcept { return Guard(&mutex_); }

   private:
    Mutex& mutex_;
  };
  // `const Mutex::Guard guard = co_await mutex.acquire();`
  Acquiring acquire() noexcept { return Acquiring(*this); }
  bool is_idle() const { return !locked_; }

 private:
  void unlock() {
    if (waiters_.empty()) {
      locked_ = false;
      return;
    }
    const std::coroutine_handle<> next = waiters_.front();
    waiters_.pop_front();
    executor_.post([next] { next.resume(); });
  }
  Executor& executor_;
  bool locked_ = false;
  std::deque<std::coroutine_handle<>> waiters_;
};

}  // namespace cocotalk::runtime
