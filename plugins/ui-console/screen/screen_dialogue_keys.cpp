// What each action does.
#include <algorithm>
#include <utility>

#include "ui-console/screen/screen_dialogue.hpp"
#include "ui-console/text.hpp"

namespace cocotalk::console {

namespace {

constexpr std::chrono::seconds typing_every{3};

}  // namespace

void ScreenDialogue::press(const Key& key) {
  const bool has_input = !editor_.is_empty() || asking_ != Asking::nothing;
  const std::optional<Action> action = action_of(key, has_input);
  if (!action) return;
  if (*action != Action::quit) was_warned_ = false;
  is_editing(*action) ? edit(*action, key) : perform(*action, key);
}

void ScreenDialogue::edit(Action action, const Key& key) {
  switch (action) {
    case Action::left: return editor_.left();
    case Action::right: return editor_.right();
    case Action::to_beginning: return editor_.to_beginning();
    case Action::to_end: return editor_.to_end();
    case Action::erase_left: return editor_.erase_left();
    case Action::erase_right: return editor_.erase_right();
    case Action::erase_word: return editor_.erase_word();
    case Action::erase_to_beginning: return editor_.erase_to_beginning();
    case Action::erase_to_end: return editor_.erase_to_end();
    default: break;
  }
  if (!editor_.insert(key.text)) return view_.warn("that is too long to be said at once");
  const auto now = Clock::now();
  if (asking_ != Asking::nothing || editor_.text().starts_with('/') || now - told_typing_ < typing_every) return;
  told_typing_ = now;
  is_typing_ = true;
}

void ScreenDialogue::perform(Action action, const Key& key) {
  switch (action) {
    case Action::enter: return enter();
    case Action::new_line:
      if (asking_ == Asking::nothing) editor_.insert("\n");
      return;
    case Action::next_room: return open_beside(1);
    case Action::previous_room: return open_beside(view_model_.state().rooms.size() - 1);
    case Action::next_unread: return open_unread();
    case Action::numbered_room: return open_room(static_cast<std::size_t>(key.text[0] - '0'));
    case Action::search: return view_model_.is_signed_in() ? ask(Asking::words) : void();
    case Action::friends: return carry_out(ListFriends{});
    case Action::members: return carry_out(ListMembers{});
    case Action::back: return back();
    case Action::scroll_up: return scroll_up();
    case Action::scroll_down: return scroll_down();
    case Action::help: return view_.help();
    case Action::quit: return quit();
    case Action::redraw: return device_.forget();
    case Action::older_input: return has_list() ? move(-1) : editor_.older();
    case Action::newer_input: return has_list() ? move(1) : editor_.newer();
    default: return;
  }
}

// ---- Enter

void ScreenDialogue::enter() {
  if (asking_ == Asking::nothing && editor_.is_empty()) return choose();
  if (asking_ == Asking::nothing) return enter_text(editor_.take());
  if (asking_ == Asking::words) {
    const std::string words = editor_.take();
    end_asking();
    if (!trimmed(words).empty()) carry_out(Search{words});
    return;
  }
  const std::string secret = editor_.take_secret();
  SignUp* up = std::get_if<SignUp>(&*waiting_);
  if (up != nullptr && asking_ == Asking::password) {
    up->password = secret;
    return ask(Asking::password_again);
  }
  const bool differs = up != nullptr && *up->password != secret;
  if (up == nullptr) std::get<SignIn>(*waiting_).password = secret;
  Command command = *std::exchange(waiting_, std::nullopt);
  end_asking();
  differs ? view_.warn("the two passwords differ") : carry_out(std::move(command));
}

// A command is one line; everything else is said, also what was pasted and begins with '/'.
void ScreenDialogue::enter_text(const std::string& text) {
  if (trimmed(text).empty()) return;
  view_.say({});
  const bool is_one_line = text.find('\n') == std::string::npos;
  if (is_one_line && text.starts_with('/') && !text.starts_with("//")) {
    const std::optional<Request> request = parse_line(text);
    const Unusable* unusable = std::get_if<Unusable>(&request->command);
    return unusable != nullptr ? view_.not_understood(unusable->why) : carry_out(std::get<Command>(request->command));
  }
  if (!view_model_.is_signed_in()) return carry_out(SignIn{std::string(trimmed(text)), {}});
  try {
    view_model_.post(text.starts_with("//") ? text.substr(1) : text);
    view_.shown.page = Page::conversation;
    view_.shown.scroll = 0;
  } catch (const Refusal& why) {
    view_.refused("send", why);
    editor_.set(text);
  }
}

void ScreenDialogue::choose() {
  const Shown& shown = view_.shown;
  if (shown.page == Page::friends && shown.chosen < shown.friends.size()) {
    const std::string cid = shown.friends[shown.chosen].person.cid;
    carry_out(NewRoom{{cid}, ""});
    if (!view_.created.empty()) carry_out(OpenRoom{std::exchange(view_.created, {})});
  } else if (shown.page == Page::found && shown.chosen < shown.found.size()) {
    open_found(Found(shown.found[shown.chosen]));
  }
}

void ScreenDialogue::open_found(const Found& found) {
  carry_out(OpenRoom{found.room, found.number});
  const State& state = view_model_.state();
  if (state.open_room == found.room && state.sought.empty()) view_.warn("that message is not there any more");
}

// ---- moving

void ScreenDialogue::move(int by) {
  Shown& shown = view_.shown;
  const std::size_t n = shown.page == Page::friends ? shown.friends.size() : shown.found.size();
  if (by < 0 && shown.chosen > 0) --shown.chosen;
  if (by > 0 && shown.chosen + 1 < n) ++shown.chosen;
}

void ScreenDialogue::scroll_up() {
  Shown& shown = view_.shown;
  const std::size_t page = rows_to_scroll();
  if (shown.page != Page::conversation) {
    shown.scroll -= std::min(shown.scroll, page);
    return;
  }
  if (view_model_.state().open_room.empty()) return;
  if (laid_.is_at_beginning) carry_out(Older{});
  shown.scroll += page;
}

void ScreenDialogue::scroll_down() {
  Shown& shown = view_.shown;
  if (shown.page != Page::conversation)
    shown.scroll += rows_to_scroll();
  else if (shown.scroll == 0 && view_model_.state().has_newer)
    carry_out(Newer{});
  else
    shown.scroll -= std::min(shown.scroll, rows_to_scroll());
}

void ScreenDialogue::open_room(std::size_t number) { carry_out(OpenRoom{std::to_string(number)}); }

void ScreenDialogue::open_beside(std::size_t step) {
  const State& state = view_model_.state();
  if (state.rooms.empty()) return;
  const Room* open = state.find(state.open_room);
  open_room(open == nullptr ? 1 : (state.number_of(*open) - 1 + step) % state.rooms.size() + 1);
}

void ScreenDialogue::open_unread() {
  for (const Room& room : view_model_.state().rooms)
    if (room.unread > 0) return open_room(view_model_.state().number_of(room));
  view_.say("nothing is unread");
}

void ScreenDialogue::back() {
  if (asking_ != Asking::nothing) {
    waiting_.reset();
    return end_asking();
  }
  view_.say({});
  const bool was_elsewhere = std::exchange(view_.shown.page, Page::conversation) != Page::conversation;
  if (was_elsewhere && view_model_.state().has_newer) return;
  try {
    view_model_.go_to_end();
    view_.shown.scroll = 0;
  } catch (const Refusal& why) {
    view_.refused("forward", why);
  }
}

// Once one is told what would be lost.
void ScreenDialogue::quit() {
  const std::size_t unsent = view_model_.state().letters.size();
  if (unsent == 0 || std::exchange(was_warned_, true))
    exit_ = Exit::done;
  else
    view_.warn(std::to_string(unsent) + " of your messages are not sent yet; once more ends all the same");
}

}  // namespace cocotalk::console
