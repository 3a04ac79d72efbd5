#include "transport-sse/transport.hpp"

#include <utility>

namespace cocotalk::sse {

namespace {

Limits limits_of(const coco::Settings& values) {
  const auto number = [&](const char* name) { return static_cast<std::uint64_t>(values.number(name)); };
  return {number("soft_outbox"),
          number("hard_outbox"),
          values.number("no_progress") / 1000,
          values.number("heart_beat") / 1000,
          values.number("retry"),
          number("max_topics"),
          number("max_streams"),
          number("max_request")};
}

}  // namespace

Transport::Transport(coco::Host host, const coco::Settings& values)
    : host_(host),
      limits_(limits_of(values)),
      tickets_(host),
      streams_(host.gauge("streams", "event streams that are open")),
      table_{sizeof table_,
             0,
             this,
             COCO_BIND(coco_transport, publish, Transport),
             COCO_BIND(coco_transport, deliver, Transport),
             COCO_BIND(coco_transport, close, Transport),
             COCO_BIND(coco_transport, expel, Transport)} {
  if (limits_.hard_bytes < 2 * limits_.soft_bytes)
    throw coco::Error(COCO_INVALID, "setting 'hard_outbox' is less than twice 'soft_outbox'; raise it");
}

void Transport::start() {
  gateway_ = host_.acquire<coco_gateway>(COCO_GATEWAY);
  net_ = host_.acquire<coco_net>(COCO_NET);
  http_ = host_.acquire<coco_http>(COCO_HTTP);
  if (!gateway_ || !net_ || !http_) throw coco::Error(COCO_UNAVAILABLE, "nobody provides the gateway, net or http");
  services_.emplace(&*gateway_, &*net_, &*http_, limits_, host_.counter("deliveries", "events sent to subscriptions"));
  for (std::uint32_t number = 0; number < net_->lanes(net_->self); ++number)
    lanes_.push_back(std::make_unique<Lane>(*services_, number, [this](const std::string& name) { forget(name); }));
  mount<&Transport::open_stream>("GET", "/events");
  mount<&Transport::issue_ticket>("POST", "/events/ticket");
  mount<&Transport::ask>("POST", "/events/ask/{command}");
  mount<&Transport::join>("POST", "/events/{link}/join");
  mount<&Transport::leave>("POST", "/events/{link}/leave");
  for (const char* pattern :
       {"/events", "/events/ticket", "/events/ask/{command}", "/events/{link}/join", "/events/{link}/leave"})
    mount<&Transport::preflight>("OPTIONS", pattern);
}

template <Transport::Handler handle>
void Transport::mount(std::string_view method, std::string_view pattern) {
  const auto on_request = [](void* self, coco_exchange exchange, const coco_http_request* request) {
    (static_cast<Transport*>(self)->*handle)(exchange, *request);
  };
  const coco_route route{sizeof route, 0, coco::view(method), coco::view(pattern), this, on_request};
  coco_error error{};
  coco::throw_if(http_->mount(http_->self, &route, &error), error);
}

void Transport::unmount() {
  if (http_) http_->unmount(http_->self, this);
}

// ---- what the core says

void Transport::on_every_lane(const std::function<void(Lane&)>& f) {
  for (const auto& lane : lanes_) services_->post(lane->number(), [lane = lane.get(), f] { f(*lane); });
}

void Transport::publish(const coco_event& event) {
  on_every_lane([shared = std::make_shared<const Event>(event)](Lane& lane) { lane.publish(shared); });
}

void Transport::deliver(std::uint64_t link, std::uint64_t subscription, const coco_event& event) {
  on_every_lane([link, subscription, shared = std::make_shared<const Event>(event)](Lane& lane) {
    if (Stream* stream = lane.find(link)) stream->hear(subscription, shared);
  });
}

void Transport::close(std::uint64_t link, coco_close_code code, std::string_view reason) {
  on_every_lane([link, code, why = std::string(reason)](Lane& lane) {
    if (const Stream* stream = lane.find(link)) lane.end(std::string(stream->name()), code, why);
  });
}

void Transport::expel(std::uint64_t link, std::uint64_t subscription) {
  on_every_lane([link, subscription](Lane& lane) {
    if (Stream* stream = lane.find(link)) stream->expel(subscription);
  });
}

// ---- streams, by name

bool Transport::take_place(const std::string& name, std::uint32_t lane) {
  const std::lock_guard lock(mutex_);
  if (is_retiring_ || places_.size() >= limits_.max_streams) return false;
  places_[name] = lane;
  coco::add(streams_);
  return true;
}

void Transport::forget(const std::string& name) {
  coco::Completion empty;
  std::string ticket;
  {
    const std::lock_guard lock(mutex_);
    if (places_.erase(name) == 0) return;
    if (auto entry = ticket_of_.extract(name)) ticket = std::move(entry.mapped());
    if (is_retiring_ && places_.empty()) empty = std::move(empty_);
  }
  coco::add(streams_, -1);
  if (!ticket.empty()) tickets_.renew(ticket);
  if (empty) empty.ok();
}

// ---- the way out

// Another instance serves from here on; the streams that are here go on until they end.
void Transport::retire(coco::Completion&& empty) {
  unmount();
  {
    const std::lock_guard lock(mutex_);
    is_retiring_ = true;
    if (!places_.empty()) {
      empty_ = std::move(empty);
      return;
    }
  }
  empty.ok();
}

// The streams hear why, then the gateway is told to forget us, and what is still under way answers last.
void Transport::stop(coco::Completion&& drained) {
  if (!services_) return drained.ok();
  unmount();
  on_every_lane([](Lane& lane) { lane.stop(COCO_CLOSE_DRAINING, "the host is going down"); });
  gateway_->detach(
      gateway_->self, &table_,
      coco::on_completion<void>([part = services_->under_way.begin()](coco_status, const void*, const coco_error*) {}));
  services_->under_way.end(std::move(drained));
}

}  // namespace cocotalk::sse
