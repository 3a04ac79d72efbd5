// Awaiting a completion of the waist.
#pragma once

#include <cocotalk/plugin.hpp>

#include <coroutine>
#include <string>

#include "core/runtime/executor.hpp"

namespace cocotalk::runtime {

// The result of calls that have none.
struct Nothing {};

// The answer of one asynchronous call through the waist; awaited once, resumes on the executor, in the order the answers came.
//
//   Awaiting<Committed> answer(executor, &copy_committed);
//   storage->commit(storage->self, &raw, answer.completion());
//   co_await answer;                    // or do something else first
//   answer.throw_if_failed();
//
// Lives in the awaiting coroutine's frame, which must not end before the answer. `copy` runs on the answering thread.
template <class Kept, class Result>
class Awaiting {
 public:
  using Copy = void (*)(Kept&, const Result&);
  Awaiting(Executor& executor, Copy copy) noexcept : executor_(executor), copy_(copy) {}
  Awaiting(const Awaiting&) = delete;
  Awaiting& operator=(const Awaiting&) = delete;

  coco_completion completion() noexcept { return {&answered, this}; }

  bool await_ready() const noexcept { return done_; }
  void await_suspend(std::coroutine_handle<> waiter) noexcept { waiter_ = waiter; }
  void await_resume() const noexcept {}

  coco_status status() const noexcept { return status_; }
  const std::string& why() const noexcept { return why_; }
  void throw_if_failed() const {
    if (status_ != COCO_OK) throw coco::Error(status_, why_);
  }
  Kept& kept() noexcept { return kept_; }

 private:
  static void answered(void* ctx, coco_status status, const void* result, const coco_error* error) {
    Awaiting& self = *static_cast<Awaiting*>(ctx);
    self.status_ = status;
    if (error != nullptr) self.why_ = error->text;
    if (result != nullptr && self.copy_ != nullptr) self.copy_(self.kept_, *static_cast<const Result*>(result));
    self.executor_.post([&self] { self.arrive(); });
  }
  void arrive() {
    done_ = true;
    if (waiter_) waiter_.resume();
  }

  Executor& executor_;
  Copy copy_;
  Kept kept_{};
  coco_status status_ = COCO_OK;
  std::string why_;
  bool done_ = false;               // loop
  std::coroutine_handle<> waiter_;  // loop
};

}  // namespace cocotalk::runtime
