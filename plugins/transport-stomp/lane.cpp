#include "transport-stomp/lane.hpp"

#include <algorithm>

#include "transport-stomp/sockjs_codec.hpp"

namespace cocotalk::stomp {
namespace {

constexpr std::size_t largest_ws_header = 10;
constexpr std::uint64_t look_if_empty_ms = 250;
constexpr std::uint32_t tight_percent = 80, relaxed_percent = 60;  // of net's budget for what is unread

}  // namespace

void Lane::adopt(std::unique_ptr<Link> link) {
  const LinkName name = link->name();
  links_.put(name, std::move(link));
}

void Lane::upgrade(coco_exchange exchange, std::string_view subprotocol, std::uint64_t message_limit, std::unique_ptr<Link> link,
                   std::unique_ptr<NetChannel> channel) {
  const coco_http& http = *services_.http;
  const coco_conn_handler handler = channel->handler();
  const coco_conn conn = http.upgrade(http.self, exchange, coco::view(subprotocol), message_limit, &handler);
  if (conn == 0) return;
  channel->opened(conn);
  link->listen_on(std::move(channel));
  adopt(std::move(link));
}

// Not at once: net may say so in the middle of anything we asked of it.
void Lane::gone(LinkName name) {
  gone_.push_back(name);
  const auto bury_all = [](void* self) { static_cast<Lane*>(self)->bury(); };
  services_.net->post(services_.net->self, number_, bury_all, this);
}

void Lane::bury() {
  for (const LinkName name : std::exchange(gone_, {})) links_.erase(name);
  if (!links_.is_empty() || closed_ == nullptr) return;
  services_.net->cancel(services_.net->self, number_, drain_timer_);
  std::exchange(closed_, nullptr)(closed_arg_);  // the last thing done here
}

Link* Lane::find(LinkName name) {
  const std::unique_ptr<Link>* const found = links_.find(name);
  return found == nullptr ? nullptr : found->get();
}

void Lane::read(Letter&& letter) {
  std::visit([this](auto& kind) { read(kind); }, letter);
  settle();
}

void Lane::read(Published& letter) {
  for (const coco_view topic : letter.event->topics())
    for (const auto& [key, group] : index_.groups_of(coco::text(topic))) fan_out(letter.event, *group);
}

// Encodes once, at the first member who takes it, and hands the same bytes to all.
void Lane::fan_out(const SharedEvent& event, const Group& group) {
  if (group.framing == Group::Framing::sockjs_http) return fan_out_to_sessions(event, group);
  const coco_net& net = *services_.net;
  coco_buffer* bytes = nullptr;
  std::int64_t sent = 0;
  for (Subscription* member : group.members) {
    if (!member->link->takes(*member, event)) continue;
    if (bytes == nullptr) bytes = net.make_buffer(net.self, number_, coco::view(encode(*event, group)));
    net.send_buffer(net.self, member->link->conn(), bytes);
    ++sent;
  }
  if (bytes != nullptr) net.release(net.self, number_, bytes);
  count_sent(sent);
}

void Lane::count_sent(std::int64_t events) {
  coco::add(services_.metrics.frames_out, events);
  coco::add(services_.metrics.deliveries, events);
}

void Lane::fan_out_to_sessions(const SharedEvent& event, const Group& group) {
  SharedFrame bytes;
  std::int64_t sent = 0;
  for (Subscription* member : group.members) {
    if (!member->link->takes(*member, event)) continue;
    if (!bytes) bytes = std::make_shared<const std::string>(encode(*event, group));
    member->link->channel().send_encoded(bytes);
    ++sent;
  }
  count_sent(sent);
}

std::string_view Lane::encode(const Event& event, const Group& group) {
  using Framing = Group::Framing;
  scratch_.assign(largest_ws_header, '\0');
  if (group.framing == Framing::stream || group.framing == Framing::websocket) {
    write_message(scratch_, group.shape, event.get(), group.words.destination, group.words.id);
  } else {
    message_.clear();
    write_message(message_, group.shape, event.get(), group.words.destination, group.words.id);
    append_sockjs_message(scratch_, message_);
  }
  std::string_view frame = std::string_view(scratch_).substr(largest_ws_header);
  if (group.framing == Framing::stream || group.framing == Framing::sockjs_http) return frame;
  std::uint8_t header[largest_ws_header];
  const std::uint32_t header_bytes = coco_ws_header(frame.size(), header);
  std::copy_n(header, header_bytes, scratch_.begin() + static_cast<std::ptrdiff_t>(largest_ws_header - header_bytes));
  return std::string_view(scratch_).substr(largest_ws_header - header_bytes);
}

void Lane::read(Delivered& letter) {
  if (Link* link = find(letter.to)) link->delivered(letter);
}

void Lane::read(LostDelivery& letter) {
  if (Link* link = find(letter.to)) link->lost(letter.subscription);
}

void Lane::read(LostEvents& letter) {
  for (const auto& [topic, count] : letter.topics)
    for (const auto& [key, group] : index_.groups_of(topic))
      for (Subscription* member : group->members) member->link->lost(*member, count);
}

void Lane::read(CloseOrdered& letter) {
  if (Link* link = find(letter.to)) link->end(letter.code, letter.reason);
}

void Lane::read(Expelled& letter) {
  if (Link* link = find(letter.to)) link->expelled(letter);
}

void Lane::read(Opened& letter) {
  if (Link* link = find(letter.to)) return link->opened(letter);
  if (letter.ending.status != COCO_OK) return;
  services_.gateway->close(services_.gateway->self, letter.link);  // the client left while it was signed in
  services_.board->link_closed(letter.link);
}

void Lane::read(Joined& letter) {
  if (Link* link = find(letter.to)) return link->joined(letter);
  if (!letter.topic.empty()) services_.board->unlisten(letter.topic, number_);
}

void Lane::read(Answered& letter) {
  if (Link* link = find(letter.to)) link->answered(letter);
}

void Lane::settle() {
  for (Subscription* subscription : std::exchange(lagging_, {})) subscription->link->withdraw(*subscription);
  for (const LinkName name : std::exchange(too_slow_, {}))
    if (Link* link = find(name)) link->end(COCO_CLOSE_SLOW, "the client does not read");
  for (const LinkName name : std::exchange(behind_, {}))
    if (Link* link = find(name)) link->catch_up();
  watch_budget();
}

// promises.md: when all clients together leave 80 % of net's budget unread, all catch up.
void Lane::watch_budget() {
  const coco_net* const net = services_.net;
  if (!COCO_HAS(net, pressure)) return;
  const std::uint32_t percent = net->pressure(net->self, number_, waiting_bytes_ - std::exchange(told_bytes_, waiting_bytes_));
  if (is_tight_ ? percent >= relaxed_percent : percent < tight_percent) return;
  is_tight_ = !is_tight_;
  if (!is_tight_) return;
  services_.host.warn("clients leave 80 % of outbox_total unread: all that do not keep up catch up from the storage");
  services_.board->put_to_others(number_, Tightened{});
  links_.for_each([](const std::unique_ptr<Link>& link) { link->shed(); });
  settle();
}

void Lane::retire(void (*emptied)(void* arg), void* arg) {
  emptied_ = emptied;
  emptied_arg_ = arg;
  look_if_empty();
}

void Lane::look_if_empty() {
  empty_timer_ = 0;
  if (links_.is_empty() && sockjs_sessions_.is_empty() && sockjs_exchanges_.is_empty())
    return std::exchange(emptied_, nullptr)(emptied_arg_);
  const auto again = [](void* self) { static_cast<Lane*>(self)->look_if_empty(); };
  empty_timer_ = services_.net->after(services_.net->self, number_, look_if_empty_ms, again, this);
}

void Lane::stop(std::string_view why, void (*closed)(void* arg), void* arg) {
  if (empty_timer_ != 0) services_.net->cancel(services_.net->self, number_, std::exchange(empty_timer_, 0));
  sockjs_sessions_.stop();
  if (links_.is_empty()) return closed(arg);
  closed_ = closed;
  closed_arg_ = arg;
  const auto cut_the_rest = [](void* self) { static_cast<Lane*>(self)->cut_all(); };
  drain_timer_ = services_.net->after(services_.net->self, number_, services_.limits.drain_deadline_ms, cut_the_rest, this);
  for (const LinkName name : names())
    if (Link* link = find(name)) link->end(COCO_CLOSE_DRAINING, why);
}

void Lane::clear() {
  sockjs_sessions_.clear();
  sockjs_exchanges_.clear();
}

void Lane::cut_all() {
  links_.for_each([](const std::unique_ptr<Link>& link) { link->channel().abort("did not close in time"); });
}

std::vector<LinkName> Lane::names() const {
  std::vector<LinkName> all;
  links_.for_each([&all](const std::unique_ptr<Link>& link) { all.push_back(link->name()); });
  return all;
}

}  // namespace cocotalk::stomp
