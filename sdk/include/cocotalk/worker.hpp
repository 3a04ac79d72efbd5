// A thread of a plugin's own, for calls that block: to a mail server, to a push service.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <utility>

namespace coco {

// Runs one job after the other, in the order they were offered. At `max_waiting` it refuses. Owned by the plugin: made in
// start(), ended in stop(): with close() jobs that still wait are destroyed unrun, and a Completion in them answers "aborted";
// with finish() they are run.
template <class Job>
class Worker {
 public:
  // `run` is called on the worker's thread and does not throw.
  Worker(std::size_t max_waiting, std::function<void(Job&)> run)
      : max_waiting_(max_waiting), run_(std::move(run)), thread_([this] { work(); }) {}
  Worker(const Worker&) = delete;
  Worker& operator=(const Worker&) = delete;
  ~Worker() { close(); }

  // [any] False when too many wait or it is closed; then `job` is untouched.
  bool offer(Job& job) {
    {
      const std::lock_guard lock(mutex_);
      if (is_closed_ || waiting_.size() >= max_waiting_) return false;
      waiting_.push_back(std::move(job));
    }
    changed_.notify_one();
    return true;
  }

  // [main] Waits for the job under way.
  void close() {
    std::deque<Job> unrun;  // destroyed outside the lock: a completion is calling out
    {
      const std::lock_guard lock(mutex_);
      is_closed_ = true;
      unrun.swap(waiting_);
    }
    join();
  }

  // [main] As close(), but what waits is run before.
  void finish() {
    {
      const std::lock_guard lock(mutex_);
      is_closed_ = true;
    }
    join();
  }

 private:
  void join() {
    changed_.notify_one();
    if (thread_.joinable()) thread_.join();
  }
  void work() {
    for (;;) {
      std::unique_lock lock(mutex_);
      changed_.wait(lock, [this] { return is_closed_ || !waiting_.empty(); });
      if (waiting_.empty()) return;
      Job job = std::move(waiting_.front());
      waiting_.pop_front();
      lock.unlock();
      run_(job);
    }
  }

  const std::size_t max_waiting_;
  const std::function<void(Job&)> run_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Job> waiting_;
  bool is_closed_ = false;
  std::thread thread_;  // last: it uses everything above
};

}  // namespace coco
