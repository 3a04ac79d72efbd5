#include "transport-http/refusal.hpp"

#include "transport-http/json.hpp"

#include <initializer_list>
#include <optional>
#include <utility>

namespace cocotalk::http {
namespace {

bool is_one_of(std::string_view word, std::initializer_list<std::string_view> words) {
  for (const std::string_view w : words)
    if (w == word) return true;
  return false;
}

Spoken auth_words(std::string_view word, int base) {
  if (word == "NO_VALUES") return {base + 2, {}, "입력되지 않은 값이 존재합니다."};
  if (word == "EXISTS_INFO") return {base + 3, {}, "이미 존재하는 정보입니다."};
  if (is_one_of(word, {"UNAUTHORIZED", "JWT_AUTHENTICATION"})) return {base + 4, {}, "권한이 없습니다."};
  if (word == "NOT_PERMITTED") return {base + 5, {}, "권한이 없습니다."};
  if (word == "NOT_FOUND") return {base + 6, {}, "NOT FOUND"};
  if (is_one_of(word, {"RATE", "BUSY", "RETRY"})) return {base + (base == 2000 ? 11 : 10), {}, "서버와의 통신에 실패하였습니다."};
  return {base + 1, {}, "요청에 실패하였습니다."};
}

Spoken typed_words(std::string_view word, int base) {
  if (word == "JWT_AUTHENTICATION") return {base + 1, "JWT_AUTHENTICATION", "JWT 인중 중 문제가 발생했습니다."};
  if (word == "UNAUTHORIZED") return {base + 3, "NOT_LOGIN", "로그인 하지 않은 사용자입니다."};
  if (word == "NOT_PERMITTED") return {base + 5, "NOT_PERMITTED", "권한이 없는 유저 입니다."};
  if (is_one_of(word, {"RATE", "BUSY", "RETRY"})) {
    if (base == 3000) return {3006, "COMMUNICATION", "통신 중 문제가 발생했습니다."};
    return {base, "UNKNOWN", "알 수 없는 에러입니다."};
  }
  return {base + 4, "BAD_REQUEST", "잘못된 요청입니다."};
}

std::string_view word_for(coco_status status) {
  switch (status) {
    case COCO_INVALID:
    case COCO_CONFLICT: return "BAD_REQUEST";
    case COCO_DENIED: return "NOT_PERMITTED";
    case COCO_NOT_FOUND: return "NOT_FOUND";
    case COCO_RATE: return "RATE";
    case COCO_BUSY: return "BUSY";
    case COCO_RETRY:
    case COCO_ABORTED:
    case COCO_UNAVAILABLE: return "RETRY";
    case COCO_UNAUTHORIZED: return "UNAUTHORIZED";
    default: return "INTERNAL";
  }
}

}  // namespace

Refusal refusal_of(coco_status status, std::string_view json) {
  if (std::optional<std::string> code = text_member(json, "code"))
    return {std::move(*code), text_member(json, "detail").value_or("")};
  return {std::string(word_for(status)), ""};
}

Spoken spoken(Service service, std::string_view word) {
  switch (service) {
    case Service::auth: return auth_words(word, 2000);
    case Service::push: return auth_words(word, 4000);
    case Service::user: return typed_words(word, 1000);
    case Service::chat: return typed_words(word, 3000);
    case Service::presence: return typed_words(word, 5000);
    case Service::none: break;
  }
  return typed_words(word, 6000);
}

int http_status_of(std::string_view word) {
  if (is_one_of(word, {"RATE", "BUSY"})) return 429;
  if (word == "QUOTA") return 413;
  if (word == "RETRY") return 503;
  if (word == "UNKNOWN_COMMAND") return 404;
  if (word == "INTERNAL") return 500;
  return 200;
}

}  // namespace cocotalk::http
