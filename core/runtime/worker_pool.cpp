#include "core/runtime/worker_pool.hpp"

namespace cocotalk::runtime {

WorkerPool::WorkerPool(std::size_t threads, std::size_t queue) : bound_(queue) {
  for (std::size_t i = 0; i < threads; ++i) threads_.emplace_back([this] { work(); });
}

WorkerPool::~WorkerPool() { stop(); }

coco_status WorkerPool::submit(void (*fn)(void*), void* arg) {
  const std::lock_guard lock(mutex_);
  if (is_stopping_) return COCO_ABORTED;
  if (queue_.size() >= bound_) return COCO_BUSY;
  queue_.push_back({fn, arg});
  changed_.notify_one();
  return COCO_OK;
}

std::size_t WorkerPool::waiting() const {
  const std::lock_guard lock(mutex_);
  return queue_.size();
}

void WorkerPool::stop() {
  {
    const std::lock_guard lock(mutex_);
    is_stopping_ = true;
    changed_.notify_all();
  }
  for (std::thread& thread : threads_) thread.join();
  threads_.clear();
}

void WorkerPool::work() {
  std::unique_lock lock(mutex_);
  for (;;) {
    changed_.wait(lock, [this] { return is_stopping_ || !queue_.empty(); });
    if (queue_.empty()) return;
    const Task task = queue_.front();
    queue_.pop_front();
    lock.unlock();
    task.fn(task.arg);
    lock.lock();
  }
}

}  // namespace cocotalk::runtime
