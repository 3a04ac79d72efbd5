#include "ui-console/json_view.hpp"

#include <Poco/JSON/Array.h>

#include <sstream>
#include <utility>

namespace cocotalk::console {

namespace {

using Poco::JSON::Array;
using Poco::JSON::Object;

Object ordered() { return Object(Poco::JSON_PRESERVE_KEY_ORDER); }

Object event(const std::string& kind) {
  Object out = ordered();
  out.set("event", kind);
  return out;
}

template <class T, class F>
Array list_of(const std::vector<T>& items, F&& make) {
  Array out;
  for (const T& item : items) out.add(make(item));
  return out;
}

Object object_of(const Person& person) {
  Object out = ordered();
  out.set("userId", person.id);
  out.set("cid", person.cid);
  out.set("name", person.name);
  return out;
}

Object object_of(const Reaction& reaction) {
  Object out = ordered();
  out.set("emoji", reaction.emoji);
  out.set("count", reaction.given);
  out.set("mine", reaction.is_mine);
  return out;
}

Object object_of(const Message& message, const Room& room) {
  Object out = ordered();
  out.set("id", message.id);
  out.set("userId", message.sender);
  out.set("name", room.name_of(message.sender));
  out.set("type", message.type);
  out.set("text", message.text);
  out.set("sentAt", message.sent_at);
  if (message.seq != 0) out.set("seq", message.seq);
  if (message.number != 0) out.set("number", message.number);
  if (!message.reactions.empty())
    out.set("reactions", list_of(message.reactions, [](const Reaction& one) { return object_of(one); }));
  return out;
}

Object object_of(const Member& member) {
  Object out = ordered();
  out.set("userId", member.id);
  out.set("name", member.name);
  out.set("joining", member.is_joining);
  out.set("here", member.is_here);
  return out;
}

Object object_of(const State& state, const Room& room) {
  Object out = ordered();
  out.set("number", state.number_of(room));
  out.set("room", room.id);
  out.set("title", room.title(state.me.id));
  out.set("private", room.is_private);
  out.set("unread", room.unread);
  if (room.last) out.set("last", object_of(*room.last, room));
  return out;
}

Array rooms_of(const State& state) {
  return list_of(state.rooms, [&](const Room& room) { return object_of(state, room); });
}

Array messages_of(const std::vector<Message>& messages, const Room& room) {
  return list_of(messages, [&](const Message& message) { return object_of(message, room); });
}

}  // namespace

JsonView::JsonView(std::function<void(std::string_view)> write) : write_(std::move(write)) {}

Object JsonView::answer(std::string_view command) const {
  Object out = ordered();
  out.set("answer", std::string(command));
  if (!request_id_.empty()) out.set("id", request_id_);
  return out;
}

void JsonView::write(const Object& object) const {
  std::ostringstream line;
  object.stringify(line);
  line << '\n';
  write_(line.str());
}

void JsonView::answers(const std::string& request_id) { request_id_ = request_id; }

void JsonView::signed_in(const State& state) {
  Object out = answer("sign-in");
  out.set("me", object_of(state.me));
  out.set("rooms", rooms_of(state));
  write(out);
}

void JsonView::signed_up(const std::string& cid) {
  Object out = answer("sign-up");
  out.set("cid", cid);
  write(out);
}

void JsonView::signed_out() { write(answer("sign-out")); }

void JsonView::friends(const std::vector<Friend>& friends) {
  Object out = answer("friends");
  out.set("friends", list_of(friends, [](const Friend& one) {
            Object person = object_of(one.person);
            person.set("addedByMe", one.added_by_me);
            return person;
          }));
  write(out);
}

void JsonView::friend_added(const Person& person) {
  Object out = answer("add");
  out.set("friend", object_of(person));
  write(out);
}

void JsonView::rooms(const State& state) {
  Object out = answer("rooms");
  out.set("rooms", rooms_of(state));
  write(out);
}

void JsonView::room_created(const State& state, const Room& room) {
  Object out = answer("new");
  out.set("room", object_of(state, room));
  write(out);
}

void JsonView::room_opened(const State& state, const Room& room) {
  Object out = answer("open");
  out.set("room", object_of(state, room));
  out.set("messages", messages_of(state.messages, room));
  if (state.has_newer) out.set("newer", true);
  write(out);
}

void JsonView::room_left(const State&, const Room& room) {
  Object out = answer("leave-room");
  out.set("room", room.id);
  write(out);
}

void JsonView::older(const State&, const Room& room, const std::vector<Message>& messages) {
  Object out = answer("back");
  out.set("room", room.id);
  out.set("messages", messages_of(messages, room));
  write(out);
}

void JsonView::newer(const State& state, const Room& room, const std::vector<Message>& messages) {
  Object out = answer("forward");
  out.set("room", room.id);
  out.set("messages", messages_of(messages, room));
  out.set("newer", state.has_newer);
  write(out);
}

void JsonView::said(const Sent& sent) {
  Object out = answer("send");
  out.set("room", sent.room);
  out.set("messageId", sent.id);
  out.set("seq", sent.seq);
  write(out);
}

void JsonView::members(const State&, const Room& room) {
  Object out = answer("who");
  out.set("room", room.id);
  out.set("members", list_of(room.members, [](const Member& member) { return object_of(member); }));
  write(out);
}

void JsonView::found(const State&, const std::string& words, const std::vector<Found>& messages) {
  Object out = answer("search");
  out.set("words", words);
  out.set("messages", list_of(messages, [](const Found& one) {
            Object found = ordered();
            found.set("id", one.id);
            found.set("number", one.number);
            found.set("room", one.room);
            found.set("userId", one.sender);
            found.set("sentAt", one.sent_at);
            found.set("pieces", list_of(one.pieces, [](const std::string& piece) { return piece; }));
            return found;
          }));
  write(out);
}

void JsonView::help() {
  Object out = answer("help");
  out.set("text", std::string(help_text()));
  write(out);
}

void JsonView::bye() { write(answer("quit")); }

void JsonView::refused(std::string_view command, const Refusal& why) {
  Object error = ordered();
  error.set("code", why.code);
  error.set("detail", std::string(why.what()));
  Object out = answer(command);
  out.set("error", error);
  write(out);
}

void JsonView::not_understood(const std::string& why) { refused("", Refusal(COCO_INVALID, "NOT_UNDERSTOOD", why)); }

void JsonView::heard(const State&, const Room& room, const Message& message) {
  Object out = event("message");
  out.set("room", room.id);
  out.set("message", object_of(message, room));
  write(out);
}

void JsonView::said_here_heard(const State& state, const Room& room, const Message& message) { heard(state, room, message); }

void JsonView::reacted(const State&, const Room& room, const ReactionNews& news) {
  Object out = event("reaction");
  out.set("room", room.id);
  out.set("messageId", news.message);
  out.set("userId", news.account);
  out.set("name", room.name_of(news.account));
  out.set("emoji", news.emoji);
  out.set("added", news.is_added);
  out.set("count", news.given);
  write(out);
}

void JsonView::room_changed(const State& state, const Room& room) {
  Object out = event("room");
  out.set("room", object_of(state, room));
  write(out);
}

void JsonView::message_elsewhere(const State& state, const Room& room) { room_changed(state, room); }

void JsonView::ended(const Ending& ending) {
  Object out = event("ended");
  out.set("code", ending.code);
  out.set("reason", ending.reason);
  write(out);
}

void JsonView::trouble(const Refusal& why) {
  Object out = event("trouble");
  out.set("detail", std::string(why.what()));
  write(out);
}

}  // namespace cocotalk::console
