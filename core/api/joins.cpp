#include "core/api/joins.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "core/api/destinations.hpp"
#include "core/api/replay.hpp"
#include "core/domain/refusal.hpp"

namespace cocotalk::api {
namespace {

using namespace cocotalk::domain;
constexpr std::uint32_t events_per_read = 256;

Event gap(std::int64_t from, std::int64_t to) {
  Event event;
  event.kind = "gap";
  event.seq = from;
  event.to_seq = to;
  return event;
}

// RoomVo comes in two flavours.
std::string flavoured(const Link& link, std::string topic) {
  return link.session->device == COCO_WEB ? for_pages(std::move(topic)) : topic;
}

// Who left a private room may still look at it, and is back with the next message.
bool may_hear(const Room& room, AccountId account, Destination::Kind kind) {
  const Member* const member = room.member(account);
  if (member == nullptr) return false;
  return member->joining || kind == Destination::Kind::room_message || kind == Destination::Kind::room_state;
}

// Neither left nor closed since the join began.
bool is_wanted(const Link& link, std::uint64_t subscription) {
  return link.is_open && std::ranges::find(link.catching_up, subscription) != link.catching_up.end();
}

// What a subscription catches up from: the kept events of a room or of a topic.
class Past {
 public:
  virtual ~Past() = default;
  // The sequence of the last published event.
  virtual std::int64_t head() const = 0;
  // Whether the link may still hear it.
  virtual bool is_open_to(const Link& link) const = 0;
  // Events after `seq`, ascending; also such that are durable and about to be published.
  virtual runtime::Task<std::vector<Event>> after(std::int64_t seq) = 0;
};

class PastOfRoom final : public Past {
 public:
  PastOfRoom(Application& app, RoomPtr room, AccountId reader) : app_(app), room_(std::move(room)), reader_(reader) {}
  std::int64_t head() const override { return room_->seq; }
  bool is_open_to(const Link& link) const override { return may_hear(*room_, link.session->account, Destination::Kind::room); }
  runtime::Task<std::vector<Event>> after(std::int64_t seq) override {
    const std::vector<Message> messages = co_await app_.history.events_after(room_, reader_, seq, events_per_read);
    std::vector<Event> out;
    for (const Message& m : messages) out.push_back(native_event(m));
    co_return out;
  }

 private:
  Application& app_;
  const RoomPtr room_;
  const AccountId reader_;
};

class PastOfTopic final : public Past {
 public:
  PastOfTopic(Application& app, TopicPtr topic) : app_(app), topic_(std::move(topic)) {}
  std::int64_t head() const override { return topic_->seq; }
  bool is_open_to(const Link&) const override { return true; }
  runtime::Task<std::vector<Event>> after(std::int64_t seq) override {
    std::vector<TopicEvent> events = co_await app_.topics.events_after(topic_, seq, events_per_read);
    std::vector<Event> out;
    for (TopicEvent& event : events) out.push_back(native_event(*topic_, std::move(event)));
    co_return out;
  }

 private:
  Application& app_;
  const TopicPtr topic_;
};

// Delivers what came after `seq`. The head is that of the last published event, and the loop does nothing else between the last
// comparison and the caller's joining: so nothing falls between.
runtime::Task<void> catch_up(Past& past, LinkPtr link, std::uint64_t subscription, std::int64_t seq) {
  const auto is_going_on = [&] { return is_wanted(*link, subscription) && past.is_open_to(*link); };
  while (seq < past.head() && is_going_on()) {
    const std::vector<Event> events = co_await past.after(seq);
    if (!is_going_on()) break;
    for (const Event& event : events) {
      if (event.seq > past.head()) break;  // it comes live or in the next round
      if (event.seq != seq + 1) Links::deliver(*link, subscription, gap(seq + 1, event.seq - 1));
      Links::deliver(*link, subscription, event);
      seq = event.seq;
    }
    if (seq < past.head() && (events.empty() || events.front().seq > past.head())) {
      Links::deliver(*link, subscription, gap(seq + 1, past.head()));
      seq = past.head();
    }
  }
}

// A position that the client may resume from.
std::int64_t checked(std::uint64_t from_seq, std::int64_t head) {
  if (from_seq > static_cast<std::uint64_t>(head))
    throw bad_request("from-seq is beyond the last sequence " + std::to_string(head));
  return static_cast<std::int64_t>(from_seq);
}

runtime::Task<void> catch_up_with_room(Application& app, LinkPtr link, RoomPtr room, std::uint64_t subscription,
                                       std::uint64_t from_seq) {
  std::int64_t seq = checked(from_seq, room->seq);
  const std::int64_t joined_seq = room->member(link->session->account)->joined_seq;
  if (seq < joined_seq) {
    Links::deliver(*link, subscription, gap(seq + 1, joined_seq));
    seq = joined_seq;
  }
  PastOfRoom past(app, std::move(room), link->session->account);
  co_await catch_up(past, std::move(link), subscription, seq);
}

// Marks the subscription for the length of the join, unless it is left meanwhile.
class CatchingUp {
 public:
  CatchingUp(Link& link, std::uint64_t subscription) : link_(link), subscription_(subscription) {
    link_.catching_up.push_front(subscription_);
  }
  CatchingUp(const CatchingUp&) = delete;
  CatchingUp& operator=(const CatchingUp&) = delete;
  ~CatchingUp() { std::erase(link_.catching_up, subscription_); }

 private:
  Link& link_;
  const std::uint64_t subscription_;
};

runtime::Task<Joined> join_topic(Application& app, LinkPtr link, std::string name, std::uint64_t subscription,
                                 std::uint64_t from_seq) {
  const TopicSpace& space = app.topics.space_to_hear(*link, name);
  Joined out;
  out.topic = Publication::channel_of(name);
  if (space.is_kept) {
    co_await app.topics.trim(name);
    const TopicPtr topic = co_await app.topics.find(std::move(name));
    if (from_seq != COCO_LIVE) {
      PastOfTopic past(app, topic);
      co_await catch_up(past, link, subscription, checked(from_seq, topic->seq));
    }
    out.head = topic->seq;
  } else if (from_seq != COCO_LIVE) {
    throw bad_request("the topic is not kept: there is nothing to resume from");
  }
  if (is_wanted(*link, subscription)) app.links.join(*link, subscription, out.topic);
  co_return out;
}

}  // namespace

runtime::Task<Joined> join(Application& app, LinkPtr link, std::string text, std::uint64_t subscription, std::uint64_t from_seq) {
  const CatchingUp until_joined(*link, subscription);
  {
    // What this link said before has its place in the storage's queue.
    const runtime::Mutex::Guard in_order = co_await link->order.acquire();
  }
  const std::optional<Destination> destination = parse_destination(text);
  const bool is_an_applications = !link->by_ticket && (!destination || app.topics.are_configured_at(text));
  if (is_an_applications) co_return co_await join_topic(app, link, std::move(text), subscription, from_seq);
  if (!destination) throw Refusal(COCO_NOT_FOUND, "BAD_REQUEST", "there is nothing to hear at " + text);
  if (!link->session->is_stored) throw guests_use_topics();
  const AccountId self = link->session->account;
  Joined out;
  using Kind = Destination::Kind;
  RoomPtr room;
  switch (destination->kind) {
    case Kind::me: out.topic = account_topic(self); break;
    case Kind::own_legacy:
      out.topic = legacy_account_topic(self, destination->leaf);
      if (destination->leaf != "message") out.topic = flavoured(*link, std::move(out.topic));
      break;
    case Kind::crash_web:
      if (link->session->device == COCO_WEB) out.topic = crash_topic(self, COCO_WEB);
      break;
    case Kind::crash_mobile:
      if (link->session->device == COCO_MOBILE) out.topic = crash_topic(self, COCO_MOBILE);
      break;
    default: room = co_await app.rooms.find_for(destination->room, self);
  }
  if (room) {
    if (destination->kind == Kind::room) out.topic = room_topic(room->id);
    if (destination->kind == Kind::room_live) out.topic = room_live_topic(room->id);
    if (destination->kind == Kind::room_message) out.topic = legacy_room_topic(room->id, "message");
    if (destination->kind == Kind::room_state) out.topic = flavoured(*link, legacy_room_topic(room->id, "room"));
  }
  if (destination->kind == Kind::room) {
    if (!may_hear(*room, self, Kind::room)) throw not_permitted();
    if (from_seq != COCO_LIVE) co_await catch_up_with_room(app, link, room, subscription, from_seq);
    out.head = room->seq;
  }
  Missed missed;
  if (destination->kind == Kind::own_legacy) missed = co_await missed_by(app, link, destination->leaf);
  if (!is_wanted(*link, subscription) || out.topic.empty()) co_return out;
  if (room && !may_hear(*room, self, destination->kind)) throw not_permitted();  // left while it caught up
  app.links.join(*link, subscription, out.topic);
  tell(*link, missed);
  if (destination->kind == Kind::room_message && link->unheard) {
    for (const Message& m : *link->unheard)
      if (m.room == room->id) Links::deliver(*link, subscription, legacy_event(m, *room));
    std::erase_if(*link->unheard, [&room](const Message& m) { return m.room == room->id; });
  }
  co_return out;
}

}  // namespace cocotalk::api
