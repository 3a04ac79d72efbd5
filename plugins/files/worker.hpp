#pragma once

#include <cocotalk/plugin.hpp>

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

namespace cocotalk::files {

struct Upload;

// One step of blocking work, and whom to tell.
struct Job {
  enum class What { append, publish, discard, erase };
  What what;
  std::shared_ptr<Upload> upload;  // not for erase
  std::string text;                // append: the bytes; erase: the name
  coco::Completion done;           // not for discard
};

// A thread that runs jobs in the order they came. Owned by the store; ends with close(). Its queue is bounded by the bytes
// and jobs that wait; at the bound new work is refused, steps that end an upload never are (there is one per upload).
class Worker {
 public:
  struct Bounds {
    std::uint64_t bytes;
    std::uint64_t jobs;
  };
  Worker(Bounds bounds, std::function<void(Job&)> run);
  ~Worker() { close(); }

  // [any] False when the queue is full or closed; then `job` is untouched.
  bool offer(Job& job);
  // [any] Takes the job whatever the queue holds; false when closed.
  bool insist(Job& job);
  // Runs what is queued, then ends the thread. [main]
  void close();

 private:
  void work();

  const Bounds bounds_;
  const std::function<void(Job&)> run_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Job> queue_;
  std::uint64_t queued_bytes_ = 0;
  bool is_closed_ = false;
  std::thread thread_;
};

}  // namespace cocotalk::files
