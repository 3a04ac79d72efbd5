#include "core/api/fanout.hpp"

#include <algorithm>
#include <utility>

#include "core/api/destinations.hpp"
#include "core/api/message_shapes.hpp"
#include "core/domain/history.hpp"

namespace cocotalk::api {
namespace {

using namespace cocotalk::domain;

constexpr std::size_t max_unheard = 64;

const char* reason_of(coco_close_code code) {
  switch (code) {
    case COCO_CLOSE_REPLACED: return "replaced";
    case COCO_CLOSE_SIGNED_OUT: return "signed-out";
    default: return "unauthorized";
  }
}

}  // namespace

Event native_event(const Message& message) {
  Event event;
  event.kind = message.kind;
  event.body = native_body(message);
  event.seq = message.seq;
  if (message.number != 0) event.message_id = message.id().hex();
  event.sender = message.sender;
  event.ts_ms = message.sent_ms;
  return event;
}

Event legacy_event(const Message& message, const Room& room, std::span<const Member> invitees) {
  Event event;
  event.body = message_vo(message, room, invitees);
  event.message_id = message.id().hex();
  event.sender = message.sender;
  event.ts_ms = message.sent_ms;
  return event;
}

// ---- messages ----------------------------------------------------------------------------------------------------------------

void Fanout::message_posted(const Room& room, const Message& message, Link* from) {
  coco::add(messages_);
  tell_native_clients(room, message, kept_from(room, message.sender));
  tell_plugins(message);
  tell_read_by_sender(room, message);
  tell_original_clients(room, message, from);
  for (const Member& m : room.members)
    if (m.joining && !room.keeps_from(m, message.sender)) tell_state(room, m, Told::changes);
}

std::vector<AccountId> Fanout::kept_from(const Room& room, AccountId sender) {
  std::vector<AccountId> out;
  for (const Member& m : room.members)
    if (room.keeps_from(m, sender)) out.push_back(m.account->id);
  return out;
}

void Fanout::publish_to_others(const Room& room, const std::string& topic, const Event& event,
                               const std::vector<AccountId>& not_for) const {
  if (not_for.empty()) return publish_to({topic}, event);
  for (const Member& m : room.members) {
    if (std::ranges::find(not_for, m.account->id) != not_for.end()) continue;
    for (const LinkPtr& link : links_.of_account(m.account->id)) Links::deliver_to(*link, topic, event);
  }
}

void Fanout::tell_native_clients(const Room& room, const Message& message, const std::vector<AccountId>& not_for) {
  const std::string topic = room_topic(room.id);
  if (!links_.is_heard(topic)) return;
  publish_to_others(room, topic, native_event(message), not_for);
  if (not_for.empty()) return;
  const Event place = native_event(without_content(message));
  for (const AccountId account : not_for)
    for (const LinkPtr& link : links_.of_account(account)) Links::deliver_to(*link, topic, place);
}

void Fanout::message_changed(const Room& room, const Message& event, const std::vector<AccountId>& hidden_from) {
  std::vector<AccountId> not_for;
  for (const Member& m : room.members) {
    const bool is_hidden = std::ranges::find(hidden_from, m.account->id) != hidden_from.end();
    const bool is_unheard = event.kind == Message::reaction_kind && room.keeps_from(m, event.sender);
    if (is_hidden || is_unheard || m.joined_number >= event.concerns()) not_for.push_back(m.account->id);
  }
  tell_native_clients(room, event, not_for);
  tell_plugins(event);
  if (event.kind == Message::reaction_kind) return;
  for (const Member& m : room.members)
    if (const Message* const last = room.last_for(m); m.joining && last != nullptr && last->number == event.concerns())
      tell_state(room, m, Told::changes);
}

void Fanout::message_hidden(const Room& room, AccountId account, const MessageId& message) {
  Event event;
  event.topics.push_back(account_topic(account));
  event.kind = Message::hidden_kind;
  event.body =
      JsonWriter().begin_object().key("roomId").string(room.id.hex()).key("messageId").string(message.hex()).end_object().take();
  event.ts_ms = world_.now_ms();
  links_.publish(std::move(event));
  if (const Member* const member = room.member(account)) tell_state(room, *member, Told::changes);
}

void Fanout::keep_unheard(const Room& room, const Message& message, Link* from) const {
  if (from == nullptr || !from->is_open || !from->by_ticket) return;
  if (from->unheard && from->unheard->size() >= max_unheard) return;
  const std::string topic = legacy_room_topic(room.id, "message");
  for (const auto& [subscription, joined] : from->subscriptions)
    if (*joined == topic) return;
  if (!from->unheard) from->unheard = std::make_unique<std::vector<Message>>();
  from->unheard->push_back(message);
}

void Fanout::tell_original_clients(const Room& room, const Message& message, Link* from) {
  keep_unheard(room, message, from);
  const std::vector<std::string> own = own_topics(listing(room, message.sender), "message");
  const std::string topic = legacy_room_topic(room.id, "message");
  const auto is_heard = [this](const std::string& each) { return links_.is_heard(each); };
  if (!is_heard(topic) && std::ranges::none_of(own, is_heard)) return;
  const Event vo = legacy_event(message, room);
  publish_to_others(room, topic, vo, kept_from(room, message.sender));
  publish_to(own, vo);
}

void Fanout::tell_state(const Room& room, const Member& member, Told told) {
  std::string topic = account_topic(member.account->id);
  if (!links_.is_heard(topic)) return;
  JsonWriter out;
  out.begin_object();
  out.key("room");
  if (told == Told::whole_room)
    write_room(out, &room, Viewer::native);
  else
    write_room_without_members(out, room);
  out.key("last");
  if (const Message* const last = room.last_for(member))
    write_message(out, *last, room, Viewer::native);
  else
    out.null();
  out.key("unread").number(room.unread(member));
  out.key("mentioned").boolean(room.is_mentioned(member));
  out.key("seq").number(room.seq);
  out.key("joining").boolean(member.joining);
  write_preferences(out, member, world_.now_ms());
  out.end_object();
  Event event;
  event.topics.push_back(std::move(topic));
  event.kind = "room";
  event.body = out.take();
  event.state_key = room.id.hex();
  event.ts_ms = world_.now_ms();
  links_.publish(std::move(event));
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
  for (const LinkPtr& link : links_.of_session(session)) {
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
