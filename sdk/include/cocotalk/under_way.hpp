// What a plugin has under way: stop() answers `drained` when the last of it is done.
#pragma once

#include <cocotalk/completion.hpp>

#include <memory>
#include <mutex>
#include <utility>

namespace coco {

// Owned by the plugin. Whatever goes on by itself (a job of the host's workers, a question to another plugin) holds a part, best
// in the callable that will be called; letting go of it is the last thing that happens there.
class UnderWay {
 public:
  using Part = std::shared_ptr<const void>;

  UnderWay() = default;
  UnderWay(const UnderWay&) = delete;
  UnderWay& operator=(const UnderWay&) = delete;

  // [any] Empty after end(): then refuse with COCO_ABORTED.
  Part begin() {
    const std::lock_guard lock(mutex_);
    return all_;
  }

  // [any] Answers `drained` when no part is held any more: within the call, or on the thread that lets go of the last one. Once.
  void end(Completion&& drained) {
    std::unique_lock lock(mutex_);
    const std::shared_ptr<All> mine = std::exchange(all_, nullptr);
    lock.unlock();
    mine->drained = std::move(drained);
  }

 private:
  struct All {
    Completion drained;
    ~All() { drained.ok(); }
  };

  std::mutex mutex_;
  std::shared_ptr<All> all_ = std::make_shared<All>();
};

}  // namespace coco
