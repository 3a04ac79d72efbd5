#include "ui-console/text_view.hpp"

#include <algorithm>
#include <array>
#include <ctime>
#include <utility>

#include "ui-console/text.hpp"

namespace cocotalk::console {

namespace {

constexpr std::string_view indent = "\n      ";
constexpr std::size_t preview_bytes = 80;

// The first words of a text, on one line.
std::string preview(const std::string& text) {
  std::string line = harmless(text, " ");
  if (line.size() <= preview_bytes) return line;
  line.resize(preview_bytes);
  while (!is_utf8(line)) line.pop_back();
  return line + "…";
}

std::string content_of(const Message& message) {
  switch (message.type) {
    case 4: return "[photo] " + message.text;
    case 5: return "[video] " + message.text;
    case 6: return "[file] " + message.text;
    default: return message.text;
  }
}

std::string number_and_title(const State& state, const Room& room) {
  return "[" + std::to_string(state.number_of(room)) + "] " + room.title(state.me.id);
}

std::string last_words(const Room& room) {
  if (!room.last) return "no messages yet";
  return room.name_of(room.last->sender) + ": " + preview(content_of(*room.last));
}

// "cannot open: …"; the words of a command are its own.
std::string attempt(std::string_view command) {
  if (command == "send") return "cannot send";
  if (command == "who") return "cannot list the members";
  if (command == "friends" || command == "rooms") return "cannot list your " + std::string(command);
  if (command == "new") return "cannot make a room";
  if (command == "back") return "cannot get older messages";
  if (command == "leave-room") return "cannot leave the room";
  if (command == "add") return "cannot add a friend";
  std::string words(command);
  for (char& c : words)
    if (c == '-') c = ' ';
  return "cannot " + words;
}

std::string_view advice(const Refusal& why) {
  if (why.code == "NOT_SIGNED_IN") return "; sign in with /sign-in CID";
  if (why.code == "NO_ROOM") return "; /rooms lists them, /open N opens one";
  if (why.status == COCO_RATE || why.status == COCO_BUSY || why.status == COCO_RETRY) return "; try again in a moment";
  return "";
}

}  // namespace

std::string sentence_of(const Ending& ending) {
  switch (ending.code) {
    case COCO_CLOSE_REPLACED: return "you were signed out here, because another device signed in with this account";
    case COCO_CLOSE_SIGNED_OUT: return "you were signed out by yourself elsewhere or by an operator";
    case COCO_CLOSE_UNAUTHORIZED: return "your sign-in has ended; sign in again";
    case COCO_CLOSE_DRAINING:
    case 1001: return "the host is going down; sign in again in a moment";
    case COCO_CLOSE_SLOW: return "the connection was ended, because it was not read fast enough";
    case COCO_CLOSE_RATE: return "the host ended the connection, because too much was sent";
    default: return "the connection was lost: " + ending.reason;
  }
}

std::string clock_of(const std::string& sent_at) {
  std::tm utc{};
  if (::strptime(sent_at.c_str(), "%Y-%m-%dT%H:%M:%S", &utc) == nullptr) return {};
  const std::time_t when = ::timegm(&utc);
  std::tm local{};
  if (::localtime_r(&when, &local) == nullptr) return {};
  std::array<char, 16> text{};
  return {text.data(), std::strftime(text.data(), text.size(), "%H:%M", &local)};
}

TextView::TextView(std::function<void(std::string_view)> write, Echo echo) : write_(std::move(write)), echo_(echo) {}

void TextView::line(const std::string& text) { write_(harmless(text, indent) + "\n"); }

void TextView::message(const Room& room, const Message& message) {
  const bool is_notice = message.type == 1 || message.type == 2;
  const std::string who = is_notice ? "* " : room.name_of(message.sender) + ": ";
  line(clock_of(message.sent_at) + " " + who + content_of(message));
}

void TextView::list_rooms(const State& state) {
  for (const Room& room : state.rooms) {
    const std::string badge = room.unread > 0 ? " (" + std::to_string(room.unread) + " unread)" : "";
    line(number_and_title(state, room) + badge + ": " + last_words(room));
  }
}

void TextView::signed_in(const State& state) {
  line("signed in as " + state.me.name + " (" + state.me.cid + ")");
  list_rooms(state);
}

void TextView::signed_up(const std::string& cid) { line("the account " + cid + " is there; sign in with /sign-in " + cid); }

void TextView::signed_out() { line("signed out"); }

void TextView::friends(const std::vector<Friend>& friends) {
  if (friends.empty()) line("no friends yet; /add CID adds one");
  for (const Friend& one : friends)
    line(one.person.name + " (" + one.person.cid + ")" + (one.added_by_me ? "" : ", who added you"));
}

void TextView::friend_added(const Person& person) { line(person.name + " is your friend"); }

void TextView::rooms(const State& state) {
  if (state.rooms.empty()) line("no rooms yet; /new CID makes one");
  list_rooms(state);
}

void TextView::room_created(const State& state, const Room& room) { line(number_and_title(state, room) + " is there"); }

void TextView::room_opened(const State& state, const Room& room) {
  line("--- " + room.title(state.me.id) + " ---");
  for (const Message& one : state.messages) message(room, one);
}

void TextView::room_left(const State& state, const Room& room) { line("closed " + room.title(state.me.id)); }

void TextView::older(const State&, const Room& room, const std::vector<Message>& messages) {
  if (messages.empty()) return line("there are no older messages");
  line("--- older messages ---");
  for (const Message& one : messages) message(room, one);
  line("--- end of older messages ---");
}

void TextView::said(const Sent&) {}  // its echo is shown when it comes

void TextView::members(const State& state, const Room& room) {
  for (const Member& member : room.members) {
    const bool is_here = member.is_here || member.id == state.me.id;
    line(member.name + (!member.is_joining ? ", who left" : is_here ? ", here" : ""));
  }
}

void TextView::help() {
  for (std::string_view rest = help_text(); !rest.empty();) {
    const std::string_view one = rest.substr(0, rest.find('\n'));
    line(std::string(one));
    rest.remove_prefix(std::min(rest.size(), one.size() + 1));
  }
}

void TextView::bye() {}

void TextView::refused(std::string_view command, const Refusal& why) {
  line(attempt(command) + ": " + why.what() + std::string(advice(why)));
}

void TextView::not_understood(const std::string& why) { line(why); }

void TextView::heard(const State&, const Room& room, const Message& one) { message(room, one); }

void TextView::said_here_heard(const State&, const Room& room, const Message& one) {
  if (echo_ == Echo::shown) message(room, one);
}

void TextView::room_changed(const State&, const Room&) {}  // seen at the next /rooms

void TextView::message_elsewhere(const State& state, const Room& room) {
  line(number_and_title(state, room) + " (" + std::to_string(room.unread) + " unread): " + last_words(room));
}

void TextView::ended(const Ending& ending) { line(sentence_of(ending)); }

void TextView::trouble(const Refusal& why) { line("some news could not be shown: " + std::string(why.what())); }

void TextView::answers(const std::string&) {}  // a person sees what answers what

}  // namespace cocotalk::console
