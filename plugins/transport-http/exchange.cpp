#include "transport-http/exchange.hpp"

#include "transport-http/input.hpp"

#include <cocotalk/plugin.hpp>

#include <string>
#include <vector>

namespace cocotalk::http {

void Exchange::respond(const Reply& reply) const {
  const std::string retry_after = std::to_string(reply.retry_after_s);
  std::vector<coco_header> headers = {{coco::view("Content-Type"), coco::view(reply.content_type)},
                                      {coco::view("Access-Control-Allow-Origin"), coco::view("*")},
                                      {coco::view("Cache-Control"), coco::view("no-store")},
                                      {coco::view("X-Content-Type-Options"), coco::view("nosniff")}};
  if (reply.retry_after_s > 0) headers.push_back({coco::view("Retry-After"), coco::view(retry_after)});
  if (!reply.policy.empty()) headers.push_back({coco::view("Content-Security-Policy"), coco::view(reply.policy)});
  http->respond(http->self, id, reply.status, headers.data(), headers.size(), coco::view(reply.body));
}

void answer_preflight(const Exchange& exchange, const coco_http_request& request) {
  std::vector<coco_header> headers = {
      {coco::view("Access-Control-Allow-Origin"), coco::view("*")},
      {coco::view("Access-Control-Allow-Methods"), coco::view("GET, POST, PUT, PATCH, DELETE, OPTIONS, HEAD, TRACE")},
      {coco::view("Access-Control-Max-Age"), coco::view("3600")}};
  if (const auto asked = header(request, "access-control-request-headers"))
    headers.push_back({coco::view("Access-Control-Allow-Headers"), coco::view(*asked)});
  exchange.http->respond(exchange.http->self, exchange.id, 200, headers.data(), headers.size(), coco::view(""));
}

}  // namespace cocotalk::http
