// The answer of a completion, to wait for.
#pragma once

#include <cocotalk/completion.hpp>
#include <cocotalk/testing/misdeeds.hpp>

#include <array>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <string>

namespace cocotalk::testing {

// How long a test waits for what must come.
inline std::chrono::milliseconds& patience() {
  static std::chrono::milliseconds time = std::chrono::seconds(20);
  return time;
}

namespace detail {

// The far end of a completion, whose answer may come late, or twice: then nobody waits any more, but something must be there.
class Awaited {
 public:
  virtual ~Awaited() = default;
  static coco_completion completion(const std::shared_ptr<Awaited>& awaited) {
    Misdeeds::all().asked();
    const std::lock_guard lock(newest().mutex);
    newest().calls[newest().n++ % newest().calls.size()] = awaited;
    awaited->itself_ = awaited;
    return {&answered, awaited.get()};
  }

 protected:
  virtual void take(coco_status status, const void* result, const coco_error* error) = 0;

 private:
  // The newest outlive their answers for a while: a second answer comes soon.
  struct Newest {
    std::mutex mutex;
    std::array<std::shared_ptr<Awaited>, 4096> calls;
    std::size_t n = 0;
  };
  static Newest& newest() {
    static Newest& all = *new Newest;
    return all;
  }
  static void answered(void* ctx, coco_status status, const void* result, const coco_error* error) {
    std::shared_ptr<Awaited> awaited;
    {
      const std::lock_guard lock(newest().mutex);
      awaited = std::move(static_cast<Awaited*>(ctx)->itself_);
    }
    if (!awaited) return Misdeeds::all().add("a call was answered twice");
    if (status == COCO_OK && error != nullptr) Misdeeds::all().add("a success came with an error");
    if (status != COCO_OK && (error == nullptr || error->text[0] == '\0'))
      Misdeeds::all().add("a failure (status " + std::to_string(status) + ") came without a sentence");
    Misdeeds::all().answered();
    awaited->take(status, result, error);
  }
  std::shared_ptr<Awaited> itself_;  // until the answer
};

}  // namespace detail

// Result is copied by `Keep`, a callable from const Result* to Kept.
template <class Kept>
class Answer {
 public:
  // The completion to hand in; call once.
  template <class Result, class Keep>
  coco_completion expect(Keep keep) {
    heard_->keep = [keep](const void* result) -> Kept { return keep(static_cast<const Result*>(result)); };
    return detail::Awaited::completion(heard_);
  }
  coco_completion expect_nothing() {
    return expect<void>([](const void*) { return Kept{}; });
  }
  // Waits for the answer, at most as long as patience() says.
  coco_status status() {
    std::unique_lock lock(heard_->mutex);
    if (!heard_->changed.wait_for(lock, patience(), [this] { return heard_->status.has_value(); }))
      throw std::runtime_error("no answer within " + std::to_string(patience().count() / 1000) + " s");
    return *heard_->status;
  }
  bool answered() {
    const std::lock_guard lock(heard_->mutex);
    return heard_->status.has_value();
  }
  const std::string& why() { return status(), heard_->why; }
  const std::optional<Kept>& kept() { return status(), heard_->kept; }

 private:
  struct Heard : detail::Awaited {
    void take(coco_status with, const void* result, const coco_error* error) override {
      const std::lock_guard lock(mutex);
      if (error != nullptr) why = error->text;
      if (result != nullptr) kept = keep(result);
      status = with;
      changed.notify_all();
    }
    std::mutex mutex;
    std::condition_variable changed;
    std::function<Kept(const void*)> keep;
    std::optional<coco_status> status;
    std::string why;
    std::optional<Kept> kept;
  };
  const std::shared_ptr<Heard> heard_ = std::make_shared<Heard>();
};

}  // namespace cocotalk::testing
