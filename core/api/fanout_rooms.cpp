// What happens to rooms and their members, told in the order of wire document 5.6 and 5.7.
#include <algorithm>
#include <utility>

#include "core/api/destinations.hpp"
#include "core/api/fanout.hpp"
#include "core/api/message_shapes.hpp"

namespace cocotalk::api {

using namespace cocotalk::domain;

namespace {

constexpr std::int64_t members_interval_ms = 500;  // promises.md: at most 2 a second per room

}  // namespace

std::vector<AccountId> Fanout::listing(const Room& room) {
  std::vector<AccountId> out;
  out.reserve(room.members.size());
  for (const Member& m : room.members)
    if (m.joining) out.push_back(m.account->id);
  return out;
}

std::vector<AccountId> Fanout::listing(const Room& room, AccountId sender) {
  std::vector<AccountId> out = listing(room);
  for (const AccountId id : kept_from(room, sender)) std::erase(out, id);
  return out;
}

std::vector<std::string> Fanout::own_topics(const std::vector<AccountId>& accounts, std::string_view leaf) {
  std::vector<std::string> out;
  out.reserve(accounts.size() + 1);
  for (const AccountId account : accounts) out.push_back(legacy_account_topic(account, leaf));
  return out;
}

void Fanout::publish_to(std::vector<std::string> topics, Event event) const {
  std::erase_if(topics, [this](const std::string& topic) { return !links_.is_heard(topic); });
  if (topics.empty()) return;
  event.topics = std::move(topics);
  links_.publish(std::move(event));
}

void Fanout::publish_room(const Room& room, const std::vector<std::string>& topics, const std::string& state_key) const {
  std::vector<std::string> of_pages, of_others;
  for (const std::string& topic : topics) {
    std::string page = for_pages(topic);
    if (links_.is_heard(page)) (room.ghosts.empty() ? of_others : of_pages).push_back(std::move(page));
    if (links_.is_heard(topic)) of_others.push_back(topic);
  }
  const auto publish = [&](std::vector<std::string> to, Viewer viewer) {
    if (to.empty()) return;
    JsonWriter out;
    write_room(out, &room, viewer);
    Event event;
    event.topics = std::move(to);
    event.body = out.take();
    event.state_key = state_key;
    links_.publish(std::move(event));
  };
  publish(std::move(of_others), Viewer::other);
  publish(std::move(of_pages), Viewer::page);
}

void Fanout::room_created(const Room& room) {
  for (const Member& m : room.members)
    if (m.joining) tell_state(room, m, Told::whole_room);
  publish_room(room, own_topics(listing(room), "room/new"), {});
}

void Fanout::show_again(const Link& link, const Room& room) {
  const bool is_page = link.session->device == COCO_WEB;
  JsonWriter out;
  write_room(out, &room, is_page ? Viewer::page : Viewer::other);
  Event event;
  event.body = out.take();
  const std::string topic = legacy_account_topic(link.session->account, "room/new");
  Links::deliver_to(link, is_page ? for_pages(topic) : topic, event);
}

// ---- coming and going

void Fanout::members_joined(Room& room, const Message& message, const std::vector<Member>& joined, Link* from) {
  coco::add(messages_);
  std::vector<AccountId> new_ones, others = listing(room, message.sender);
  for (const Member& m : joined) new_ones.push_back(m.account->id);
  std::erase_if(others, [&](AccountId id) { return std::find(new_ones.begin(), new_ones.end(), id) != new_ones.end(); });
  const Event vo = legacy_event(
      message, room, message.type == MessageType::invite ? std::span<const Member>(joined) : std::span<const Member>());
  broadcast_members_at_once(room);
  tell_native_clients(room, message, kept_from(room, message.sender));
  tell_plugins(message, new_ones);
  tell_read_by_sender(room, message);
  keep_unheard(room, message, from);
  publish_to_others(room, legacy_room_topic(room.id, "message"), vo, kept_from(room, message.sender));
  publish_room(room, own_topics(others, "room"), "room:" + room.id.hex());
  publish_to(own_topics(others, "message"), vo);
  publish_room(room, own_topics(new_ones, "room/new"), {});
  publish_to(own_topics(new_ones, "message"), vo);
  for (const Member& m : room.members) {
    if (!m.joining || room.keeps_from(m, message.sender)) continue;
    const bool is_new = std::find(new_ones.begin(), new_ones.end(), m.account->id) != new_ones.end();
    tell_state(room, m, is_new ? Told::whole_room : Told::changes);
  }
}

void Fanout::member_left(Room& room, const Message& message, AccountId who) {
  coco::add(messages_);
  end_subscriptions(room, who);
  const std::vector<AccountId> others = listing(room, who);
  const Event vo = legacy_event(message, room);
  broadcast_members_at_once(room);
  tell_native_clients(room, message, kept_from(room, message.sender));
  tell_plugins(message, std::span(&who, 1));
  publish_to_others(room, legacy_room_topic(room.id, "message"), vo, kept_from(room, message.sender));
  publish_room(room, own_topics(others, "room"), "room:" + room.id.hex());
  publish_to(own_topics(others, "message"), vo);
  for (const Member& m : room.members)
    if (m.joining && !room.keeps_from(m, who)) tell_state(room, m, Told::changes);
  tell_gone(room, who);
}

void Fanout::room_gone(const Room& room, AccountId last) {
  end_subscriptions(room, last);
  tell_gone(room, last);
  Message farewell;
  farewell.room = room.id;
  farewell.kind = "removed";
  farewell.sender = last;
  farewell.sent_ms = world_.now_ms();
  tell_plugins_of_end(farewell);
}

// The original clients' lists keep the room until they ask for them again; what stands there says why nothing answers.
void Fanout::room_removed(const Room& room, const Message& farewell) {
  if (std::string topic = room_topic(room.id); links_.is_heard(topic)) {
    Event event;
    event.topics.push_back(std::move(topic));
    event.kind = farewell.kind;
    event.body = removal(farewell);
    event.state_key = farewell.kind;
    event.sender = farewell.sender;
    event.ts_ms = farewell.sent_ms;
    links_.publish(std::move(event));
  }
  const Event vo = legacy_event(farewell, room);
  publish_to({legacy_room_topic(room.id, "message")}, vo);
  publish_to(own_topics(listing(room), "message"), vo);
  for (const Member& m : room.members) {
    end_subscriptions(room, m.account->id);
    tell_gone(room, m.account->id);
  }
  tell_plugins_of_end(farewell);
}

// A page leaves a room and keeps its socket, which is to hear no more of it (Q17).
void Fanout::end_subscriptions(const Room& room, AccountId account) {
  const std::string state = legacy_room_topic(room.id, "room");
  links_.expel(account,
               {room_topic(room.id), room_live_topic(room.id), legacy_room_topic(room.id, "message"), state, for_pages(state)});
}

void Fanout::tell_gone(const Room& room, AccountId account) {
  std::string topic = account_topic(account);
  if (!links_.is_heard(topic)) return;
  JsonWriter out;
  out.begin_object();
  out.key("room");
  write_room_without_members(out, room);
  out.key("last").null();
  out.key("unread").number(0);
  out.key("seq").number(room.seq);
  out.key("joining").boolean(false);
  out.end_object();
  Event event;
  event.topics.push_back(std::move(topic));
  event.kind = "room";
  event.body = out.take();
  event.state_key = room.id.hex();
  event.ts_ms = world_.now_ms();
  links_.publish(std::move(event));
}

// ---- name, picture, notice, people

void Fanout::room_changed(Room& room, const Message& event) {
  broadcast_members_at_once(room);
  tell_native_clients(room, event, {});
  tell_plugins(event);
  publish_room(room, own_topics(listing(room), "room"), "room:" + room.id.hex());
  for (const Member& m : room.members) tell_state(room, m, Told::changes);
}

// The original clients know no notices.
void Fanout::notice_changed(const Room& room, const Message& event) {
  tell_native_clients(room, event, {});
  tell_plugins(event);
  for (const Member& m : room.members)
    if (m.joining) tell_state(room, m, Told::changes);
}

// Nobody's business but his own.
void Fanout::preferences_changed(const Room& room, const Member& member) { tell_state(room, member, Told::changes); }

void Fanout::members_changed(Room& room) {
  const auto told = told_lately_.find(room.id);
  if (told == told_lately_.end()) return broadcast_members(room);
  told->second = true;
}

// ---- the room's members, to original clients

// Who came or went is seen before what is said about it: this does not wait for its turn. What was waiting is told with it.
void Fanout::broadcast_members_at_once(Room& room) {
  const auto told = told_lately_.find(room.id);
  if (told == told_lately_.end()) return broadcast_members(room);
  told->second = false;
  publish_room(room, {legacy_room_topic(room.id, "room")}, "room:" + room.id.hex());
}

void Fanout::broadcast_members(Room& room) {
  const std::string topic = legacy_room_topic(room.id, "room");
  if (!links_.is_heard(topic) && !links_.is_heard(for_pages(topic))) return;
  publish_room(room, {topic}, "room:" + room.id.hex());
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

}  // namespace cocotalk::api
