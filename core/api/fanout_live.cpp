// What is told of rooms and not kept: who looks, who has read how far, who types.
#include <utility>

#include "core/api/destinations.hpp"
#include "core/api/fanout.hpp"
#include "core/api/json.hpp"

namespace cocotalk::api {

using namespace cocotalk::domain;

void Fanout::publish_live(const Room& room, AccountId account, const Live& what) const {
  const std::string topic = room_live_topic(room.id);
  if (!links_.is_heard(topic)) return;
  Event event;
  event.kind = what.kind;
  event.body = JsonWriter().begin_object().key("userId").number(account).key(what.field).literal(what.value).end_object().take();
  event.state_key = event.kind + ":" + std::to_string(account);
  if (what.except != nullptr) event.except_session = what.except->id.hex();
  event.sender = account;
  event.ts_ms = world_.now_ms();
  publish_to_others(room, topic, event, kept_from(room, account));
}

// ---- who looks

// The others hear of a departure a little later, and not at all when the member is back by then: reloading a page, or losing the
// network for a moment, is not worth two broadcasts.
void Fanout::presence_changed(Room& room, AccountId account, bool here) {
  if (const Member* const member = room.member(account)) tell_state(room, *member, Told::changes);
  const std::pair<RoomId, AccountId> who(room.id, account);
  if (here) {
    if (departures_.erase(who) == 0) tell_presence(room, account, true);
    return;
  }
  const std::uint64_t number = departures_[who] = ++last_departure_;
  world_.executor.after(world_.limits.presence_grace_ms, [this, who, number, room_ptr = room.shared_from_this()] {
    const auto departure = departures_.find(who);
    if (departure == departures_.end() || departure->second != number) return;
    departures_.erase(departure);
    tell_presence(*room_ptr, who.second, false);
  });
}

void Fanout::tell_presence(Room& room, AccountId account, bool here) {
  publish_live(room, account, {"here", "here", here ? "true" : "false"});
  tell_read(room, account);
  members_changed(room);
}

// ---- who has read how far

void Fanout::tell_read(const Room& room, AccountId account) const {
  const Member* const member = room.member(account);
  if (member == nullptr) return;
  publish_live(room, account, {"read", "readSeq", std::to_string(room.read_seq(*member))});
}

void Fanout::tell_read_by_sender(const Room& room, const Message& message) const {
  if (!room.is_present(message.sender)) tell_read(room, message.sender);
}

// ---- who types

void Fanout::typing_changed(const Room& room, const Session& by, bool types) {
  publish_live(room, by.account, {"typing", "typing", types ? "true" : "false", &by});
}

}  // namespace cocotalk::api
