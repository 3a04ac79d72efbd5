#include "files/worker.hpp"

#include <utility>

namespace cocotalk::files {

Worker::Worker(Bounds bounds, std::function<void(Job&)> run)
    : bounds_(bounds), run_(std::move(run)), thread_([this] { work(); }) {}

bool Worker::offer(Job& job) {
  {
    const std::lock_guard lock(mutex_);
    if (queue_.size() >= bounds_.jobs || queued_bytes_ + job.text.size() > bounds_.bytes) return false;
  }
  return insist(job);
}

bool Worker::insist(Job& job) {
  {
    const std::lock_guard lock(mutex_);
    if (is_closed_) return false;
    queued_bytes_ += job.text.size();
    queue_.push_back(std::move(job));
  }
  changed_.notify_one();
  return true;
}

void Worker::close() {
  {
    const std::lock_guard lock(mutex_);
    is_closed_ = true;
  }
  changed_.notify_one();
  if (thread_.joinable()) thread_.join();
}

void Worker::work() {
  for (;;) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return is_closed_ || !queue_.empty(); });
    if (queue_.empty()) return;
    Job job = std::move(queue_.front());
    queue_.pop_front();
    queued_bytes_ -= job.text.size();
    lock.unlock();
    run_(job);
  }
}

}  // namespace cocotalk::files
