#pragma once

#include <cocotalk/plugin.hpp>

#include <cstdint>
#include <mutex>
#include <utility>

namespace cocotalk::http {

// Counts the requests in progress. Owned by the plugin; [any]. After close() it answers once, when the last of them is over.
class InFlight {
 public:
  class Token {
   public:
    explicit Token(InFlight& owner) : owner_(&owner) { owner.enter(); }
    Token(const Token&) = delete;
    Token& operator=(const Token&) = delete;
    ~Token() { owner_->leave(); }

   private:
    InFlight* owner_;
  };

  void close(coco::Completion&& drained) {
    {
      const std::lock_guard lock(mutex_);
      drained_ = std::move(drained);
    }
    tell_if_empty();
  }

 private:
  void enter() {
    const std::lock_guard lock(mutex_);
    ++count_;
  }
  void leave() {
    {
      const std::lock_guard lock(mutex_);
      --count_;
    }
    tell_if_empty();
  }
  void tell_if_empty() {
    coco::Completion drained;
    {
      const std::lock_guard lock(mutex_);
      if (count_ == 0) drained = std::move(drained_);
    }
    if (drained) drained.ok();
  }

  std::mutex mutex_;
  std::uint64_t count_ = 0;
  coco::Completion drained_;
};

}  // namespace cocotalk::http
