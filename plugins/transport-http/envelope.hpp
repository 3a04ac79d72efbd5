#pragma once

#include "transport-http/refusal.hpp"
#include "transport-http/service.hpp"

#include <cstdint>
#include <string>
#include <string_view>

// The answers of the original's services, byte for byte: cocotalk-wire.md, 1.6. `now_ms` becomes the timestamp.
namespace cocotalk::http {

struct Reply {
  int status = 200;
  std::string content_type = "application/json";
  std::string body;
  std::uint32_t retry_after_s = 0;  // 0: no such header
  std::string policy{};             // Content-Security-Policy; empty: no such header
};

// A or B around a command's JSON; "{}" and "null" count as "no value".
Reply success(Service service, int http_status, std::string_view json, std::int64_t now_ms);

// A or B with the service's code and text; C when the token was refused; D where the original leaves it to its framework.
// `retry_after_ms` counts with the statuses 429 and 503, and with 413 where waiting helps.
Reply refusal(const Place& place, const Refusal& why, std::uint32_t retry_after_ms, std::int64_t now_ms);

// C: what the original's gateway says about a token.
Reply token_refusal(std::string_view detail, std::int64_t now_ms);

// D: the framework's own answer, for a request that no service understands.
Reply framework_error(int http_status, const Place& place, std::int64_t now_ms);

// 404, in the service's envelope; D outside the services.
Reply not_found(const Place& place, std::int64_t now_ms);

// A, for a device whose place another one took (4.2): also a failure, so that the phone signs out.
Reply evicted_phone(std::int64_t now_ms);

}  // namespace cocotalk::http
