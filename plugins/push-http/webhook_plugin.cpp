// cocotalk.push/1 as a signed POST to an address.
#include "push-http/queued_push.hpp"
#include "push-http/webhook.hpp"

#include <cocotalk/plugin.hpp>

#include <fstream>
#include <string>

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

class WebhookPush : public QueuedPush<Webhook> {
 public:
  static constexpr char id[] = "push-webhook", version[] = "1.0.0";
  static constexpr coco_setting_spec settings[] = {
      coco::string("url", "", "where to POST: https://…"),
      coco::string("ca_file", "", "PEM file with the authorities to trust; empty: the system's"),
      coco::string("secret_file", "",
                   "a file with the secret that signs the bodies on its first line, readable only for the host"),
      coco::integer("timeout", "10", 1, 300, "seconds an answer may take"),
      coco::integer("max_waiting", "1000", 1, 100'000, "notes that wait; beyond: busy"),
  };

  WebhookPush(coco::Host host, const coco::Settings& values)
      : QueuedPush(static_cast<std::size_t>(values.number("max_waiting")), host, values.text("url"), values.text("ca_file"),
                   secret_in(values.text("secret_file")), std::chrono::seconds(values.number("timeout"))) {}
};

}  // namespace
}  // namespace cocotalk::push_http

COCO_EXPORT(cocotalk::push_http::WebhookPush)
