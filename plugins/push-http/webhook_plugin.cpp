// cocotalk.push/1 as a signed POST to an address.
#include "push-http/note.hpp"
#include "push-http/webhook.hpp"

#include <cocotalk/push.h>
#include <cocotalk/plugin.hpp>
#include <cocotalk/worker.hpp>

#include <fstream>
#include <optional>
#include <string>
#include <string_view>

namespace cocotalk::push_http {
namespace {

constexpr std::size_t min_secret = 16;

std::string secret_in(const std::string& path) {
  std::ifstream file(path);
  std::string line;
  if (!std::getline(file, line)) throw coco::Error(COCO_INVALID, "setting 'secret_file': '" + path + "' cannot be read");
  if (line.size() < min_secret)
    throw coco::Error(COCO_INVALID, "setting 'secret_file': the first line of '" + path + "' is shorter than 16 characters");
  return line;
}

class WebhookPush {
 public:
  static constexpr char id[] = "push-webhook", version[] = "1.0.0";
  static constexpr const char* provides[] = {COCO_PUSH, nullptr};
  static constexpr const char* needs[] = {nullptr};
  static constexpr coco_setting_spec settings[] = {
      coco::string("url", "", "where to POST: https://…"),
      coco::string("ca_file", "", "PEM file with the authorities to trust; empty: the system's"),
      coco::string("secret_file", "",
                   "a file with the secret that signs the bodies on its first line, readable only for the host"),
      coco::integer("timeout", "10", 1, 300, "seconds an answer may take"),
      coco::integer("max_waiting", "1000", 1, 100'000, "notes that wait; beyond: busy"),
  };

  WebhookPush(coco::Host host, const coco::Settings& values)
      : webhook_(host, values.text("url"), values.text("ca_file"), secret_in(values.text("secret_file")),
                 std::chrono::seconds(values.number("timeout"))),
        max_waiting_(static_cast<std::size_t>(values.number("max_waiting"))) {}

  void start() {
    worker_.emplace(max_waiting_, [this](Job& job) { answer(webhook_, job); });
  }
  void stop(coco::Completion&& drained) {
    if (worker_) worker_->close();
    drained.ok();
  }
  const void* interface_of(std::string_view interface_id) { return interface_id == COCO_PUSH ? &table_ : nullptr; }

  void send(const coco_push_note& note, coco::Completion&& done) {
    Job job{Note(note), std::move(done)};
    if (!worker_ || !worker_->offer(job)) job.done.fail(COCO_BUSY, "too many notes wait for the webhook");
  }

 private:
  Webhook webhook_;
  const std::size_t max_waiting_;
  std::optional<coco::Worker<Job>> worker_;
  const coco_push table_{sizeof table_, 0, this, COCO_BIND(coco_push, send, WebhookPush)};
};

}  // namespace
}  // namespace cocotalk::push_http

COCO_EXPORT(cocotalk::push_http::WebhookPush)
