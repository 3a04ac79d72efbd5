#include "transport-http/door.hpp"

#include "transport-http/call.hpp"
#include "transport-http/downloads.hpp"
#include "transport-http/input.hpp"
#include "transport-http/json_body.hpp"
#include "transport-http/upload.hpp"

#include <algorithm>
#include <exception>
#include <utility>

namespace cocotalk::http {
namespace {

constexpr std::string_view files_pattern = "/files/{*}";
constexpr std::string_view everything_else[] = {"/auth/{*}", "/user/{*}", "/chat/{*}", "/presence/{*}", "/push/{*}", "/{*}"};

Door& door_of(std::vector<std::unique_ptr<Door>>& all, Server& server, std::string_view pattern) {
  const auto found = std::find_if(all.begin(), all.end(), [&](const auto& door) { return door->pattern() == pattern; });
  return found != all.end() ? **found : *all.emplace_back(std::make_unique<Door>(server, pattern));
}

}  // namespace

void Door::mount() {
  const auto on_request = [](void* ctx, coco_exchange id, const coco_http_request* request) {
    Door& self = *static_cast<Door*>(ctx);
    try {
      self.on_request(id, *request);
    } catch (const std::exception& e) {
      self.server_.host.error(std::string("a request failed: ") + e.what());
      const Exchange exchange{&*self.server_.http, Lane{&*self.server_.net, request->lane}, id};
      exchange.respond(framework_error(500, Place("/"), self.server_.host.now_ms()));
    }
  };
  const coco_route route{sizeof route, 0, coco::view("*"), coco::view(pattern_), this, on_request};
  coco_error error{};
  coco::throw_if(server_.http->mount(server_.http->self, &route, &error), error);
}

void Door::unmount() { server_.http->unmount(server_.http->self, this); }

void Door::on_request(coco_exchange id, const coco_http_request& request) {
  const Exchange exchange{&*server_.http, Lane{&*server_.net, request.lane}, id};
  std::string_view method = coco::text(request.method);
  if (method == "OPTIONS") return answer_preflight(exchange, request);
  if (method == "HEAD") method = "GET";
  if (pattern_ == files_pattern && method == "GET") return send_file(server_, id, request);
  for (const Route* route : routes_)
    if (route->method == method) return serve(*route, id, request);
  exchange.respond(not_found(Place(coco::text(request.path)), server_.host.now_ms()));
}

void Door::serve(const Route& route, coco_exchange id, const coco_http_request& request) {
  auto call = std::make_shared<Call>(server_, route, id, request);
  if (!call->has_credential()) return;
  switch (route.input) {
    case Input::json_body: return receive_json(std::move(call), server_.limits, request.content_length);
    case Input::fields: break;
    default: return Upload::begin(server_, std::move(call), route, request);
  }
  std::optional<std::string> input = input_from(route.fields, request);
  if (!input) return call->respond_framework_error(400);
  call->ask(std::move(*input));
}

std::vector<std::unique_ptr<Door>> doors(Server& server) {
  std::vector<std::unique_ptr<Door>> all;
  for (const Route& route : routes()) door_of(all, server, route.pattern).add(route);
  door_of(all, server, files_pattern);
  for (const std::string_view pattern : everything_else) door_of(all, server, pattern);
  return all;
}

}  // namespace cocotalk::http
