#include "push-http/webhook.hpp"

#include "push-http/signature.hpp"

#include <Poco/JSON/Array.h>
#include <Poco/JSON/Object.h>
#include <Poco/JSON/Parser.h>
#include <Poco/URI.h>

#include <algorithm>
#include <set>
#include <sstream>
#include <utility>

namespace cocotalk::push_http {
namespace {

std::set<std::string> gone_tokens(const std::string& body) {
  std::set<std::string> out;
  try {
    const auto object = Poco::JSON::Parser().parse(body).extract<Poco::JSON::Object::Ptr>();
    const Poco::JSON::Array::Ptr gone = object->getArray("gone");
    for (std::size_t i = 0; gone && i < gone->size(); ++i) out.insert(gone->getElement<std::string>(static_cast<unsigned>(i)));
  } catch (const Poco::Exception&) {  // it need not say anything
  }
  return out;
}

bool is_final(int status) { return status == 400 || status == 404 || status == 410 || status == 413 || status == 422; }

}  // namespace

std::string webhook_body(const Note& note) {
  Poco::JSON::Array targets;
  for (const Target& target : note.targets) {
    Poco::JSON::Object one(Poco::JSON_PRESERVE_KEY_ORDER);
    one.set("account", target.account).set("device", target.device == COCO_WEB ? "WEB" : "MOBILE").set("token", target.token);
    targets.add(one);
  }
  Poco::JSON::Object out(Poco::JSON_PRESERVE_KEY_ORDER);
  out.set("room", note.room).set("roomType", note.room_type).set("roomName", note.room_name);
  out.set("sender", note.sender).set("text", note.text).set("targets", targets);
  std::ostringstream text;
  out.stringify(text);
  return text.str();
}

Webhook::Webhook(coco::Host host, const std::string& url, const std::string& ca_file, std::string secret,
                 std::chrono::seconds timeout)
    : host_(host), path_(Poco::URI(url).getPathEtc()), secret_(std::move(secret)), client_(url, ca_file, timeout) {}

Gone Webhook::deliver(const Note& note) {
  Request request{path_.empty() ? "/" : path_, "application/json", webhook_body(note), {}};
  const std::string now = std::to_string(host_.now_ms() / 1000);
  request.headers.emplace_back("X-CocoTalk-Signature", "t=" + now + ",v1=" + hmac_sha256(secret_, now + "." + request.body));
  const Response response = client_.post(request);
  if (!response.is_success())
    throw coco::Error(is_final(response.status) ? COCO_INVALID : COCO_RETRY,
                      "the webhook answered " + std::to_string(response.status));
  const std::set<std::string> tokens = gone_tokens(response.body);
  Gone gone(note.targets.size());
  std::transform(note.targets.begin(), note.targets.end(), gone.begin(),
                 [&tokens](const Target& target) { return static_cast<std::uint8_t>(tokens.count(target.token)); });
  return gone;
}

}  // namespace cocotalk::push_http
