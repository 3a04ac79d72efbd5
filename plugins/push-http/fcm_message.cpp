#include "push-http/fcm_message.hpp"

#include <Poco/JSON/Object.h>

#include <sstream>

namespace cocotalk::push_http {
namespace {

using Poco::Dynamic::Var;

Poco::JSON::Object object() { return Poco::JSON::Object(Poco::JSON_PRESERVE_KEY_ORDER); }

bool is_private(const Note& note) { return note.room_type == 0; }

Poco::JSON::Object for_phone(const Note& note, const Target& target) {
  Poco::JSON::Object alert = object(), aps = object(), payload = object(), headers = object(), apns = object(), data = object();
  alert.set("title", note.sender).set("subtitle", is_private(note) ? std::string() : note.room_name).set("body", note.text);
  aps.set("alert", alert).set("sound", "chime.aiff");
  payload.set("aps", aps);
  headers.set("apns-collapse-id", note.room);
  apns.set("headers", headers).set("payload", payload);
  data.set("roomId", note.room);
  Poco::JSON::Object message = object();
  message.set("token", target.token).set("data", data).set("apns", apns).set("webpush", Var());
  return message;
}

Poco::JSON::Object for_page(const Note& note, const Target& target, const std::string& front_end) {
  Poco::JSON::Object headers = object(), data = object(), webpush = object();
  headers.set("Topic", note.room);
  data.set("title", is_private(note) ? note.sender : "[" + note.room_name + "] " + note.sender);
  data.set("body", note.text).set("url", front_end);
  webpush.set("headers", headers).set("data", data);
  Poco::JSON::Object message = object();
  message.set("token", target.token).set("data", Var()).set("apns", Var()).set("webpush", webpush);
  return message;
}

}  // namespace

std::string fcm_message(const Note& note, const Target& target, const std::string& front_end) {
  Poco::JSON::Object out = object();
  out.set("validate_only", false);
  out.set("message", target.device == COCO_WEB ? for_page(note, target, front_end) : for_phone(note, target));
  std::ostringstream text;
  out.stringify(text);
  return text.str();
}

}  // namespace cocotalk::push_http
