#include "transport-http/outcome.hpp"

#include "transport-http/json.hpp"
#include "transport-http/openapi.hpp"
#include "transport-http/reference_page.hpp"

namespace cocotalk::http {
namespace {

Reply device_reply(const Outcome& outcome, std::int64_t now_ms) {
  const bool is_valid = flag_member(outcome.json, "isValid").value_or(false);
  if (!is_valid && text_member(outcome.json, "deviceClass") == "MOBILE") return evicted_phone(now_ms);
  return success(Service::auth, 200, is_valid ? "{\"isValid\":true}" : "{\"isValid\":false}", now_ms);
}

Reply address_reply(const Place& place, const Outcome& outcome, std::string_view base_url, std::int64_t now_ms) {
  const std::optional<std::string> ticket = text_member(outcome.json, "ticket");
  if (!ticket) return framework_error(500, place, now_ms);
  const std::string elsewhere = text_member(outcome.json, "address").value_or("");
  if (!elsewhere.empty()) base_url = elsewhere;
  if (base_url.empty()) return framework_error(400, place, now_ms);  // HTTP/1.0 without Host, and no public_url
  return success(place.service, 200, json_string(std::string(base_url) + "/t/" + *ticket + "/stomp"), now_ms);
}

Reply health_reply(const Outcome& outcome) {
  if (outcome.status != COCO_OK) return {503, "application/json", "{\"status\":\"failed\"}", 1};
  const bool has_failed = text_member(outcome.json, "status") == "failed";
  return {has_failed ? 503 : 200, "application/json", outcome.json, has_failed ? 1u : 0u};
}

Reply text_reply(const Outcome& outcome) {
  return {200, "text/plain; version=0.0.4", text_member(outcome.json, "text").value_or(""), 0};
}

Reply page_reply(const Outcome& outcome) {
  Reply out{200, "text/html; charset=utf-8", reference_page(routes(), outcome.json), 0};
  out.policy = page_policy();
  return out;
}

Reply refusal_reply(const Route& route, const Place& place, const Outcome& outcome, std::int64_t now_ms) {
  Refusal why = refusal_of(outcome.status, outcome.json);
  if (why.code == "JWT_AUTHENTICATION") {
    if (route.credential == Credential::access) return token_refusal(why.detail, now_ms);
    why.code = "UNAUTHORIZED";  // a new access token would not help: the client must not ask for one (1.3)
  }
  // Too many passwords or codes tried look like one more wrong one: pages show nothing for HTTP 429 (10.2, S8).
  if (why.code == "RATE" && route.credential == Credential::none) why.code = "BAD_REQUEST";
  return refusal(place, why, outcome.retry_after_ms, now_ms);
}

}  // namespace

Reply reply_for(const Route& route, const Place& place, const Outcome& outcome, std::string_view base_url, std::int64_t now_ms) {
  if (route.answer == Answer::plain_json) return health_reply(outcome);
  if (outcome.status != COCO_OK) return refusal_reply(route, place, outcome, now_ms);
  switch (route.answer) {
    case Answer::device_check: return device_reply(outcome, now_ms);
    case Answer::socket_address: return address_reply(place, outcome, base_url, now_ms);
    case Answer::plain_text: return text_reply(outcome);
    case Answer::openapi: return {200, "application/json", openapi(routes(), outcome.json, base_url), 0};
    case Answer::page: return page_reply(outcome);
    default: return success(place.service, route.success_status, outcome.json, now_ms);
  }
}

}  // namespace cocotalk::http
