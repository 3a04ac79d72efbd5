// The functions of cocotalk.http/1: from an exchange's name to the session that holds it.
#include "net/http_session.hpp"
#include "net/service.hpp"
#include "net/slots.hpp"
#include "net/static_folder.hpp"

#include <cassert>

namespace cocotalk::net {

struct Service::Http::MountedFolder {
  MountedFolder(Http& the_http, const coco_static_folder& folder) : http(the_http), owner(folder.ctx), files(folder) {}
  static void on_request(void* ctx, coco_exchange exchange, const coco_http_request* request) {
    const auto& self = *static_cast<const MountedFolder*>(ctx);
    if (HttpSession* const s = self.http.session(exchange)) self.files.answer(*s, coco::text(request->params[0]));
  }
  Http& http;
  void* const owner;
  const StaticFolder files;
};

Service::Http::Http(Service& service) : service_(service) {}
Service::Http::~Http() = default;

void Service::Http::mount(const coco_route& route) {
  auto routes = std::make_shared<Routes>(*service_.routes_);
  routes->add(route, service_.is_open_ ? Routes::Equal::waits_behind : Routes::Equal::refused);
  service_.replace_routes(std::move(routes));
}

void Service::Http::unmount(void* ctx) {
  auto routes = std::make_shared<Routes>(*service_.routes_);
  routes->remove(ctx);
  const auto is_its = [ctx](const std::unique_ptr<MountedFolder>& folder) { return folder->owner == ctx; };
  for (const std::unique_ptr<MountedFolder>& folder : folders_)
    if (is_its(folder)) routes->remove(folder.get());
  service_.replace_routes(std::move(routes));
  std::erase_if(folders_, is_its);
}

void Service::Http::mount_folder(const coco_static_folder& folder) {
  auto mounted = std::make_unique<MountedFolder>(*this, folder);
  const std::string pattern = mounted->files.prefix() + "/{*}";
  for (const std::unique_ptr<MountedFolder>& other : folders_)
    if (other->owner == folder.ctx && other->files.prefix() == mounted->files.prefix())
      throw coco::Error(COCO_INVALID, "cannot mount GET " + pattern + ": an equal pattern is mounted already");
  mount({sizeof(coco_route), 0, coco::view("GET"), coco::view(pattern), mounted.get(), MountedFolder::on_request});
  folders_.push_back(std::move(mounted));
}

void Service::Http::serve_file(coco_exchange exchange, const coco_served_file& served) {
  FileRange file(served.fd, 0, served.bytes);
  if (HttpSession* const s = session(exchange))
    s->serve_file({served.headers, served.n_headers}, served.modified_ms, {}, std::move(file));
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

void Service::Http::decline(coco_exchange exchange) {
  if (HttpSession* const s = session(exchange)) s->decline();
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