#include "net/service.hpp"

#include "net/http_session.hpp"
#include "net/slots.hpp"
#include "net/stream.hpp"

#include <algorithm>
#include <cassert>
#include <cstring>
#include <latch>
#include <sys/resource.h>
#include <thread>

namespace cocotalk::net {

namespace {

// As many descriptors as the system lets this user have.
void raise_descriptor_limit() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur == limit.rlim_max) return;
  limit.rlim_cur = limit.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &limit);
}

std::uint32_t lane_count(std::int64_t setting) {
  return setting > 0 ? static_cast<std::uint32_t>(setting) : std::clamp(std::thread::hardware_concurrency(), 1u, 64u);
}

}  // namespace

#define NET(slot) COCO_BIND(coco_net, slot, Service)
#define HTTP(slot) COCO_BIND(coco_http, slot, Service::Http)

Service::Service(coco::Host host, const coco::Settings& given)
    : shared_(host, given),
      allows_plaintext_(given.flag("allow_plaintext")),
      routes_(std::make_shared<Routes>()),
      net_table_{sizeof(coco_net), 0, this, NET(lanes), NET(post), NET(after), NET(cancel), NET(listen), NET(send), NET(send_binary),
                 NET(make_buffer), NET(release), NET(send_buffer), NET(queued), NET(notify_below), NET(pause), NET(resume), NET(close),
                 NET(abort), NET(set_silence_limit), NET(silent_ms), NET(set_message_limit), NET(unlisten)},
      http_table_{sizeof(coco_http), 0, &http_, HTTP(mount), HTTP(unmount), HTTP(receive), HTTP(pause), HTTP(resume), HTTP(respond),
                  HTTP(respond_file), HTTP(begin), HTTP(write), HTTP(queued), HTTP(finish), HTTP(on_gone), HTTP(upgrade)},
      listeners_table_{sizeof(coco_listeners), 0, this, COCO_BIND(coco_listeners, open, Service), COCO_BIND(coco_listeners, addresses, Service)} {
  for (const std::string& text : given.items("listen")) {
    http_addresses_.push_back(parse_listen_address(text, "setting 'listen'"));
    refuse_plaintext(http_addresses_.back());
  }
  for (std::uint32_t i = 0; i < lane_count(given.number("lanes")); ++i) shared_.lanes.push_back(std::make_unique<Lane>(i, shared_));
}

#undef NET
#undef HTTP

Service::~Service() { end_lanes(0); }

const void* Service::interface_of(std::string_view interface_id) {
  if (interface_id == COCO_NET) return &net_table_;
  if (interface_id == COCO_HTTP) return &http_table_;
  if (interface_id == COCO_LISTENERS) return &listeners_table_;
  return nullptr;
}

void Service::start() {
  raise_descriptor_limit();
  for (const Poco::Net::SocketAddress& address : http_addresses_) bind(address, std::nullopt);
  for (const std::unique_ptr<Lane>& lane : shared_.lanes) lane->start();
  is_running_ = true;
}

void Service::stop(coco::Completion&& drained) {
  end_lanes(shared_.limits.drain_ms);
  drained.ok();
}

void Service::end_lanes(std::uint64_t drain_ms) {
  on_every_lane([this](Lane& lane) {
    for (const std::unique_ptr<Listener>& listener : listeners_)
      if (&listener->lane() == &lane) listener->close();
  });
  if (is_running_) {
    for (const std::unique_ptr<Lane>& lane : shared_.lanes) lane->drain(drain_ms);
    for (const std::unique_ptr<Lane>& lane : shared_.lanes) lane->join();
  }
  is_running_ = false;
  listeners_.clear();
}

// Runs fn on each lane's thread and waits for all; here, when the lanes do not run. [main]
void Service::on_every_lane(const std::function<void(Lane&)>& fn) {
  if (!is_running_) {
    for (const std::unique_ptr<Lane>& lane : shared_.lanes) fn(*lane);
    return;
  }
  struct Call {
    const std::function<void(Lane&)>& fn;
    Lane& lane;
    std::latch& done;
  };
  std::latch done(static_cast<std::ptrdiff_t>(shared_.lanes.size()));
  std::vector<Call> calls;
  calls.reserve(shared_.lanes.size());
  for (const std::unique_ptr<Lane>& lane : shared_.lanes) {
    calls.push_back({fn, *lane, done});
    const bool posted = lane->post(
        [](void* arg) {
          const Call call = *static_cast<Call*>(arg);
          call.fn(call.lane);
          call.done.count_down();
        },
        &calls.back());
    if (!posted) done.count_down();
  }
  done.wait();
}

// ---- listeners -------------------------------------------------------------------------------------------------------------

void Service::refuse_plaintext(const Poco::Net::SocketAddress& address) const {
  if (allows_plaintext_ || is_loopback(address.host())) return;
  throw coco::Error(COCO_INVALID, "listening on " + to_text(address) +
                                      " would send passwords in the clear over the network; listen on loopback behind a proxy with "
                                      "TLS, or set 'allow_plaintext' to true");
}

Listener& Service::bind(const Poco::Net::SocketAddress& address, std::optional<coco_acceptor> acceptor) {
  Lane& lane = *shared_.lanes[listeners_.size() % shared_.lanes.size()];
  return *listeners_.emplace_back(std::make_unique<Listener>(shared_, lane, address, acceptor));
}

void Service::listen(std::string_view text, const coco_acceptor& acceptor, std::uint16_t* port) {
  const Poco::Net::SocketAddress address = parse_listen_address(text, "listen");
  refuse_plaintext(address);
  Listener& listener = bind(address, acceptor);
  if (port != nullptr) *port = listener.address().port();
  if (is_open_) open_listener(listener);
}

void Service::open_listener(Listener& listener) {
  on_every_lane([&listener](Lane& lane) {
    if (&listener.lane() == &lane) listener.open();
  });
}

void Service::unlisten(void* ctx) {
  on_every_lane([&](Lane& lane) {
    for (const std::unique_ptr<Listener>& listener : listeners_)
      if (&listener->lane() == &lane && listener->is_for(ctx)) listener->close();
  });
  on_every_lane([](Lane&) {});  // connections on their way between lanes have arrived
  std::erase_if(listeners_, [ctx](const std::unique_ptr<Listener>& listener) { return listener->is_for(ctx); });
}

void Service::open() {
  is_open_ = true;
  for (const std::unique_ptr<Listener>& listener : listeners_) open_listener(*listener);
}

std::uint64_t Service::addresses(char* out, std::uint64_t n) {
  std::string all;
  for (const std::unique_ptr<Listener>& listener : listeners_)
    if (listener->is_http()) all.append(all.empty() ? "" : "\n").append(to_text(listener->address()));
  if (n > 0) std::memcpy(out, all.data(), std::min<std::size_t>(all.size(), n));
  return all.size();
}

// ---- cocotalk.net/1 --------------------------------------------------------------------------------------------------------

Connection* Service::connection(coco_conn conn) const {
  const std::uint32_t index = SlotId::of(conn).lane;
  if (index >= shared_.lanes.size()) return nullptr;
  assert(shared_.lanes[index]->is_here());
  return shared_.lanes[index]->find(conn);
}

Stream* Service::stream(coco_conn conn) const {
  const Connection* const found = connection(conn);
  return found != nullptr && found->session() != nullptr ? found->session()->as_stream() : nullptr;
}

coco_status Service::post(std::uint32_t index, void (*fn)(void*), void* arg) {
  return lane(index).post(fn, arg) ? COCO_OK : COCO_ABORTED;
}

std::uint64_t Service::after(std::uint32_t index, std::uint64_t ms, void (*fn)(void*), void* arg) {
  assert(lane(index).is_here());
  return lane(index).timers().add(lane(index).now_ms() + ms, fn, arg);
}

void Service::cancel(std::uint32_t index, std::uint64_t timer) { lane(index).timers().cancel(timer); }

void Service::send(coco_conn conn, std::string_view bytes) {
  if (Stream* const s = stream(conn)) s->send(bytes);
}

void Service::send_binary(coco_conn conn, std::string_view bytes) {
  if (Stream* const s = stream(conn)) s->send_binary(bytes);
}

coco_buffer* Service::make_buffer(std::uint32_t index, std::string_view bytes) {
  return new coco_buffer{lane(index).arena().copy(bytes)};
}

void Service::release(std::uint32_t, coco_buffer* buffer) { delete buffer; }

void Service::send_buffer(coco_conn conn, coco_buffer* buffer) {
  Stream* const s = stream(conn);
  if (s != nullptr && s->is_open()) connection(conn)->queue(buffer->slice);
}

std::uint64_t Service::queued(coco_conn conn) {
  const Connection* const c = connection(conn);
  return c != nullptr ? c->queued() : 0;
}

void Service::notify_below(coco_conn conn, std::uint64_t bytes) {
  if (Stream* const s = stream(conn)) s->notify_below(bytes);
}

void Service::pause(coco_conn conn) {
  if (Stream* const s = stream(conn)) s->pause();
}

void Service::resume(coco_conn conn) {
  if (Stream* const s = stream(conn)) s->resume();
}

void Service::close(coco_conn conn, std::int32_t code, std::string_view reason) {
  if (Stream* const s = stream(conn)) s->close(code, reason);
}

void Service::abort(coco_conn conn, std::string_view why) {
  if (stream(conn) != nullptr) connection(conn)->cut(why);
}

void Service::set_silence_limit(coco_conn conn, std::uint64_t ms) {
  if (Stream* const s = stream(conn)) s->set_silence_limit(ms);
}

std::uint64_t Service::silent_ms(coco_conn conn) {
  Connection* const c = connection(conn);
  return c != nullptr ? c->lane().now_ms() - c->last_heard_ms() : 0;
}

void Service::set_message_limit(coco_conn conn, std::uint64_t bytes) {
  if (Stream* const s = stream(conn)) s->set_message_limit(bytes);
}

// ---- cocotalk.http/1 -------------------------------------------------------------------------------------------------------

void Service::replace_routes(std::shared_ptr<const Routes> routes) {
  routes_ = std::move(routes);
  on_every_lane([this](Lane& lane) { lane.routes = routes_; });
}

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

void Service::Http::receive(coco_exchange exchange, std::uint64_t limit, std::uint64_t deadline_ms, const coco_body_handler& handler) {
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

coco_conn Service::Http::upgrade(coco_exchange exchange, std::string_view subprotocol, std::uint64_t message_limit,
                                 const coco_conn_handler& handler) {
  HttpSession* const s = session(exchange);
  return s != nullptr ? s->upgrade(subprotocol, message_limit, handler) : 0;
}

}  // namespace cocotalk::net
