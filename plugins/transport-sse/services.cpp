#include "transport-sse/services.hpp"

#include "transport-sse/text.hpp"

#include <vector>

namespace cocotalk::sse {

void Services::respond(coco_exchange exchange, int status, std::string_view json, std::uint32_t retry_after_ms) const {
  const std::string seconds = std::to_string((retry_after_ms + 999) / 1000);
  std::vector<coco_header> headers{{coco::view("Content-Type"), coco::view("application/json")},
                                   {coco::view("Cache-Control"), coco::view("no-store")},
                                   {coco::view("Access-Control-Allow-Origin"), coco::view("*")}};
  if (retry_after_ms != 0) headers.push_back({coco::view("Retry-After"), coco::view(seconds)});
  http->respond(http->self, exchange, status, headers.data(), headers.size(), coco::view(json));
}

std::string refusal_json(std::string_view code, std::string_view detail) {
  return "{\"code\":" + json_string(code) + ",\"detail\":" + json_string(detail) + "}";
}

int http_status(coco_status status) {
  switch (status) {
    case COCO_OK: return 200;
    case COCO_INVALID: return 400;
    case COCO_UNAUTHORIZED: return 401;
    case COCO_DENIED: return 403;
    case COCO_NOT_FOUND: return 404;
    case COCO_CONFLICT: return 409;
    case COCO_RATE: return 429;
    case COCO_BUSY:
    case COCO_RETRY:
    case COCO_ABORTED:
    case COCO_UNAVAILABLE: return 503;
    default: return 500;
  }
}

}  // namespace cocotalk::sse
