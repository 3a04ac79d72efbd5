#include "transport-stomp/transport.hpp"

#include <cstdio>

#include "transport-stomp/asyncapi.hpp"
#include "transport-stomp/http_words.hpp"
#include "transport-stomp/native_link.hpp"
#include "transport-stomp/net_channel.hpp"
#include "transport-stomp/original_link.hpp"
#include "transport-stomp/words.hpp"

namespace cocotalk::stomp {

Transport::Transport(coco::Host host, const coco::Settings& values)
    : host_(host),
      limits_(values),
      tcp_address_(values.text("tcp")),
      table_{sizeof table_,
             0,
             this,
             COCO_BIND(coco_transport, publish, Transport),
             COCO_BIND(coco_transport, deliver, Transport),
             COCO_BIND(coco_transport, close, Transport),
             COCO_BIND(coco_transport, expel, Transport)} {}

void Transport::start() {
  gateway_ = host_.acquire<coco_gateway>(COCO_GATEWAY);
  net_ = host_.acquire<coco_net>(COCO_NET);
  http_ = host_.acquire<coco_http>(COCO_HTTP);
  if (!gateway_ || !net_ || !http_) throw coco::Error(COCO_UNAVAILABLE, "nobody provides the gateway, net or http");

  std::uint32_t random = 0;
  host_.random(&random, sizeof random);
  char prefix[16];
  std::snprintf(prefix, sizeof prefix, "%08x-", random);
  message_id_prefix_ = prefix;

  auto board = std::make_shared<Switchboard>();
  sockjs_.emplace(limits_);
  services_.emplace(Services{host_, limits_, Metrics(host_), &*net_, &*http_, &*gateway_, &table_, board, &*sockjs_});
  for (std::uint32_t number = 0; number < net_->lanes(net_->self); ++number) {
    Lane* const lane = lanes_.emplace_back(std::make_unique<Lane>(*services_, number)).get();
    board->add(
        std::make_unique<Mailbox>(&*net_, number, limits_.mailbox, [lane](Letter&& letter) { lane->read(std::move(letter)); }));
  }
  mount("/stomp/websocket", [](void* self, coco_exchange exchange, const coco_http_request* request) {
    Transport& t = *static_cast<Transport*>(self);
    t.upgrade(exchange, *request,
              std::make_unique<NativeLink>(*t.lanes_[request->lane], origin_of(*request, Group::Framing::websocket)),
              2 * t.limits_.max_frame_before_connected);
  });
  mount("/t/{ticket}/stomp/websocket", [](void* self, coco_exchange exchange, const coco_http_request* request) {
    Transport& t = *static_cast<Transport*>(self);
    std::string ticket(coco::text(request->params[0]));
    t.upgrade(exchange, *request,
              std::make_unique<OriginalLink>(*t.lanes_[request->lane], origin_of(*request, Group::Framing::websocket),
                                             std::move(ticket)),
              t.limits_.max_original_message);
  });
  mount("/docs/asyncapi.json", [](void* self, coco_exchange exchange, const coco_http_request* request) {
    answer_asyncapi(*static_cast<Transport*>(self)->services_, exchange, request->lane);
  });
  sockjs_endpoint_.emplace(*services_, lanes_).mount();
  if (!tcp_address_.empty()) listen();
}

void Transport::mount(const char* pattern, void (*on_request)(void*, coco_exchange, const coco_http_request*)) {
  coco_route route{};
  route.size = sizeof route;
  route.method = coco::view("GET");
  route.pattern = coco::view(pattern);
  route.ctx = this;
  route.on_request = on_request;
  coco_error error{};
  coco::throw_if(http_->mount(http_->self, &route, &error), error);
}

void Transport::listen() {
  const coco_acceptor acceptor{sizeof acceptor, 0, this,
                               [](void* self, coco_conn conn, const coco_peer_name* peer, coco_conn_handler* out) {
                                 static_cast<Transport*>(self)->accept(conn, *peer, *out);
                               }};
  coco_error error{};
  coco::throw_if(net_->listen(net_->self, coco::view(tcp_address_), &acceptor, &tcp_port_, &error), error);
  host_.info("STOMP over TCP at port " + std::to_string(tcp_port_));
}

void Transport::upgrade(coco_exchange exchange, const coco_http_request& request, std::unique_ptr<Link> link,
                        std::uint64_t message_limit) {
  const std::string_view subprotocol = best_subprotocol(header_of(request, "sec-websocket-protocol"));
  auto channel = std::make_unique<WebSocketChannel>(*link);
  lanes_[request.lane]->upgrade(exchange, subprotocol, message_limit, std::move(link), std::move(channel));
}

void Transport::accept(coco_conn conn, const coco_peer_name& peer, coco_conn_handler& out) {
  Lane& lane = *lanes_[peer.lane];
  auto link =
      std::make_unique<NativeLink>(lane, Origin{Group::Framing::stream, std::string(coco::text(peer.address)), "STOMP over TCP"});
  auto channel = std::make_unique<StreamChannel>(*link);
  out = channel->handler();
  channel->opened(conn);
  link->listen_on(std::move(channel));
  lane.adopt(std::move(link));
}

// ---- what the core says

std::string Transport::next_message_id() { return message_id_prefix_ + std::to_string(++made_up_ids_); }

void Transport::publish(const coco_event& event) {
  services_->board->publish(event, event.message_id.size == 0 ? next_message_id() : std::string());
}

void Transport::deliver(std::uint64_t link, std::uint64_t subscription, const coco_event& event) {
  const auto place = services_->board->place_of(link);
  if (!place) return;
  auto copy = std::make_shared<const Event>(event, event.message_id.size == 0 ? next_message_id() : std::string());
  services_->board->put(place->lane, Delivered{place->link, subscription, std::move(copy)});
}

void Transport::close(std::uint64_t link, coco_close_code code, std::string_view reason) {
  const auto place = services_->board->place_of(link);
  if (place) services_->board->put(place->lane, CloseOrdered{place->link, code, std::string(reason)});
}

void Transport::expel(std::uint64_t link, std::uint64_t subscription) {
  if (const auto place = services_->board->place_of(link))
    services_->board->put(place->lane, Expelled{place->link, subscription});
}

// ---- the way out

void Transport::leave_the_ways_in() {
  http_->unmount(http_->self, this);
  if (COCO_HAS(&*net_, unlisten)) net_->unlisten(net_->self, this);
}

void Transport::retire(coco::Completion&& empty) {
  if (lanes_.empty()) return empty.ok();
  is_retired_ = true;
  empty_ = std::move(empty);
  lanes_to_empty_ = lanes_.size();
  sockjs_endpoint_->retire();
  leave_the_ways_in();
  struct Retire {
    Transport* transport;
    Lane* lane;
  };
  for (const auto& lane : lanes_) {
    auto task = std::make_unique<Retire>(Retire{this, lane.get()});
    const auto on_lane = [](void* arg) {
      const std::unique_ptr<Retire> owned(static_cast<Retire*>(arg));
      owned->lane->retire([](void* self) { static_cast<Transport*>(self)->lane_has_emptied(); }, owned->transport);
    };
    if (net_->post(net_->self, lane->number(), on_lane, task.get()) == COCO_OK)
      task.release();
    else
      lane_has_emptied();
  }
}

void Transport::lane_has_emptied() {
  if (--lanes_to_empty_ == 0) std::exchange(empty_, coco::Completion()).ok();
}

// Links are ended first, then the gateway is told to forget us, then the lanes are passed once more.
void Transport::stop(coco::Completion&& drained) {
  if (lanes_.empty()) return drained.ok();
  drained_ = std::move(drained);
  leave_the_ways_in();
  sockjs_endpoint_->unmount();
  lanes_to_wait_for_ = lanes_.size();
  struct Stop {
    Transport* transport;
    Lane* lane;
  };
  for (const auto& lane : lanes_) {
    auto stop = std::make_unique<Stop>(Stop{this, lane.get()});
    const auto on_lane = [](void* arg) {
      const std::unique_ptr<Stop> owned(static_cast<Stop*>(arg));
      owned->lane->stop(
          owned->transport->is_retired_ ? "the server was renewed: connect again" : "the host is going down",
          [](void* self) { static_cast<Transport*>(self)->lane_is_empty(); }, owned->transport);
    };
    if (net_->post(net_->self, lane->number(), on_lane, stop.get()) == COCO_OK)
      stop.release();
    else
      lane_is_empty();
  }
}

void Transport::lane_is_empty() {
  if (--lanes_to_wait_for_ > 0) return;
  auto done = [this](coco_status, const void*, const coco_error*) { fence(); };
  gateway_->detach(gateway_->self, &table_, coco::on_completion<void>(std::move(done)));
}

// Every lane clears up and then passes every lane once more, so that what one told the other before has arrived.
void Transport::fence() {
  services_->board->shut();
  lanes_to_wait_for_ = lanes_.size() * lanes_.size();
  struct Clear {
    Transport* transport;
    Lane* lane;
  };
  const auto clear = [](void* arg) {
    const std::unique_ptr<Clear> owned(static_cast<Clear*>(arg));
    owned->lane->clear();
    owned->transport->pass_all();
  };
  for (const auto& lane : lanes_) {
    auto task = std::make_unique<Clear>(Clear{this, lane.get()});
    if (net_->post(net_->self, lane->number(), clear, task.get()) == COCO_OK)
      task.release();
    else
      pass_all();
  }
}

void Transport::pass_all() {
  const auto passed = [](void* self) {
    Transport& t = *static_cast<Transport*>(self);
    if (--t.lanes_to_wait_for_ == 0) std::exchange(t.drained_, coco::Completion()).ok();  // the last thing done here
  };
  for (std::size_t i = 0, n = lanes_.size(); i < n; ++i)
    if (net_->post(net_->self, static_cast<std::uint32_t>(i), passed, this) != COCO_OK) passed(this);
}

}  // namespace cocotalk::stomp
