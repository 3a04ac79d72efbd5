#include "core/api/joins.hpp"

#include <utility>

#include "core/api/destinations.hpp"
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

// Neither left nor closed since the join began.
bool is_wanted(const Link& link, std::uint64_t subscription) { return link.is_open && link.catching_up.contains(subscription); }

// Delivers what came after `seq`. The room's sequence is that of the last published event, and the loop does nothing else between
// the last comparison and the caller's joining: so nothing falls between.
runtime::Task<void> catch_up(Application& app, LinkPtr link, RoomPtr room, std::uint64_t subscription, std::int64_t seq) {
  const Member* const member = room->member(link->session->account);
  if (seq < member->joined_seq) {
    Links::deliver(*link, subscription, gap(seq + 1, member->joined_seq));
    seq = member->joined_seq;
  }
  while (seq < room->seq && is_wanted(*link, subscription)) {
    const std::vector<Message> events = co_await app.messages.events_after(room->id, seq, events_per_read);
    if (!is_wanted(*link, subscription)) break;
    for (const Message& m : events) {
      if (m.seq > room->seq) break;  // durable, and about to be published: it comes live or in the next round
      if (m.seq != seq + 1) Links::deliver(*link, subscription, gap(seq + 1, m.seq - 1));
      Links::deliver(*link, subscription, native_event(m));
      seq = m.seq;
    }
    if (seq < room->seq && (events.empty() || events.front().seq > room->seq)) {
      Links::deliver(*link, subscription, gap(seq + 1, room->seq));
      seq = room->seq;
    }
  }
}

// Marks the subscription for the length of the join, unless it is left meanwhile.
class CatchingUp {
 public:
  CatchingUp(Link& link, std::uint64_t subscription) : link_(link), subscription_(subscription) {
    link_.catching_up.insert(subscription_);
  }
  CatchingUp(const CatchingUp&) = delete;
  CatchingUp& operator=(const CatchingUp&) = delete;
  ~CatchingUp() { link_.catching_up.erase(subscription_); }

 private:
  Link& link_;
  const std::uint64_t subscription_;
};

}  // namespace

runtime::Task<Joined> join(Application& app, LinkPtr link, std::string text, std::uint64_t subscription, std::uint64_t from_seq) {
  const std::optional<Destination> destination = parse_destination(text);
  if (!destination) throw Refusal(COCO_NOT_FOUND, "BAD_REQUEST", "there is nothing to hear at " + text);
  const CatchingUp until_joined(*link, subscription);
  {
    // What this link said before has its place in the storage's queue.
    const runtime::Mutex::Guard in_order = co_await link->order.acquire();
  }
  const AccountId self = link->session->account;
  Joined out;
  using Kind = Destination::Kind;
  RoomPtr room;
  switch (destination->kind) {
    case Kind::me: out.topic = account_topic(self); break;
    case Kind::own_legacy: out.topic = legacy_account_topic(self, destination->leaf); break;
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
    if (destination->kind == Kind::room_state) out.topic = legacy_room_topic(room->id, "room");
  }
  if (destination->kind == Kind::room) {
    if (!room->member(self)->joining) throw not_permitted();
    if (from_seq != COCO_LIVE) {
      if (from_seq > static_cast<std::uint64_t>(room->seq))
        throw bad_request("from-seq is beyond the last sequence " + std::to_string(room->seq));
      co_await catch_up(app, link, room, subscription, static_cast<std::int64_t>(from_seq));
    }
    out.head = room->seq;
  }
  if (!is_wanted(*link, subscription) || out.topic.empty()) co_return out;
  app.links.join(*link, subscription, out.topic);
  if (destination->kind == Kind::room_message) {
    for (const Message& m : link->unheard)
      if (m.room == room->id) Links::deliver(*link, subscription, legacy_event(m));
    std::erase_if(link->unheard, [&room](const Message& m) { return m.room == room->id; });
  }
  co_return out;
}

}  // namespace cocotalk::api
