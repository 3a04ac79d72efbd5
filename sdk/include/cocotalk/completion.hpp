// Both ends of a completion.
#pragma once

#include <cocotalk/abi.h>
#include <cocotalk/error.hpp>

#include <memory>
#include <string_view>
#include <type_traits>
#include <utility>

namespace coco {

// The provider's end of a completion. Move it to where the answer will be known; dropping it answers "aborted".
class Completion {
 public:
  Completion() noexcept = default;
  explicit Completion(coco_completion raw) noexcept : raw_(raw) {}
  Completion(Completion&& other) noexcept : raw_(std::exchange(other.raw_, coco_completion{nullptr, nullptr})) {}
  Completion& operator=(Completion&& other) noexcept {
    if (this != &other) {
      drop();
      raw_ = std::exchange(other.raw_, coco_completion{nullptr, nullptr});
    }
    return *this;
  }
  ~Completion() { drop(); }

  // Answers success; `result` is of the type the slot documents.
  void ok(const void* result = nullptr) noexcept { answer(COCO_OK, result, nullptr); }
  void fail(coco_status code, std::string_view why, const void* result = nullptr) noexcept {
    coco_error error;
    set_error(&error, code, why);
    answer(code, result, &error);
  }
  explicit operator bool() const noexcept { return raw_.fn != nullptr; }

 private:
  void answer(coco_status code, const void* result, const coco_error* error) noexcept {
    const coco_completion raw = std::exchange(raw_, coco_completion{nullptr, nullptr});
    if (raw.fn != nullptr) raw.fn(raw.ctx, code, result, error);
  }
  void drop() noexcept {
    if (raw_.fn != nullptr) fail(COCO_ABORTED, "the provider dropped the request");
  }
  coco_completion raw_{nullptr, nullptr};
};

// The caller's end: turns a callable `void(coco_status, const Result*, const coco_error*)` into a completion. The callable lives
// on the heap until it is called, exactly once.
template <class Result, class F>
coco_completion on_completion(F&& f) {
  using Fn = std::decay_t<F>;
  return {[](void* ctx, coco_status status, const void* result, const coco_error* error) {
            const std::unique_ptr<Fn> fn(static_cast<Fn*>(ctx));
            (*fn)(status, static_cast<const Result*>(result), error);
          },
          new Fn(std::forward<F>(f))};
}

}  // namespace coco
