#include "ui-console/screen/screen_view.hpp"

#include <utility>

#include "ui-console/words.hpp"

namespace cocotalk::console {

void ScreenView::say(std::string sentence) {
  shown.sentence = std::move(sentence);
  shown.is_warning = false;
}

void ScreenView::warn(std::string sentence) {
  shown.sentence = std::move(sentence);
  shown.is_warning = true;
}

void ScreenView::turn_to(Page page) {
  shown.page = page;
  shown.chosen = 0;
  shown.scroll = 0;
}

// ---- answers

void ScreenView::signed_in(const State& state) {
  turn_to(Page::conversation);
  shown.link = "online";
  say("signed in as " + state.me.name);
}

void ScreenView::signed_up(const std::string& cid) { say("the account " + cid + " is there; sign in with it"); }

void ScreenView::signed_out() {
  turn_to(Page::conversation);
  shown.link.clear();
  say("signed out");
}

void ScreenView::friends(const std::vector<Friend>& friends) {
  turn_to(Page::friends);
  shown.friends = friends;
  say("Enter talks to the friend that is chosen, Esc goes back");
}

void ScreenView::friend_added(const Person& person) { say(person.name + " is your friend"); }

void ScreenView::rooms(const State&) { turn_to(Page::conversation); }

void ScreenView::room_created(const State& state, const Room& room) {
  created = room.id;
  say(room.title(state.me.id) + " is there: Alt-" + std::to_string(state.number_of(room)) + " opens it");
}

void ScreenView::room_opened(const State& state, const Room&) {
  turn_to(Page::conversation);
  shown.anchor = state.sought;
  say({});
}

void ScreenView::room_left(const State& state, const Room& room) { say("closed " + room.title(state.me.id)); }

void ScreenView::older(const State&, const Room&, const std::vector<Message>& messages) {
  say(messages.empty() ? "this is the beginning" : "");
}

void ScreenView::newer(const State& state, const Room&, const std::vector<Message>& messages) {
  if (!messages.empty()) shown.anchor = messages.front().id;
  say(state.has_newer ? "" : "these are the newest");
}

void ScreenView::said(const Sent&) {}  // its event shows it

void ScreenView::members(const State&, const Room&) {
  turn_to(Page::members);
  say("Esc goes back");
}

void ScreenView::found(const State&, const std::string& words, const std::vector<Found>& messages) {
  turn_to(Page::found);
  shown.found = messages;
  shown.searched = words;
  say(messages.empty() ? "Esc goes back" : "Enter opens the room of what is chosen, Esc goes back");
}

void ScreenView::help() { turn_to(Page::help); }

void ScreenView::bye() {}

void ScreenView::refused(std::string_view command, const Refusal& why) { warn(sentence_of(command, why)); }

void ScreenView::not_understood(const std::string& why) { warn(why); }

// ---- what happens by itself

void ScreenView::heard(const State& state, const Room& room, const Message& message) {
  if ((shown.scroll != 0 || state.has_newer) && message.sender != state.me.id)
    say(room.name_of(message.sender) + " said something; PageDown shows it");
}

void ScreenView::said_here_heard(const State&, const Room&, const Message&) {}  // its letter stood there

void ScreenView::reacted(const State&, const Room&, const ReactionNews&) {}  // seen at the message

void ScreenView::room_changed(const State&, const Room&) {}  // seen in the list

void ScreenView::message_elsewhere(const State& state, const Room& room) {
  say(room.title(state.me.id) + ": " + preview(content_of(*room.last)));
}

void ScreenView::ended(const Ending& ending) {
  turn_to(Page::conversation);
  shown.link.clear();
  warn(sentence_of(ending));
}

void ScreenView::letter_refused(const Letter& letter, const Refusal& why) {
  returned = letter;
  refused("send", why);
}

void ScreenView::connection_lost(const Ending& ending) {
  warn(ending.reason + "; what you type is kept and sent when the connection is back");
}

void ScreenView::connection_is_back(const State&) {
  shown.link = "online";
  say("connected again");
}

void ScreenView::trouble(const Refusal& why) { warn("some news could not be shown: " + std::string(why.what())); }

void ScreenView::answers(const std::string&) {}  // a person sees what answers what

}  // namespace cocotalk::console
