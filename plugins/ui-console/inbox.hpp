// The hand-over from the gateway's threads to the console's.
#pragma once

#include <cocotalk/gateway.h>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <variant>

#include "ui-console/model.hpp"
#include "ui-console/wake.hpp"

namespace cocotalk::console {

// An event of the gateway, kept: coco_event says what the fields mean.
struct Event {
  std::uint64_t subscription = 0;
  std::string kind, body;
  std::uint64_t seq = 0, to_seq = 0;
};

// A link is over.
struct LinkEnded {
  coco_link link = 0;
  Ending ending;
};

using Incoming = std::variant<Event, LinkEnded>;

// Events wait here until the console's thread has time, and answers wake it. Shared by the console and the completions under way,
// so that a late answer finds something to be late for.
class Inbox {
 public:
  static constexpr std::size_t max_events = 4096;

  // False: full; who filled it ends the link. [any]
  bool push(Event event);
  void push(LinkEnded ended);  // [any] always accepted: there are few links
  // The oldest one; nothing: none.
  std::optional<Incoming> pop();
  // Readable while there is something to pop.
  int fd() const { return filled_.fd(); }

  // Ends every wait, now and later. [any]
  void stop();
  bool is_stopped();
  int stop_fd() const { return stopping_.fd(); }

  // Makes a change that a wait() looks at. [any]
  template <class F>
  void change(F&& f) {
    const std::lock_guard lock(mutex_);
    f();
    changed_.notify_all();
  }
  // Waits until `ready()`; false: not within `patience`. Calls `meanwhile`, if there is one, again and again, without the lock.
  // Throws Stopped.
  template <class F>
  bool wait(std::chrono::milliseconds patience, F&& ready, const std::function<void()>& meanwhile = {}) {
    using Clock = std::chrono::steady_clock;
    const Clock::time_point end = Clock::now() + patience;
    std::unique_lock lock(mutex_);
    for (;;) {
      const Clock::time_point pause = meanwhile ? std::min(end, Clock::now() + std::chrono::milliseconds(33)) : end;
      const bool in_time = changed_.wait_until(lock, pause, [&] { return is_stopped_ || ready(); });
      if (is_stopped_) throw Stopped{};
      if (in_time || Clock::now() >= end) return in_time;
      lock.unlock();
      if (meanwhile) meanwhile();
      lock.lock();
    }
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Incoming> waiting_;
  bool is_stopped_ = false;
  Wake filled_, stopping_;
};

}  // namespace cocotalk::console
