#include "push-http/fcm.hpp"

#include "push-http/fcm_message.hpp"

#include <utility>

namespace cocotalk::push_http {
namespace {

// A token that was never one, or belongs to an app that is not there any more.
bool says_gone(const Response& response) {
  return response.status == 404 || (response.status == 400 && response.body.find("INVALID_ARGUMENT") != std::string::npos &&
                                    response.body.find("token") != std::string::npos);
}

}  // namespace

Fcm::Fcm(coco::Host host, AccountKey key, const FcmSettings& settings)
    : host_(host),
      front_end_(settings.front_end),
      account_(std::move(key), settings.ca_file, settings.timeout),
      client_(settings.endpoint, settings.ca_file, settings.timeout) {}

bool Fcm::deliver_to(const Note& note, const Target& target) {
  Request request{
      "/v1/projects/" + account_.project() + "/messages:send", "application/json", fcm_message(note, target, front_end_), {}};
  Response response;
  for (int tries = 0; tries < 2; ++tries) {
    request.headers = {{"Authorization", "Bearer " + account_.access_token(host_.now_ms() / 1000)}};
    response = client_.post(request);
    if (response.status != 401) break;
    account_.forget_token();
  }
  if (response.is_success()) return false;
  if (says_gone(response)) return true;
  if (response.status == 400 || response.status == 403) {
    host_.warn("FCM refuses a message: " + std::to_string(response.status) + " " + response.body.substr(0, 200));
    return false;
  }
  throw coco::Error(COCO_RETRY, "FCM answered " + std::to_string(response.status));
}

Gone Fcm::deliver(const Note& note) {
  Gone gone;
  for (const Target& target : note.targets) gone.push_back(static_cast<std::uint8_t>(deliver_to(note, target)));
  return gone;
}

}  // namespace cocotalk::push_http
