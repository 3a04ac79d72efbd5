#include "core/api/fanout.hpp"

#include <utility>

#include "core/api/destinations.hpp"
#include "core/api/shapes.hpp"

namespace cocotalk::api {
namespace {

using namespace cocotalk::domain;

constexpr std::int64_t members_interval_ms = 500;  // promises.md: at most 2 a second per room
constexpr std::size_t max_unheard = 64;

const char* reason_of(coco_close_code code) {
  switch (code) {
    case COCO_CLOSE_REPLACED: return "replaced";
    case COCO_CLOSE_SIGNED_OUT: return "signed-out";
    default: return "unauthorized";
  }
}

std::string room_vo(const Room& room) {
  JsonWriter out;
  write_room(out, &room);
  return out.take();
}

}  // namespace

Event native_event(const Message& message) {
  Event event;
  event.kind = message.kind;
  event.body = native_message(message);
  event.seq = message.seq;
  event.message_id = message.id().hex();
  event.sender = message.sender;
  event.ts_ms = message.sent_ms;
  return event;
}

Event legacy_event(const Message& message) {
  Event event;
  event.body = message_vo(message);
  event.message_id = message.id().hex();
  event.sender = message.sender;
  event.ts_ms = message.sent_ms;
  return event;
}

// ---- messages ----------------------------------------------------------------------------------------------------------------

void Fanout::message_posted(const Room& room, const Message& message, Link* from) {
  if (std::string topic = room_topic(room.id); links_.is_heard(topic)) {
    Event event = native_event(message);
    event.topics.push_back(std::move(topic));
    links_.publish(std::move(event));
  }
  tell_original_clients(room, message, from);
  for (const Member& m : room.members)
    if (m.joining) tell_state(room, m, Told::changes);
}

void Fanout::tell_original_clients(const Room& room, const Message& message, Link* from) {
  std::vector<std::string> topics;
  std::string of_room = legacy_room_topic(room.id, "message");
  if (from != nullptr && from->is_open && from->by_ticket) {
    bool joined = false;
    for (const auto& [subscription, topic] : from->subscriptions) joined = joined || topic == of_room;
    if (!joined && from->unheard.size() < max_unheard) from->unheard.push_back(message);
  }
  if (links_.is_heard(of_room)) topics.push_back(std::move(of_room));
  for (const Member& m : room.members) {
    if (!m.joining) continue;
    std::string topic = legacy_account_topic(m.account->id, "message");
    if (links_.is_heard(topic)) topics.push_back(std::move(topic));
  }
  if (topics.empty()) return;
  Event event = legacy_event(message);
  event.topics = std::move(topics);
  links_.publish(std::move(event));
}

void Fanout::tell_state(const Room& room, const Member& member, Told told) {
  std::string topic = account_topic(member.account->id);
  if (!links_.is_heard(topic)) return;
  JsonWriter out;
  out.begin_object();
  out.key("room");
  if (told == Told::whole_room)
    write_room(out, &room);
  else
    write_room_without_members(out, room);
  out.key("last");
  if (room.last && room.last->number > member.joined_number)
    write_message(out, *room.last);
  else
    out.null();
  out.key("unread").number(room.unread(member));
  out.key("seq").number(room.seq);
  out.end_object();
  Event event;
  event.topics.push_back(std::move(topic));
  event.kind = "room";
  event.body = out.take();
  event.state_key = room.id.hex();
  event.ts_ms = world_.now_ms();
  links_.publish(std::move(event));
}

// ---- rooms -------------------------------------------------------------------------------------------------------------------

void Fanout::room_created(const Room& room) {
  Event event;
  for (const Member& m : room.members) {
    tell_state(room, m, Told::whole_room);
    std::string topic = legacy_account_topic(m.account->id, "room/new");
    if (links_.is_heard(topic)) event.topics.push_back(std::move(topic));
  }
  if (event.topics.empty()) return;
  event.body = room_vo(room);
  links_.publish(std::move(event));
}

void Fanout::presence_changed(Room& room, AccountId account, bool here) {
  const Member* const member = room.member(account);
  if (member != nullptr) tell_state(room, *member, Told::changes);
  if (const std::string topic = room_live_topic(room.id); links_.is_heard(topic)) {
    Event event;
    event.topics.push_back(topic);
    event.kind = "here";
    event.body = JsonWriter().begin_object().key("userId").number(account).key("here").boolean(here).end_object().take();
    event.state_key = "here:" + std::to_string(account);
    event.sender = account;
    event.ts_ms = world_.now_ms();
    links_.publish(event);
    if (!here && member != nullptr) {
      event.kind = "read";
      event.body =
          JsonWriter().begin_object().key("userId").number(account).key("readSeq").number(member->read_seq).end_object().take();
      event.state_key = "read:" + std::to_string(account);
      links_.publish(std::move(event));
    }
  }
  if (const auto told = told_lately_.find(room.id); told != told_lately_.end()) {
    told->second = true;
    return;
  }
  broadcast_members(room);
}

void Fanout::broadcast_members(Room& room) {
  Event event;
  event.topics.push_back(legacy_room_topic(room.id, "room"));
  if (!links_.is_heard(event.topics.front())) return;
  event.body = room_vo(room);
  event.state_key = "room:" + room.id.hex();
  links_.publish(std::move(event));
  told_lately_[room.id] = false;
  world_.executor.after(members_interval_ms, [this, id = room.id, weak = room.weak_from_this()] { broadcast_again(id, weak); });
}

void Fanout::broadcast_again(const RoomId& id, std::weak_ptr<Room> room) {
  const auto told = told_lately_.find(id);
  const bool changed = told->second;
  told_lately_.erase(told);
  const RoomPtr still = room.lock();
  if (changed && still) broadcast_members(*still);
}

// ---- people and devices
// --------------------------------------------------------------------------------------------------------

void Fanout::session_ended(const Session& session, const std::string& successor) {
  const std::string crash = crash_topic(session.account, session.device);
  Event to_original;
  to_original.content_type = "text/plain;charset=UTF-8";
  to_original.body = successor;
  Event to_native;
  to_native.kind = "ended";
  to_native.body = JsonWriter()
                       .begin_object()
                       .key("code")
                       .number(session.ended_code)
                       .key("reason")
                       .string(reason_of(session.ended_code))
                       .end_object()
                       .take();
  to_native.ts_ms = session.ended_ms;
  for (const LinkPtr& link : links_.of_session(session.id)) {
    if (link->by_ticket)
      Links::deliver_to(*link, crash, to_original);
    else
      Links::deliver_to(*link, account_topic(session.account), to_native);
    close_later(link, session.ended_code);
  }
}

void Fanout::close_later(const LinkPtr& link, coco_close_code code) {
  world_.executor.after(world_.limits.close_after_end_ms, [link, code] {
    if (link->is_open) link->back->close(link->back->self, link->id, code, coco::view(reason_of(code)));
  });
}

void Fanout::friends_changed(AccountId account) {
  Event event;
  event.topics.push_back(account_topic(account));
  event.kind = "friends";
  event.body = "{}";
  event.state_key = "friends";
  event.ts_ms = world_.now_ms();
  links_.publish(std::move(event));
}

}  // namespace cocotalk::api
