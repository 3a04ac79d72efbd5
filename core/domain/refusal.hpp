// What the application says no to, and how.
#pragma once

#include <cocotalk/abi.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace cocotalk::domain {

// The client's fault or bad luck: a value that travels as an exception from the line that noticed it to the dispatcher of the
// command. `code` is a word of docs/commands.md, `detail` for people (Korean where the wire document has a text).
struct Refusal {
  coco_status status;
  const char* code;
  std::string detail;
  std::uint32_t retry_after_ms = 0;

  Refusal(coco_status s, const char* c, std::string d, std::uint32_t retry_ms = 0)
      : status(s), code(c), detail(std::move(d)), retry_after_ms(retry_ms) {}
};

inline Refusal bad_request(std::string detail) { return {COCO_INVALID, "BAD_REQUEST", std::move(detail)}; }
inline Refusal no_values(std::string_view field) {
  return {COCO_INVALID, "NO_VALUES", "'" + std::string(field) + "' is missing or blank"};
}
inline Refusal not_permitted() { return {COCO_DENIED, "NOT_PERMITTED", ""}; }
inline Refusal guests_use_topics() { return {COCO_DENIED, "NOT_PERMITTED", "guests use topics for applications only"}; }
// The texts of wire document 1.3: clients renew their token.
inline Refusal expired_token() { return {COCO_UNAUTHORIZED, "JWT_AUTHENTICATION", "만료된 토큰입니다."}; }
inline Refusal malformed_token() { return {COCO_UNAUTHORIZED, "JWT_AUTHENTICATION", "올바르지 않은 형식의 토큰입니다."}; }
inline Refusal empty_token() { return {COCO_UNAUTHORIZED, "JWT_AUTHENTICATION", "헤더에 토큰이 포함되지 않았습니다."}; }
inline Refusal missing_token() { return {COCO_UNAUTHORIZED, "JWT_AUTHENTICATION", "X-ACCESS-TOKEN 헤더가 설정되지 않았습니다."}; }
inline Refusal unauthorized() { return {COCO_UNAUTHORIZED, "UNAUTHORIZED", ""}; }

}  // namespace cocotalk::domain
