#include "net/service.hpp"

#include <sys/resource.h>
#include <algorithm>
#include <cstring>
#include <latch>
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
      net_table_{sizeof(coco_net),
                 0,
                 this,
                 NET(lanes),
                 NET(post),
                 NET(after),
                 NET(cancel),
                 NET(listen),
                 NET(send),
                 NET(send_binary),
                 NET(make_buffer),
                 NET(release),
                 NET(send_buffer),
                 NET(queued),
                 NET(notify_below),
                 NET(pause),
                 NET(resume),
                 NET(close),
                 NET(abort),
                 NET(set_silence_limit),
                 NET(silent_ms),
                 NET(set_message_limit),
                 NET(unlisten),
                 NET(pressure)},
      http_table_{sizeof(coco_http),
                  0,
                  &http_,
                  HTTP(mount),
                  HTTP(unmount),
                  HTTP(receive),
                  HTTP(pause),
                  HTTP(resume),
                  HTTP(respond),
                  HTTP(respond_file),
                  HTTP(begin),
                  HTTP(write),
                  HTTP(queued),
                  HTTP(finish),
                  HTTP(on_gone),
                  HTTP(upgrade),
                  HTTP(allows_origin),
                  HTTP(serve_file),
                  HTTP(mount_folder),
                  HTTP(decline)},
      listeners_table_{sizeof(coco_listeners), 0, this, COCO_BIND(coco_listeners, open, Service),
                       COCO_BIND(coco_listeners, addresses, Service)} {
  for (const std::string& text : given.items("listen")) {
    http_addresses_.push_back(parse_listen_address(text, "setting 'listen'"));
    check_secrecy(http_addresses_.back());
  }
  for (std::uint32_t i = 0; i < lane_count(given.number("lanes")); ++i)
    shared_.lanes.push_back(std::make_unique<Lane>(i, shared_));
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
  for (const ListenAddress& address : http_addresses_) bind(address, std::nullopt);
  for (const std::unique_ptr<Lane>& lane : shared_.lanes) lane->start();
  is_running_ = true;
  shared_.certificate.start();
}

void Service::stop(coco::Completion&& drained) {
  end_lanes(shared_.limits.drain_ms);
  drained.ok();
}

void Service::end_lanes(std::uint64_t drain_ms) {
  shared_.certificate.stop();
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

// ---- listeners

// Passwords pass here: whoever listens for other machines has a certificate, or says that it is meant so.
void Service::check_secrecy(const ListenAddress& address) const {
  if (address.is_tls) {
    if (shared_.certificate.is_given()) return;
    throw coco::Error(COCO_INVALID, "listening on " + to_text(address) +
                                        " needs a certificate; set 'certificate' and 'key' of net to its PEM files");
  }
  if (allows_plaintext_ || is_loopback(address.socket.host())) return;
  throw coco::Error(
      COCO_INVALID,
      "listening on " + to_text(address) +
          " would send passwords over the network in the clear; write 'tls:' before the address, listen on loopback "
          "behind a proxy, or set 'allow_plaintext' of net to true");
}

Listener& Service::bind(const ListenAddress& address, std::optional<coco_acceptor> acceptor) {
  Lane& lane = *shared_.lanes[listeners_.size() % shared_.lanes.size()];
  return *listeners_.emplace_back(std::make_unique<Listener>(shared_, lane, address, acceptor));
}

void Service::listen(std::string_view text, const coco_acceptor& acceptor, std::uint16_t* port) {
  const ListenAddress address = parse_listen_address(text, "listen");
  check_secrecy(address);
  Listener* listener = is_open_ ? stream_listener(address) : nullptr;
  const bool is_shared = listener != nullptr;
  if (is_shared)
    listener->reception().add(acceptor);
  else
    listener = &bind(address, acceptor);
  if (port != nullptr) *port = listener->address().socket.port();
  if (is_open_ && !is_shared) open_listener(*listener);
}

Listener* Service::stream_listener(const ListenAddress& address) const {
  for (const std::unique_ptr<Listener>& listener : listeners_)
    if (listener->accepts_streams_at(address)) return listener.get();
  return nullptr;
}

void Service::open_listener(Listener& listener) {
  on_every_lane([&listener](Lane& lane) {
    if (&listener.lane() == &lane) listener.open();
  });
}

void Service::unlisten(void* ctx) {
  std::vector<const Listener*> over;
  for (const std::unique_ptr<Listener>& listener : listeners_)
    if (listener->is_for(ctx) && !listener->reception().take_away(ctx)) over.push_back(listener.get());
  const auto is_over = [&over](const std::unique_ptr<Listener>& listener) {
    return std::find(over.begin(), over.end(), listener.get()) != over.end();
  };
  on_every_lane([&](Lane& lane) {
    for (const std::unique_ptr<Listener>& listener : listeners_)
      if (&listener->lane() == &lane && is_over(listener)) listener->close();
  });
  on_every_lane([](Lane&) {});  // connections on their way between lanes have arrived, and calls of on_accept returned
  std::erase_if(listeners_, is_over);
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

// ---- routes

void Service::replace_routes(std::shared_ptr<const Routes> routes) {
  routes_ = std::move(routes);
  on_every_lane([this](Lane& lane) { lane.routes = routes_; });
}

}  // namespace cocotalk::net
