#include "ui-console/text_view.hpp"

#include <algorithm>
#include <utility>

#include "ui-console/text.hpp"
#include "ui-console/words.hpp"

namespace cocotalk::console {

namespace {

constexpr std::string_view indent = "\n      ";

std::string number_and_title(const State& state, const Room& room) {
  return "[" + std::to_string(state.number_of(room)) + "] " + room.title(state.me.id);
}

std::string last_words(const Room& room) {
  if (!room.last) return "no messages yet";
  return room.name_of(room.last->sender) + ": " + preview(content_of(*room.last));
}

}  // namespace

TextView::TextView(std::function<void(std::string_view)> write, Echo echo) : write_(std::move(write)), echo_(echo) {}

void TextView::line(const std::string& text) { write_(harmless(text, indent) + "\n"); }

void TextView::message(const Room& room, const Message& message) {
  const std::string who = is_about_members(message) ? "* " : room.name_of(message.sender) + ": ";
  const std::string reactions = message.reactions.empty() ? "" : "  [" + reactions_of(message) + "]";
  line(clock_of(message.sent_at) + " " + who + content_of(message) + reactions);
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
  for (const Message& one : state.messages) {
    if (one.id == state.sought) line("--- found ---");
    message(room, one);
  }
  if (state.has_newer) line("--- there are newer messages; /forward shows them ---");
}

void TextView::room_left(const State& state, const Room& room) { line("closed " + room.title(state.me.id)); }

void TextView::older(const State&, const Room& room, const std::vector<Message>& messages) {
  if (messages.empty()) return line("there are no older messages");
  line("--- older messages ---");
  for (const Message& one : messages) message(room, one);
  line("--- end of older messages ---");
}

void TextView::newer(const State& state, const Room& room, const std::vector<Message>& messages) {
  if (messages.empty()) return line("there are no newer messages");
  line("--- newer messages ---");
  for (const Message& one : messages) message(room, one);
  line(state.has_newer ? "--- there are still newer ones; /forward shows them ---" : "--- end of newer messages ---");
}

void TextView::said(const Sent&) {}  // its echo is shown when it comes

void TextView::members(const State& state, const Room& room) {
  for (const Member& member : room.members) {
    const bool is_here = member.is_here || member.id == state.me.id;
    line(member.name + (!member.is_joining ? ", who left" : is_here ? ", here" : ""));
  }
}

void TextView::found(const State& state, const std::string& words, const std::vector<Found>& messages) {
  if (messages.empty()) line("nothing is found for " + words);
  for (const Found& one : messages) {
    const Room* room = state.find(one.room);
    if (room == nullptr) continue;
    std::string text;
    for (const std::string& piece : one.pieces) text += piece;
    line(number_and_title(state, *room) + " #" + std::to_string(one.number) + " " + clock_of(one.sent_at) + " " +
         room->name_of(one.sender) + ": " + preview(text));
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

void TextView::refused(std::string_view command, const Refusal& why) { line(sentence_of(command, why)); }

void TextView::not_understood(const std::string& why) { line(why); }

void TextView::heard(const State&, const Room& room, const Message& one) { message(room, one); }

void TextView::said_here_heard(const State&, const Room& room, const Message& one) {
  if (echo_ == Echo::shown) message(room, one);
}

void TextView::reacted(const State& state, const Room& room, const ReactionNews& news) {
  const auto is_it = [&](const Message& one) { return one.id == news.message; };
  const auto message = std::find_if(state.messages.begin(), state.messages.end(), is_it);
  if (message == state.messages.end()) return;
  line("* " + room.name_of(news.account) + (news.is_added ? " gave " : " took back ") + news.emoji + " (" +
       std::to_string(news.given) + "): " + preview(content_of(*message)));
}

void TextView::room_changed(const State&, const Room&) {}  // seen at the next /rooms

void TextView::message_elsewhere(const State& state, const Room& room) {
  line(number_and_title(state, room) + " (" + std::to_string(room.unread) + " unread): " + last_words(room));
}

void TextView::ended(const Ending& ending) { line(sentence_of(ending)); }

void TextView::trouble(const Refusal& why) { line("some news could not be shown: " + std::string(why.what())); }

void TextView::answers(const std::string&) {}  // a person sees what answers what

}  // namespace cocotalk::console
