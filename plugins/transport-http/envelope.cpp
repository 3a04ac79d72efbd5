#include "transport-http/envelope.hpp"

#include "transport-http/json.hpp"
#include "transport-http/times.hpp"

#include <algorithm>
#include <utility>

namespace cocotalk::http {
namespace {

bool speaks_a(Service service) { return service == Service::auth || service == Service::push; }

bool is_no_value(std::string_view json) { return json.empty() || json == "{}" || json == "null"; }

Reply reply(int http_status, std::string body) { return {http_status, "application/json", std::move(body), 0}; }

std::string a_tail(std::int64_t now_ms) { return "\"timestamp\":" + json_string(offset_time(now_ms)) + "}"; }

std::string b_tail(std::int64_t now_ms) {
  return "\"status\":\"OK\",\"statusCode\":200,\"timestamp\":" + json_string(zoneless_time(now_ms)) + "}";
}

std::string a_failure(const Spoken& words, std::int64_t now_ms) {
  return "{\"isSuccess\":false,\"code\":" + std::to_string(words.code) + ",\"message\":" + json_string(words.text) + "," +
         a_tail(now_ms);
}

// The enum's text, and the detail behind it; a detail that already begins with the text is the whole.
std::string description(std::string_view text, std::string_view detail) {
  if (detail.empty()) return std::string(text);
  if (detail.starts_with(text)) return std::string(detail);
  return std::string(text) + " : " + std::string(detail);
}

std::string b_failure(const Spoken& words, std::string_view detail, std::int64_t now_ms) {
  return "{\"error\":{\"code\":" + std::to_string(words.code) + ",\"desc\":" + json_string(description(words.text, detail)) +
         ",\"type\":" + json_string(words.type) + "}," + b_tail(now_ms);
}

std::string_view reason(int http_status) {
  switch (http_status) {
    case 400: return "Bad Request";
    case 404: return "Not Found";
    case 408: return "Request Timeout";
    case 413: return "Payload Too Large";
    case 429: return "Too Many Requests";
    case 503: return "Service Unavailable";
    default: return "Internal Server Error";
  }
}

}  // namespace

Reply success(Service service, int http_status, std::string_view json, std::int64_t now_ms) {
  if (speaks_a(service)) {
    const std::string_view message = http_status == 201 ? "리소스 생성에 성공하였습니다." : "요청에 성공하였습니다.";
    const std::string result = is_no_value(json) ? "" : "\"result\":" + std::string(json) + ",";
    return reply(http_status, "{\"isSuccess\":true,\"message\":" + json_string(message) + "," + result + a_tail(now_ms));
  }
  const std::string data = is_no_value(json) ? "" : "\"data\":" + std::string(json) + ",";
  return reply(http_status, "{" + data + b_tail(now_ms));
}

Reply refusal(const Place& place, const Refusal& why, std::uint32_t retry_after_ms, std::int64_t now_ms) {
  const int http_status = http_status_of(why.code);
  if (http_status == 404) return not_found(place, now_ms);
  if (http_status == 500) return framework_error(500, place, now_ms);
  const Spoken words = spoken(place.service, why.code);
  Reply out = reply(http_status, speaks_a(place.service) ? a_failure(words, now_ms) : b_failure(words, why.detail, now_ms));
  if (http_status != 200 && (http_status != 413 || retry_after_ms > 0))
    out.retry_after_s = std::max(1u, (retry_after_ms + 999) / 1000);
  return out;
}

Reply token_refusal(std::string_view detail, std::int64_t now_ms) {
  const Spoken words = spoken(Service::none, "JWT_AUTHENTICATION");
  return reply(200,
               "{\n  \"error\" : { \"code\" : 6002, \"desc\" : " + json_string(description(words.text, detail)) +
                   ", \"type\" : \"JWT_AUTHENTICATION\" },\n  \"status\" : \"OK\",\n  \"statusCode\" : 200,\n  \"timestamp\" : " +
                   json_string(gateway_time(now_ms)) + "\n}");
}

Reply framework_error(int http_status, const Place& place, std::int64_t now_ms) {
  return reply(http_status, "{\"timestamp\":" + json_string(offset_time(now_ms)) + ",\"status\":" + std::to_string(http_status) +
                                ",\"error\":" + json_string(reason(http_status)) +
                                ",\"path\":" + json_string(is_utf8(place.path) ? place.path : "?") + "}");
}

Reply not_found(const Place& place, std::int64_t now_ms) {
  if (place.service == Service::none) return framework_error(404, place, now_ms);
  if (speaks_a(place.service)) return reply(404, a_failure(spoken(place.service, "NOT_FOUND"), now_ms));
  return reply(404, b_failure(spoken(place.service, "BAD_REQUEST"), "존재하지 않는 주소입니다.", now_ms));
}

Reply evicted_phone(std::int64_t now_ms) {
  const Spoken words = spoken(Service::auth, "UNAUTHORIZED");
  return reply(200, "{\"isSuccess\":false,\"code\":" + std::to_string(words.code) + ",\"message\":" + json_string(words.text) +
                        ",\"result\":{\"isValid\":false}," + a_tail(now_ms));
}

}  // namespace cocotalk::http
