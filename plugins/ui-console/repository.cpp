#include "ui-console/repository.hpp"

#include <Poco/JSON/Array.h>
#include <Poco/JSON/Object.h>

#include <algorithm>
#include <sstream>
#include <utility>

namespace cocotalk::console {

namespace {

using Poco::JSON::Object;

constexpr std::int64_t most_at_once = 100;  // messages, says room.messages

std::string written(const Object& object) {
  std::ostringstream out;
  object.stringify(out);
  return out.str();
}

template <class T>
std::string with(const std::string& key, const T& value) {
  Object input;
  input.set(key, value);
  return written(input);
}

}  // namespace

Repository::Repository(Network& network, std::function<std::string()> new_message_id)
    : network_(network), new_message_id_(std::move(new_message_id)) {}

Person Repository::sign_in(const Login& who) {
  network_.open(who);
  return begin();
}

Person Repository::sign_in_to_stay(const Login& who) {
  network_.close();
  Object input;
  input.set("cid", who.cid);
  input.set("password", who.password);
  input.set("deviceClass", who.device == COCO_MOBILE ? "MOBILE" : "WEB");
  tokens_ = decode_tokens(network_.ask_anonymously("auth.sign-in", written(input), who.device).json);
  device_ = who.device;
  network_.open(tokens_.access, device_);
  return begin();
}

bool Repository::come_back() {
  const std::string epoch = network_.store_epoch();
  try {
    network_.open(tokens_.access, device_);
  } catch (const Refusal& why) {
    if (why.status != COCO_UNAUTHORIZED) throw;
    tokens_ = decode_tokens(network_.ask_with(tokens_.refresh, "auth.reissue", device_).json);
    network_.open(tokens_.access, device_);
  }
  begin();
  return network_.store_epoch() == epoch;
}

Person Repository::begin() {
  mine_ = ++last_subscription_;
  room_ = live_ = 0;
  try {
    network_.join("/me", mine_);
    return decode_person(network_.ask("profile.get", "{}").json);
  } catch (const Refusal&) {
    network_.close();  // half signed in is not signed in
    throw;
  }
}

void Repository::sign_up(const SignUp& who) {
  Object input;
  input.set("cid", who.cid);
  input.set("password", who.password.value_or(""));
  input.set("username", who.name);
  input.set("nickname", who.name);
  input.set("phone", who.phone);
  input.set("email", who.email);
  input.set("status", 0);
  network_.ask_anonymously("auth.sign-up", written(input));
}

void Repository::sign_out() {
  network_.ask("auth.sign-out", "{}");
  network_.close();
}

std::vector<Friend> Repository::friends() { return decode_friends(network_.ask("friends.list", "{}").json); }

Friend Repository::find(const std::string& cid) { return decode_friend(network_.ask("friends.find", with("cid", cid)).json); }

void Repository::add_friend(std::int64_t account) { network_.ask("friends.add", with("toUid", account)); }

std::vector<Room> Repository::rooms() { return decode_rooms(network_.ask("room.list", "{}").json); }

RoomWithNotice Repository::room(const std::string& id) {
  return decode_room_with_notice(network_.ask("room.get", with("roomId", id)).json);
}

std::optional<Room> Repository::private_room_with(std::int64_t account) {
  Room found = decode_room(network_.ask("room.private", with("userId", account)).json);
  if (found.id.empty()) return std::nullopt;
  return found;
}

Room Repository::create_room(const std::string& name, const std::vector<std::int64_t>& members) {
  Poco::JSON::Array list;
  for (const std::int64_t account : members) {
    Object member;
    member.set("userId", account);
    list.add(member);
  }
  Object input;
  input.set("roomname", name);
  input.set("img", "");
  input.set("type", members.size() == 2 ? 0 : 1);
  input.set("members", list);
  return decode_room(network_.ask("room.create", written(input)).json);
}

Tail Repository::enter(const std::string& room) {
  listen(room, COCO_LIVE);  // before the tail is read: then no message falls between both
  network_.ask("room.enter", with("roomId", room));
  return tail(room);
}

void Repository::enter_again(const std::string& room, std::uint64_t from_seq) {
  listen(room, from_seq);
  network_.ask("room.enter", with("roomId", room));
}

// Events that come before the answer belong to the subscription already.
void Repository::listen(const std::string& room, std::uint64_t from_seq) {
  room_ = ++last_subscription_;
  live_ = ++last_subscription_;
  try {
    network_.join("/room/" + room, room_, from_seq);
    network_.join("/room/" + room + "/live", live_);
  } catch (const Refusal&) {
    room_ = live_ = 0;
    throw;
  }
}

void Repository::leave(const std::string& room) {
  network_.leave(std::exchange(room_, 0));
  network_.leave(std::exchange(live_, 0));
  network_.ask("room.away", with("roomId", room));
}

Tail Repository::tail(const std::string& room) {
  Object input;
  input.set("roomId", room);
  input.set("count", 20);
  return decode_tail(network_.ask("room.tail", written(input)).json);
}

std::vector<Message> Repository::before(const std::string& room, const std::string& bundle) {
  Object input;
  input.set("roomId", room);
  input.set("bundleId", bundle);
  input.set("count", 20);
  input.set("size", 20);  // whole bundles (wire document, 6.5)
  return decode_messages(network_.ask("room.messages", written(input)).json);
}

std::vector<Message> Repository::between(const std::string& room, std::int64_t first, std::int64_t last) {
  Object input;
  input.set("roomId", room);
  input.set("from", std::max<std::int64_t>(1, first));
  input.set("count", std::min(last - std::max<std::int64_t>(1, first) + 1, most_at_once));
  return decode_messages(network_.ask("room.messages", written(input)).json);
}

Sent Repository::say(const std::string& room, const std::string& text, const std::string& client_msg_id) {
  Object input;
  input.set("roomId", room);
  input.set("content", text);
  input.set("clientMsgId", client_msg_id.empty() ? new_message_id_() : client_msg_id);
  const Answer answer = network_.ask("room.send", written(input));
  return {room, answer.message_id.empty() ? decode_sent_id(answer.json) : answer.message_id, answer.seq};
}

void Repository::tell_typing(const std::string& room) { network_.ask("room.typing", with("roomId", room)); }

std::vector<Found> Repository::search(const std::string& words) {
  Object input;
  input.set("words", words);
  input.set("in", Poco::JSON::Array().add("messages"));
  input.set("limit", 50);
  return decode_found(network_.ask("search", written(input)).json);
}

std::optional<News> Repository::news(const Incoming& incoming) {
  if (const LinkEnded* ended = std::get_if<LinkEnded>(&incoming)) {
    if (!network_.loses(*ended)) return std::nullopt;
    return SignInEnded{ended->ending};
  }
  const Event& event = std::get<Event>(incoming);
  if (event.subscription == mine_ && network_.is_open()) {
    if (event.kind == "room") return RoomChanged{decode_room_state(event.body)};
    if (event.kind == "ended") {
      network_.close();
      return SignInEnded{decode_ending(event.body)};
    }
  } else if (event.subscription == room_ && network_.is_open()) {
    if (event.kind == "message" || event.kind == "joined" || event.kind == "left")
      return MessageHeard{decode_event_message(event.body)};
    if (event.kind == "edited" || event.kind == "deleted") {
      Message changed = decode_event_message(event.body);
      changed.is_edited = true;
      changed.is_deleted = changed.is_deleted || event.kind == "deleted";
      return MessageChanged{std::move(changed)};
    }
    if (event.kind == "reaction") return ReactionHeard{decode_reaction_news(event.body)};
    if (event.kind == "gap") return GapHeard{};
    return RoomEvent{event.seq, event.kind == "renamed" || event.kind == "notice"};
  } else if (event.subscription == live_ && network_.is_open()) {
    using What = MemberHeard::What;
    const What what = event.kind == "here" ? What::here : event.kind == "read" ? What::read : What::typing;
    return MemberHeard{what, decode_member_news(event.body, event.kind)};
  }
  return std::nullopt;
}

}  // namespace cocotalk::console
