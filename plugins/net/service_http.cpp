// The functions of cocotalk.http/1: from an exchange's name to the session that holds it.
#include "net/http_session.hpp"
#include "net/service.hpp"
#include "net/slots.hpp"

#include <cassert>

namespace cocotalk::net {

void Service::Http::mount(const coco_route& route) {
  auto routes = std::make_shared<Routes>(*service_.routes_);
  routes->add(route);
  service_.replace_routes(std::move(routes));
}

void Service::Http::unmount(void* ctx) {
  auto routes = std::make_shared<Routes>(*service_.routes_);
  routes->remove(ctx);
  service_.replace_routes(std::move(routes));
}

HttpSession* Service::Http::session(coco_exchange exchange) const {
  const SlotId named = SlotId::of(exchange);
  const auto& lanes = service_.shared_.lanes;
  if (named.lane >= lanes.size()) return nullptr;
  assert(lanes[named.lane]->is_here());
  const Connection* const found = lanes[named.lane]->in_slot(named.slot);
  HttpSession* const http = found != nullptr && found->session() != nullptr ? found->session()->as_http() : nullptr;
  return http != nullptr && http->is_current(exchange) ? http : nullptr;
}

void Service::Http::receive(coco_exchange exchange, std::uint64_t limit, std::uint64_t deadline_ms,
                            const coco_body_handler& handler) {
  if (HttpSession* const s = session(exchange)) s->receive(limit, deadline_ms, handler);
}

void Service::Http::pause(coco_exchange exchange) {
  if (HttpSession* const s = session(exchange)) s->pause();
}

void Service::Http::resume(coco_exchange exchange) {
  if (HttpSession* const s = session(exchange)) s->resume();
}

void Service::Http::respond(coco_exchange exchange, std::int32_t status, const coco_header* headers, std::uint64_t n,
                            std::string_view body) {
  if (HttpSession* const s = session(exchange)) s->respond(status, {headers, n}, body);
}

void Service::Http::respond_file(coco_exchange exchange, std::int32_t status, const coco_header* headers, std::uint64_t n,
                                 std::int32_t fd, std::uint64_t offset, std::uint64_t bytes) {
  FileRange file(fd, offset, bytes);
  if (HttpSession* const s = session(exchange)) s->respond_file(status, {headers, n}, std::move(file));
}

void Service::Http::begin(coco_exchange exchange, std::int32_t status, const coco_header* headers, std::uint64_t n) {
  if (HttpSession* const s = session(exchange)) s->begin(status, {headers, n});
}

void Service::Http::write(coco_exchange exchange, std::string_view bytes) {
  if (HttpSession* const s = session(exchange)) s->write(bytes);
}

std::uint64_t Service::Http::queued(coco_exchange exchange) {
  const HttpSession* const s = session(exchange);
  return s != nullptr ? s->queued() : 0;
}

void Service::Http::finish(coco_exchange exchange) {
  if (HttpSession* const s = session(exchange)) s->finish();
}

void Service::Http::on_gone(coco_exchange exchange, void (*fn)(void*), void* arg) {
  if (HttpSession* const s = session(exchange)) s->on_gone(fn, arg);
}

std::int32_t Service::Http::allows_origin(coco_exchange exchange) {
  const HttpSession* const s = session(exchange);
  return s != nullptr && s->allows_origin() ? 1 : 0;
}

coco_conn Service::Http::upgrade(coco_exchange exchange, std::string_view subprotocol, std::uint64_t message_limit,
                                 const coco_conn_handler& handler) {
  HttpSession* const s = session(exchange);
  return s != nullptr ? s->upgrade(subprotocol, message_limit, handler) : 0;
}

}  // namespace cocotalk::net