#include "poll/page.hpp"

#include <iterator>
#include <memory>
#include <span>
#include <string>
#include <utility>

#include "poll/poll.hpp"

namespace cocotalk::poll {
namespace {

std::string header(const coco_http_request& request, std::string_view name) {
  for (const coco_header& each : std::span(request.headers, request.n_headers))
    if (coco::text(each.name) == name) return std::string(coco::text(each.value));
  return {};
}

int status_of(coco_status status) {
  switch (status) {
    case COCO_OK: return 200;
    case COCO_INVALID: return 400;
    case COCO_UNAUTHORIZED: return 401;
    case COCO_DENIED: return 403;
    case COCO_NOT_FOUND: return 404;
    case COCO_RATE:
    case COCO_BUSY: return 429;
    default: return 503;
  }
}

}  // namespace

// One request, until it is answered on its lane. Whoever holds it keeps HTTP and the plugin.
struct Page::Request {
  coco_exchange exchange;
  std::uint32_t lane;
  coco::Lease<coco_http> http;
  coco::UnderWay::Part part;
  int status = 500;
  std::string body{};

  void respond() const {
    const coco_header headers[] = {{coco::view("Content-Type"), coco::view("text/plain; charset=utf-8")},
                                   {coco::view("Cache-Control"), coco::view("no-store")},
                                   {coco::view("X-Content-Type-Options"), coco::view("nosniff")}};
    http->respond(http->self, exchange, status, headers, std::size(headers), coco::view(body));
  }
};

void Page::start() {
  const auto http = host_.acquire<coco_http>(COCO_HTTP);
  if (!http) return;
  const coco_route route{sizeof route,
                         0,
                         coco::view("GET"),
                         coco::view("/poll/{room}/{number}"),
                         this,
                         [](void* self, coco_exchange exchange, const coco_http_request* request) {
                           static_cast<Page*>(self)->answer(exchange, *request);
                         }};
  coco_error error{};
  coco::throw_if(http->mount(http->self, &route, &error), error);
}

void Page::stop(coco::Completion&& drained) {
  if (const auto http = host_.acquire<coco_http>(COCO_HTTP)) http->unmount(http->self, this);
  under_way_.end(std::move(drained));
}

void Page::answer(coco_exchange exchange, const coco_http_request& asked) {
  const auto request =
      std::make_shared<Request>(Request{exchange, asked.lane, host_.acquire<coco_http>(COCO_HTTP), under_way_.begin()});
  const std::string room(coco::text(asked.params[0])), number(coco::text(asked.params[1]));
  const coco::Caller caller = coco::Caller::with_token(header(asked, "x-access-token"), coco::text(asked.address));
  coco::ask(host_, caller, "poll.get", getting(room, number), [this, request](coco::Answer&& answer) {
    request->status = status_of(answer.status);
    request->body = answer.is_ok() ? as_page(answer.json) : answer.why + "\n";
    const auto net = host_.acquire<coco_net>(COCO_NET);
    auto kept = std::make_unique<std::shared_ptr<Request>>(request);
    const auto respond = [](void* arg) {
      (*std::unique_ptr<std::shared_ptr<Request>>(static_cast<std::shared_ptr<Request>*>(arg)))->respond();
    };
    if (net->post(net->self, request->lane, respond, kept.get()) == COCO_OK) kept.release();
  });
}

}  // namespace cocotalk::poll
