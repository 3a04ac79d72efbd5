// cocotalk.push/1 through Firebase Cloud Messaging, which wakes the original clients' phones and pages.
#include "push-http/fcm.hpp"
#include "push-http/queued_push.hpp"

#include <cocotalk/plugin.hpp>

namespace cocotalk::push_http {
namespace {

class FcmPush : public QueuedPush<Fcm> {
 public:
  static constexpr char id[] = "push-fcm", version[] = "1.0.0";
  static constexpr coco_setting_spec settings[] = {
      coco::string("key_file", "", "the service account's key, a JSON file as Google hands it out, readable only for the host"),
      coco::string("front_end", "http://localhost:8080", "what a page's notification opens"),
      coco::string("endpoint", "https://fcm.googleapis.com", "the API"),
      coco::string("ca_file", "", "PEM file with the authorities to trust; empty: the system's"),
      coco::integer("timeout", "10", 1, 300, "seconds an answer may take"),
      coco::integer("max_waiting", "1000", 1, 100'000, "notes that wait; beyond: busy"),
  };

  FcmPush(coco::Host host, const coco::Settings& values)
      : QueuedPush(static_cast<std::size_t>(values.number("max_waiting")), host, read_account_key(values.text("key_file")),
                   FcmSettings{values.text("endpoint"), values.text("ca_file"), values.text("front_end"),
                               std::chrono::seconds(values.number("timeout"))}) {}
};

}  // namespace
}  // namespace cocotalk::push_http

COCO_EXPORT(cocotalk::push_http::FcmPush)
