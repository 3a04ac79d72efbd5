#include "ui-console/view_model.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

namespace cocotalk::console {

namespace {

bool is_notice(const Message& message) { return message.type == 1 || message.type == 2; }

std::string names_of(const std::vector<Person>& people) {
  std::string names;
  for (const Person& person : people) names += (names.empty() ? "" : ", ") + person.name;
  return names;
}

std::string bundle_before(const std::vector<Message>& messages) { return messages.empty() ? "" : messages.front().bundle; }

}  // namespace

ViewModel::ViewModel(Repository& repository, View& view, coco_device_class device)
    : repository_(repository), view_(view), device_(device) {}

void ViewModel::carry_out(const Command& command) {
  std::visit([this](const auto& one) { on(one); }, command);
}

void ViewModel::take_in(const Incoming& incoming) {
  if (const std::optional<News> news = repository_.news(incoming)) std::visit([this](const auto& one) { on(one); }, *news);
}

// ---- accounts and friends

void ViewModel::on(const SignIn& command) {
  state_ = {};
  ended_.reset();
  said_here_.clear();
  try {
    state_.me = repository_.sign_in({command.cid, command.password.value_or(""), device_});
  } catch (const Refusal& refusal) {
    const coco_status why = refusal.status;
    if (why != COCO_INVALID && why != COCO_DENIED && why != COCO_UNAUTHORIZED && why != COCO_NOT_FOUND) throw;
    throw Refusal(COCO_UNAUTHORIZED, refusal.code, refusal.what());  // a wrong password, or what the session policy says
  }
  state_.rooms = repository_.rooms();
  view_.signed_in(state_);
}

void ViewModel::on(const SignUp& command) {
  repository_.sign_up(command);
  view_.signed_up(command.cid);
}

void ViewModel::on(const SignOut&) {
  need_sign_in();
  repository_.sign_out();
  state_ = {};
  view_.signed_out();
}

void ViewModel::on(const ListFriends&) {
  need_sign_in();
  view_.friends(repository_.friends());
}

void ViewModel::on(const AddFriend& command) {
  need_sign_in();
  const Person person = person_named(command.cid);
  repository_.add_friend(person.id);
  view_.friend_added(person);
}

// ---- rooms

void ViewModel::on(const ListRooms&) {
  need_sign_in();
  std::optional<Room> open;
  if (const Room* found = state_.find(state_.open_room)) open = *found;
  state_.rooms = repository_.rooms();
  if (open) remember(*open).unread = 0;
  view_.rooms(state_);
}

void ViewModel::on(const NewRoom& command) {
  need_sign_in();
  std::vector<Person> others;
  for (const std::string& cid : command.cids) others.push_back(person_named(cid));
  if (others.size() == 1) {
    if (const std::optional<Room> there_is = repository_.private_room_with(others[0].id)) {
      const Room& room = remember(*there_is);
      return view_.room_created(state_, room);
    }
  }
  std::vector<std::int64_t> members{state_.me.id};
  for (const Person& person : others) members.push_back(person.id);
  const std::string name = command.name.empty() ? names_of(others) : command.name;
  const Room& room = remember(repository_.create_room(name, members));
  view_.room_created(state_, room);
}

void ViewModel::on(const OpenRoom& command) {
  need_sign_in();
  const std::string id = room_named(command.room);
  close_room();
  Tail tail = repository_.enter(id);
  Room& room = remember(tail.room);
  room.unread = 0;
  state_.open_room = id;
  oldest_bundle_ = bundle_before(tail.messages);
  state_.messages = std::move(tail.messages);
  view_.room_opened(state_, room);
}

void ViewModel::on(const LeaveRoom&) {
  const Room room = open_room();
  close_room();
  view_.room_left(state_, room);
}

void ViewModel::on(const ListMembers&) {
  Room& room = open_room();
  refresh_members(room);
  view_.members(state_, room);
}

// ---- messages

void ViewModel::on(const Say& command) {
  need_sign_in();
  const std::string room = command.room.empty() ? open_room().id : command.room;
  const Sent sent = repository_.say(room, command.text, command.client_msg_id);
  if (room == state_.open_room) said_here_.insert(sent.id);
  view_.said(sent);
}

void ViewModel::on(const Older&) {
  Room& room = open_room();
  std::vector<Message> older;
  if (!oldest_bundle_.empty()) older = repository_.before(room.id, oldest_bundle_);
  oldest_bundle_ = bundle_before(older);
  view_.older(state_, room, older);
}

void ViewModel::on(const Help&) { view_.help(); }

void ViewModel::on(const Quit&) { view_.bye(); }

// ---- news

void ViewModel::on(const MessageHeard& news) {
  if (news.message.room == state_.open_room) show_if_new(news.message);
}

void ViewModel::on(const RoomChanged& news) {
  const Room* known = state_.find(news.state.room.id);
  const std::string last_before = known != nullptr && known->last ? known->last->id : "";
  Room& room = remember(news.state.room);
  const bool is_open = room.id == state_.open_room;
  room.last = news.state.room.last;
  room.unread = is_open ? 0 : news.state.room.unread;
  const bool is_new = room.last && room.last->id != last_before && room.last->sender != state_.me.id;
  is_new && !is_open ? view_.message_elsewhere(state_, room) : view_.room_changed(state_, room);
}

void ViewModel::on(const GapHeard&) {
  const Tail tail = repository_.tail(open_room().id);
  for (const Message& message : tail.messages) show_if_new(message);
}

void ViewModel::on(const SignInEnded& news) {
  state_ = {};
  ended_ = news.ending;
  view_.ended(news.ending);
}

// ---- parts

void ViewModel::need_sign_in() const {
  if (!is_signed_in()) throw Refusal(COCO_UNAUTHORIZED, "NOT_SIGNED_IN", "nobody is signed in");
}

Room& ViewModel::open_room() {
  need_sign_in();
  for (Room& room : state_.rooms)
    if (room.id == state_.open_room) return room;
  throw Refusal(COCO_INVALID, "NO_ROOM", "no room is open");
}

// Keeps the room under its number, or gives it the next one. `last` and `unread` of a known room stay.
Room& ViewModel::remember(const Room& room) {
  for (Room& known : state_.rooms) {
    if (known.id != room.id) continue;
    known.name = room.name;
    known.is_private = room.is_private;
    if (!room.members.empty()) known.members = room.members;  // a state told with a message has none
    return known;
  }
  return state_.rooms.emplace_back(room);
}

// Ids have 24 digits, numbers fewer.
std::string ViewModel::room_named(const std::string& number_or_id) const {
  if (number_or_id.size() >= 24) return number_or_id;
  std::size_t number = 0;
  const char* const end = number_or_id.data() + number_or_id.size();
  const auto read = std::from_chars(number_or_id.data(), end, number);
  if (read.ec != std::errc() || read.ptr != end || number == 0 || number > state_.rooms.size())
    throw Refusal(COCO_NOT_FOUND, "NO_ROOM", "there is no room number " + number_or_id);
  return state_.rooms[number - 1].id;
}

Person ViewModel::person_named(const std::string& cid) {
  Person found = repository_.find(cid).person;
  if (found.id == 0) throw Refusal(COCO_NOT_FOUND, "NO_ACCOUNT", "there is no account with the id " + cid);
  return found;
}

void ViewModel::close_room() {
  if (state_.open_room.empty()) return;
  const std::string room = std::exchange(state_.open_room, {});
  state_.messages.clear();
  said_here_.clear();
  repository_.leave(room);
}

void ViewModel::refresh_members(Room& room) { room.members = repository_.room(room.id).members; }

// History and what is heard live overlap: each message is shown once.
void ViewModel::show_if_new(const Message& message) {
  const auto is_it = [&](const Message& shown) { return shown.id == message.id; };
  if (std::any_of(state_.messages.rbegin(), state_.messages.rend(), is_it)) return;
  Room& room = open_room();
  const auto is_sender = [&](const Member& member) { return member.id == message.sender; };
  if (is_notice(message) || std::none_of(room.members.begin(), room.members.end(), is_sender)) refresh_members(room);
  state_.messages.push_back(message);
  if (state_.messages.size() > max_messages) state_.messages.erase(state_.messages.begin());
  room.last = message;
  said_here_.erase(message.id) != 0 ? view_.said_here_heard(state_, room, message) : view_.heard(state_, room, message);
}

}  // namespace cocotalk::console
