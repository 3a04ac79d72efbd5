// What the two plugins have in common: notes wait for their service, which blocks.
#pragma once

#include "push-http/note.hpp"

#include <cocotalk/push.h>
#include <cocotalk/plugin.hpp>
#include <cocotalk/worker.hpp>

#include <cstddef>
#include <optional>
#include <string_view>
#include <utility>

namespace cocotalk::push_http {

// cocotalk.push/1 over a Service with `deliver(const Note&) -> Gone`, which runs on one thread of its own. A plugin derives from
// it and adds its id and settings.
template <class Service>
class QueuedPush {
 public:
  static constexpr const char* provides[] = {COCO_PUSH, nullptr};
  static constexpr const char* needs[] = {nullptr};

  // `args` make the service.
  template <class... Args>
  explicit QueuedPush(std::size_t max_waiting, Args&&... args)
      : service_(std::forward<Args>(args)...), max_waiting_(max_waiting) {}

  void start() {
    worker_.emplace(max_waiting_, [this](Job& job) { answer(service_, job); });
  }
  void stop(coco::Completion&& drained) {
    if (worker_) worker_->close();
    drained.ok();
  }
  const void* interface_of(std::string_view interface_id) { return interface_id == COCO_PUSH ? &table_ : nullptr; }

  void send(const coco_push_note& note, coco::Completion&& done) {
    Job job{Note(note), std::move(done)};
    if (!worker_ || !worker_->offer(job)) job.done.fail(COCO_BUSY, "too many notes wait for the push service");
  }

 private:
  Service service_;
  const std::size_t max_waiting_;
  std::optional<coco::Worker<Job>> worker_;
  const coco_push table_{sizeof table_, 0, this, COCO_BIND(coco_push, send, QueuedPush)};
};

}  // namespace cocotalk::push_http
