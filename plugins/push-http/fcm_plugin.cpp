// cocotalk.push/1 through Firebase Cloud Messaging, which wakes the original clients' phones and pages.
#include "push-http/fcm.hpp"
#include "push-http/note.hpp"

#include <cocotalk/push.h>
#include <cocotalk/plugin.hpp>
#include <cocotalk/worker.hpp>

#include <optional>
#include <string_view>

namespace cocotalk::push_http {
namespace {

class FcmPush {
 public:
  static constexpr char id[] = "push-fcm", version[] = "1.0.0";
  static constexpr const char* provides[] = {COCO_PUSH, nullptr};
  static constexpr const char* needs[] = {nullptr};
  static constexpr coco_setting_spec settings[] = {
      coco::string("key_file", "", "the service account's key, a JSON file as Google hands it out, readable only for the host"),
      coco::string("front_end", "http://localhost:8080", "what a page's notification opens"),
      coco::string("endpoint", "https://fcm.googleapis.com", "the API"),
      coco::string("ca_file", "", "PEM file with the authorities to trust; empty: the system's"),
      coco::integer("timeout", "10", 1, 300, "seconds an answer may take"),
      coco::integer("max_waiting", "1000", 1, 100'000, "notes that wait; beyond: busy"),
  };

  FcmPush(coco::Host host, const coco::Settings& values)
      : fcm_(host, read_account_key(values.text("key_file")),
             {values.text("endpoint"), values.text("ca_file"), values.text("front_end"),
              std::chrono::seconds(values.number("timeout"))}),
        max_waiting_(static_cast<std::size_t>(values.number("max_waiting"))) {}

  void start() {
    worker_.emplace(max_waiting_, [this](Job& job) { answer(fcm_, job); });
  }
  void stop(coco::Completion&& drained) {
    if (worker_) worker_->close();
    drained.ok();
  }
  const void* interface_of(std::string_view interface_id) { return interface_id == COCO_PUSH ? &table_ : nullptr; }

  void send(const coco_push_note& note, coco::Completion&& done) {
    Job job{Note(note), std::move(done)};
    if (!worker_ || !worker_->offer(job)) job.done.fail(COCO_BUSY, "too many notes wait for FCM");
  }

 private:
  Fcm fcm_;
  const std::size_t max_waiting_;
  std::optional<coco::Worker<Job>> worker_;
  const coco_push table_{sizeof table_, 0, this, COCO_BIND(coco_push, send, FcmPush)};
};

}  // namespace
}  // namespace cocotalk::push_http

COCO_EXPORT(cocotalk::push_http::FcmPush)
