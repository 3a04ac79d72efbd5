// A mutex for coroutines of one loop: waiters go on in the order they came.
#pragma once

#include <coroutine>
#include <utility>

#include "core/runtime/executor.hpp"

namespace cocotalk::runtime {

// Lives on the loop. Not recursive. Must outlive its waiters. It is in every link, so it holds no memory: who waits is a list
// through the waiting coroutines.
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
    void await_suspend(std::coroutine_handle<> waiter) noexcept {
      waiter_ = waiter;
      (mutex_.last_ != nullptr ? mutex_.last_->next_ : mutex_.first_) = this;
      mutex_.last_ = this;
    }
    Guard await_resume() const noexcept { return Guard(&mutex_); }

   private:
    friend class Mutex;
    Mutex& mutex_;
    std::coroutine_handle<> waiter_;
    Acquiring* next_ = nullptr;  // who came after it
  };
  // `const Mutex::Guard guard = co_await mutex.acquire();`
  Acquiring acquire() noexcept { return Acquiring(*this); }
  bool is_idle() const { return !locked_; }

 private:
  void unlock() {
    if (first_ == nullptr) {
      locked_ = false;
      return;
    }
    const std::coroutine_handle<> next = first_->waiter_;
    first_ = first_->next_;
    if (first_ == nullptr) last_ = nullptr;
    executor_.post([next] { next.resume(); });
  }
  Executor& executor_;
  bool locked_ = false;
  Acquiring* first_ = nullptr;
  Acquiring* last_ = nullptr;
};

}  // namespace cocotalk::runtime
