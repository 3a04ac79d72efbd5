#include "gateway-remote/public_command.hpp"

#include <Poco/JSON/Object.h>
#include <Poco/JSON/Parser.h>
#include <cocotalk/plugin.hpp>

#include <array>
#include <sstream>
#include <utility>

#include "gateway-remote/words.hpp"

namespace cocotalk::remote {

namespace {

using Poco::JSON::Object;

// Nothing: the text is no JSON object.
Object::Ptr parse_object(std::string_view json) {
  try {
    return Poco::JSON::Parser().parse(std::string(json)).extract<Object::Ptr>();
  } catch (const Poco::Exception&) {
    return nullptr;
  }
}

std::string text_of(const Object& object, const std::string& key) {
  return object.isNull(key) ? std::string() : object.getValue<std::string>(key);
}

std::string written(const Object& object) {
  std::ostringstream out;
  object.stringify(out);
  return out.str();
}

// By what it calls itself a client tells its device class.
std::string agent_of(bool is_web) { return is_web ? "Mozilla/5.0 (CocoTalk gateway-remote)" : "CocoTalk gateway-remote"; }

PublicRequest sign_in(const Object& input) {
  const std::string token = text_of(input, "fcmToken");
  Object body;
  body.set("cid", text_of(input, "cid"));
  body.set("password", text_of(input, "password"));
  body.set("fcmToken", token.empty() ? "gateway-remote" : token);  // the wire wants one
  const bool is_web = text_of(input, "deviceClass") == "WEB";
  return {"/auth/signin", "application/json", agent_of(is_web), written(body), ""};
}

PublicRequest sign_up(const Object& input, std::string_view boundary) {
  static constexpr std::array fields{"cid", "password", "username", "nickname", "phone", "email", "status", "birth"};
  std::string body;
  for (const char* field : fields) {
    const std::string value = text_of(input, field);
    if (value.empty()) continue;
    body += "--" + std::string(boundary) + "\r\nContent-Disposition: form-data; name=\"" + field + "\"\r\n\r\n" + value + "\r\n";
  }
  body += "--" + std::string(boundary) + "--\r\n";
  return {"/auth/signup", "multipart/form-data; boundary=" + std::string(boundary), agent_of(false), std::move(body), ""};
}

PublicAnswer refusal(coco_status status, std::string_view code, std::string detail) {
  Object json;
  json.set("code", std::string(code));
  json.set("detail", detail);
  return {status, written(json), std::move(detail), 0};
}

PublicAnswer refusal_of_code(int code, std::string message) {
  switch (code) {
    case 2001: return refusal(COCO_INVALID, "BAD_REQUEST", std::move(message));
    case 2002: return refusal(COCO_INVALID, "NO_VALUES", std::move(message));
    case 2003: return refusal(COCO_INVALID, "EXISTS_INFO", std::move(message));
    case 2004: return refusal(COCO_UNAUTHORIZED, "UNAUTHORIZED", std::move(message));
    default: return refusal(COCO_INTERNAL, "INTERNAL", std::move(message));
  }
}

}  // namespace

std::optional<PublicRequest> request_of(std::string_view command, std::string_view json, std::string_view boundary) {
  if (command != "auth.sign-in" && command != "auth.sign-up") return std::nullopt;
  const Object::Ptr input = parse_object(json);
  if (input.isNull()) throw coco::Error(COCO_INVALID, "the input of a command is a JSON object");
  return command == "auth.sign-in" ? sign_in(*input) : sign_up(*input, boundary);
}

PublicRequest reissue_of(std::string_view refresh_token, coco_device_class device) {
  return {"/auth/reissue", "", agent_of(device == COCO_WEB), "", std::string(refresh_token)};
}

PublicAnswer answer_of_envelope(unsigned http_status, std::string_view retry_after, std::string_view body) {
  if (http_status == 429) {
    PublicAnswer busy = refusal(COCO_RATE, "RATE", "too many attempts; try again later");
    busy.retry_after_ms = static_cast<std::uint32_t>(number_of(retry_after) * 1000);
    return busy;
  }
  const Object::Ptr envelope = parse_object(body);
  if (envelope.isNull() || envelope->isNull("isSuccess"))
    return refusal(COCO_INTERNAL, "INTERNAL", "the host answered HTTP " + std::to_string(http_status) + " without an envelope");
  try {
    if (!envelope->getValue<bool>("isSuccess"))
      return refusal_of_code(envelope->optValue("code", 0), text_of(*envelope, "message"));
    const Object::Ptr result = envelope->getObject("result");
    return {COCO_OK, result.isNull() ? "{}" : written(*result), "", 0};
  } catch (const Poco::Exception& e) {
    return refusal(COCO_INTERNAL, "INTERNAL", "the host's envelope cannot be read: " + e.displayText());
  }
}

}  // namespace cocotalk::remote
