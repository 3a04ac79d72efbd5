#include "transport-stomp/sockjs_answer.hpp"

#include <algorithm>
#include <cctype>
#include <ctime>

#include "transport-stomp/http_words.hpp"

namespace cocotalk::stomp {
namespace {

constexpr std::size_t max_cookie_bytes = 128;
constexpr std::time_t year_s = 31'536'000;

std::string in_a_year() {
  const std::time_t then = std::time(nullptr) + year_s;
  std::tm utc{};
  gmtime_r(&then, &utc);
  char text[40];
  return {text, std::strftime(text, sizeof text, "%a, %d %b %Y %H:%M:%S GMT", &utc)};
}

// The client's JSESSIONID when it is one that can be sent back without harm.
std::string_view balancer_cookie_in(std::string_view cookies) {
  constexpr std::string_view name = "JSESSIONID=";
  while (!cookies.empty()) {
    std::string_view one = cookies.substr(0, cookies.find(';'));
    cookies.remove_prefix(std::min(cookies.size(), one.size() + 1));
    while (one.starts_with(' ')) one.remove_prefix(1);
    if (!one.starts_with(name)) continue;
    const std::string_view value = one.substr(name.size());
    const auto is_harmless = [](char c) {
      return std::isalnum(static_cast<unsigned char>(c)) || c == '-' || c == '_' || c == '.';
    };
    if (!value.empty() && value.size() <= max_cookie_bytes && std::ranges::all_of(value, is_harmless)) return value;
  }
  return "dummy";
}

}  // namespace

SockjsAnswer::SockjsAnswer(const coco_http_request& request)
    : request_headers_(header_of(request, "access-control-request-headers")), cookie_(header_of(request, "cookie")) {
  const std::string_view origin = header_of(request, "origin");
  field("Access-Control-Allow-Origin", origin.empty() || origin == "null" ? "*" : std::string(origin));
  field("Access-Control-Allow-Credentials", "true");
  field("Vary", "Origin");
  if (!request_headers_.empty()) field("Access-Control-Allow-Headers", request_headers_);
}

SockjsAnswer& SockjsAnswer::field(std::string_view name, std::string value) {
  fields_.emplace_back(name, std::move(value));
  return *this;
}

SockjsAnswer& SockjsAnswer::never_cached() {
  return field("Cache-Control", "no-store, no-cache, no-transform, must-revalidate, max-age=0");
}

SockjsAnswer& SockjsAnswer::allows(std::string_view methods) {
  return field("Access-Control-Allow-Methods", std::string(methods))
      .field("Access-Control-Max-Age", std::to_string(year_s))
      .field("Cache-Control", "public, max-age=" + std::to_string(year_s))
      .field("Expires", in_a_year());
}

SockjsAnswer& SockjsAnswer::balancer_cookie() {
  return field("Set-Cookie", "JSESSIONID=" + std::string(balancer_cookie_in(cookie_)) + "; path=/");
}

std::vector<coco_header> SockjsAnswer::headers() const {
  std::vector<coco_header> all;
  for (const auto& [name, value] : fields_) all.push_back({coco::view(name), coco::view(value)});
  return all;
}

void SockjsAnswer::respond(const coco_http& http, coco_exchange exchange, int status, std::string_view content_type,
                           std::string_view body) {
  if (!content_type.empty()) field("Content-Type", std::string(content_type));
  const std::vector<coco_header> all = headers();
  http.respond(http.self, exchange, status, all.data(), all.size(), coco::view(body));
}

void SockjsAnswer::begin(const coco_http& http, coco_exchange exchange, std::string_view content_type) {
  field("Content-Type", std::string(content_type)).field("X-Accel-Buffering", "no");  // proxies pass the pieces on at once
  const std::vector<coco_header> all = headers();
  http.begin(http.self, exchange, 200, all.data(), all.size());
}

}  // namespace cocotalk::stomp
