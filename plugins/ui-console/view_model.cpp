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

constexpr std::int64_t bundle_size = 20;  // wire document, 6.5
constexpr std::int64_t page = 60;         // messages that are asked for at once

std::int64_t first_number(const std::vector<Message>& messages) { return messages.empty() ? 0 : messages.front().number; }
std::int64_t last_number(const std::vector<Message>& messages) { return messages.empty() ? 0 : messages.back().number; }

std::string bundle_before(const std::vector<Message>& messages) { return messages.empty() ? "" : messages.front().bundle; }

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

void ViewModel::on(const Older&) {
  need_link();
  Room& room = open_room();
  std::vector<Message> older;
  if (!oldest_bundle_.empty())
    older = repository_.before(room.id, oldest_bundle_);
  else if (const std::int64_t first = first_number(state_.messages); first > 1 && state_.messages.front().bundle.empty())
    older = repository_.between(room.id, first - page, first - 1);  // they were here once, and were forgotten
  oldest_bundle_ = bundle_before(older);
  state_.messages.insert(state_.messages.begin(), older.begin(), older.end());
  has_read_back_ = true;
  view_.older(state_, room, older);
}

// A page may hold nothing that one sees.
void ViewModel::on(const Newer&) {
  need_link();
  Room& room = open_room();
  std::vector<Message> newer;
  for (std::int64_t first = last_number(state_.messages) + 1; state_.has_newer && newer.empty(); first += page) {
    newer = repository_.between(room.id, first, first + page - 1);
    state_.has_newer = first + page <= newest_;
  }
  state_.messages.insert(state_.messages.end(), newer.begin(), newer.end());
  has_read_back_ = true;
  forget_oldest();
  view_.newer(state_, room, newer);
}

void ViewModel::go_to_end() {
  if (state_.has_newer) take_tail(repository_.tail(open_room().id));
  state_.sought.clear();
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

// The room one has entered is the open one.
void ViewModel::take_tail(Tail tail) {
  Room& room = remember(tail.room);
  room.unread = 0;
  state_.open_room = room.id;
  state_.notice = std::move(tail.notice);
  state_.typing.clear();
  last_seq_ = tail.seq;
  has_read_back_ = false;
  oldest_bundle_ = bundle_before(tail.messages);
  newest_ = last_number(tail.messages);
  state_.has_newer = false;
  state_.sought.clear();
  state_.messages = std::move(tail.messages);
}

// From the end of the room to what is around one of its messages, unless that is there already.
void ViewModel::move_to(const Room& room, std::int64_t at) {
  if (at < first_number(state_.messages)) {
    const std::int64_t bundle = (at - 1) / bundle_size * bundle_size + 1;  // begins with one: what is before can be asked for
    std::vector<Message> around = repository_.between(room.id, bundle - bundle_size, bundle + 2 * bundle_size - 1);
    if (around.empty() || last_number(around) < at) return;
    state_.has_newer = last_number(around) + 1 < first_number(state_.messages);
    if (state_.has_newer) state_.messages.clear();
    oldest_bundle_ = bundle_before(around);
    const auto is_here = [&](const Message& one) { return one.number >= first_number(state_.messages); };
    if (!state_.messages.empty()) std::erase_if(around, is_here);
    state_.messages.insert(state_.messages.begin(), around.begin(), around.end());
  }
  for (const Message& one : state_.messages)
    if (one.number == at) state_.sought = one.id;
}

// Of what history gave whole bundles, as what is before a bundle can be asked for.
void ViewModel::forget_oldest() {
  std::vector<Message>& all = state_.messages;
  const std::size_t most = has_read_back_ ? max_read_back : max_messages;
  while (all.size() > most) {
    const std::string bundle = all.front().bundle;
    const auto is_other = [&](const Message& one) { return bundle.empty() || one.bundle != bundle; };
    all.erase(all.begin(), std::find_if(all.begin() + 1, all.end(), is_other));
    oldest_bundle_ = bundle_before(all);
  }
}

}  // namespace cocotalk::console
