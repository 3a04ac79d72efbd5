// The few threads that may block: password hashing, large files.
#pragma once

#include <cocotalk/abi.h>

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <mutex>
#include <thread>
#include <vector>

namespace cocotalk::runtime {

// Made by the host before its plugins; stop() after the last of them, so what they handed in still runs. All functions but stop()
// and the destructor [any]. Bound: `queue` waiting tasks; beyond it submit() refuses.
class WorkerPool {
 public:
  WorkerPool(std::size_t threads, std::size_t queue);
  ~WorkerPool();
  WorkerPool(const WorkerPool&) = delete;
  WorkerPool& operator=(const WorkerPool&) = delete;

  // COCO_BUSY when the queue is full, COCO_ABORTED after stop(): then `fn` is not run.
  coco_status submit(void (*fn)(void* arg), void* arg);
  std::size_t waiting() const;
  // Refuses new tasks, runs what was accepted, joins the threads. [main]
  void stop();

 private:
  struct Task {
    void (*fn)(void*);
    void* arg;
  };
  void work();
  const std::size_t bound_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Task> queue_;
  bool is_stopping_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace cocotalk::runtime
