#include "ui-console/view_model.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

namespace cocotalk::console {

namespace {

std::string names_of(const std::vector<Person>& people) {
  std::string names;
  for (const Person& person : people) names += (names.empty() ? "" : ", ") + person.name;
  return names;
}

// `unread` messages before the end; notices are not counted.
std::string first_unread_of(const std::vector<Message>& messages, std::int64_t unread) {
  std::string first;
  for (auto one = messages.rbegin(); one != messages.rend() && unread > 0; ++one) {
    first = one->id;
    if (!is_about_members(*one)) --unread;
  }
  return first;
}

}  // namespace

ViewModel::ViewModel(Repository& repository, View& view, coco_device_class device, Loss loss)
    : repository_(repository), view_(view), device_(device), loss_(loss) {}

void ViewModel::carry_out(const Command& command) {
  std::visit([this](const auto& one) { on(one); }, command);
}

// ---- accounts and friends

void ViewModel::on(const SignIn& command) {
  std::vector<Letter> letters = std::move(state_.letters);
  state_ = {};
  ended_.reset();
  said_here_.clear();
  try {
    const Login who{command.cid, command.password.value_or(""), device_};
    state_.me = loss_ == Loss::is_mended ? repository_.sign_in_to_stay(who) : repository_.sign_in(who);
  } catch (const Refusal& refusal) {
    const coco_status why = refusal.status;
    if (why != COCO_INVALID && why != COCO_DENIED && why != COCO_UNAUTHORIZED && why != COCO_NOT_FOUND) throw;
    throw Refusal(COCO_UNAUTHORIZED, refusal.code, refusal.what());  // a wrong password, or what the session policy says
  }
  if (state_.me.id == letters_of_) state_.letters = std::move(letters);
  letters_of_ = state_.me.id;
  state_.rooms = repository_.rooms();
  view_.signed_in(state_);
}

void ViewModel::on(const SignUp& command) {
  repository_.sign_up(command);
  view_.signed_up(command.cid);
}

void ViewModel::on(const SignOut&) {
  need_link();
  repository_.sign_out();
  state_ = {};
  view_.signed_out();
}

void ViewModel::on(const ListFriends&) {
  need_link();
  view_.friends(repository_.friends());
}

void ViewModel::on(const AddFriend& command) {
  need_link();
  const Person person = person_named(command.cid);
  repository_.add_friend(person.id);
  view_.friend_added(person);
}

// ---- rooms

void ViewModel::on(const ListRooms&) {
  need_link();
  std::optional<Room> open;
  if (const Room* found = state_.find(state_.open_room)) open = *found;
  state_.rooms = repository_.rooms();
  if (open) remember(*open).unread = 0;
  view_.rooms(state_);
}

void ViewModel::on(const NewRoom& command) {
  need_link();
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
  need_link();
  const std::string id = room_named(command.room);
  const Room* known = state_.find(id);
  const std::int64_t unread = known == nullptr ? 0 : known->unread;
  close_room();
  take_tail(repository_.enter(id));
  state_.first_unread = first_unread_of(state_.messages, unread);
  if (command.at != 0) move_to(open_room(), command.at);
  view_.room_opened(state_, open_room());
}

void ViewModel::on(const LeaveRoom&) {
  need_link();
  const Room room = open_room();
  close_room();
  view_.room_left(state_, room);
}

void ViewModel::on(const ListMembers&) {
  need_link();
  Room& room = open_room();
  refresh(room);
  view_.members(state_, room);
}

void ViewModel::on(const Search& command) {
  need_link();
  view_.found(state_, command.words, repository_.search(command.words));
}

// ---- messages

void ViewModel::on(const Say& command) {
  need_link();
  const std::string room = command.room.empty() ? open_room().id : command.room;
  const Sent sent = repository_.say(room, command.text, command.client_msg_id);
  if (room == state_.open_room) said_here_.insert(sent.id);
  view_.said(sent);
}

void ViewModel::on(const Help&) { view_.help(); }

void ViewModel::on(const Quit&) { view_.bye(); }

// ---- parts

void ViewModel::need_sign_in() const {
  if (!is_signed_in()) throw Refusal(COCO_UNAUTHORIZED, "NOT_SIGNED_IN", "nobody is signed in");
}

void ViewModel::need_link() const {
  need_sign_in();
  if (state_.is_away) throw Refusal(COCO_UNAVAILABLE, "", "there is no connection at the moment");
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
  state_.has_newer = false;
  state_.sought.clear();
  state_.typing.clear();
  state_.notice.reset();
  state_.first_unread.clear();
  said_here_.clear();
  repository_.leave(room);
}

void ViewModel::refresh(Room& room) {
  RoomWithNotice now = repository_.room(room.id);
  room.members = std::move(now.room.members);
  room.name = now.room.name;
  if (room.id == state_.open_room) state_.notice = std::move(now.notice);
}

}  // namespace cocotalk::console
