// Firebase Cloud Messaging, HTTP v1.
#pragma once

#include "push-http/client.hpp"
#include "push-http/note.hpp"
#include "push-http/service_account.hpp"

#include <string>

namespace cocotalk::push_http {

struct FcmSettings {
  std::string endpoint = "https://fcm.googleapis.com";
  std::string ca_file;
  std::string front_end;
  std::chrono::seconds timeout{10};
};

// One request per target. On one thread.
class Fcm {
 public:
  Fcm(coco::Host host, AccountKey key, const FcmSettings& settings);
  // Throws coco::Error COCO_RETRY when any target has to be tried again.
  Gone deliver(const Note& note);

 private:
  // Whether the token is of no use any more.
  bool deliver_to(const Note& note, const Target& target);

  const coco::Host host_;
  const std::string front_end_;
  ServiceAccount account_;
  Client client_;
};

}  // namespace cocotalk::push_http
