#include "ui-console/screen/screen_dialogue.hpp"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <utility>

#include "ui-console/screen/back_off.hpp"
#include "ui-console/wake.hpp"

namespace cocotalk::console {

namespace {

constexpr std::chrono::milliseconds look_again{250};  // at the size of the terminal, and at the clock
constexpr std::chrono::milliseconds escape_settles{50};
constexpr std::chrono::seconds send_again{1};

std::string prompt_for(bool is_signed_in) { return is_signed_in ? "> " : "id: "; }

}  // namespace

ScreenDialogue::ScreenDialogue(ScreenDevice device, Inbox& inbox, ViewModel& view_model, ScreenView& view)
    : device_(std::move(device)), inbox_(inbox), view_model_(view_model), view_(view) {
  view_.shown.input.prompt = prompt_for(false);
}

Exit ScreenDialogue::run(const std::string& cid, const std::optional<std::string>& password) {
  if (!cid.empty()) carry_out(SignIn{cid, password});
  while (!exit_) {
    take_in_news();
    mend_link();
    send_letters();
    view_model_.forget_typing(Clock::now());
    paint();
    if (keys_.empty()) wait();
    while (!exit_ && !keys_.empty()) {
      const Key key = std::move(keys_.front());
      keys_.pop_front();
      press(key);
    }
    if (std::exchange(is_typing_, false)) view_model_.tell_typing();
    if (is_at_end_) exit_ = Exit::done;
  }
  return *exit_;
}

void ScreenDialogue::while_waiting() {
  read_keys();
  while (!keys_.empty()) {
    const std::optional<Action> action = action_of(keys_.front(), true);
    if (!action || !is_editing(*action)) break;
    edit(*action, keys_.front());
    keys_.pop_front();
  }
  paint();
}

// ---- what happens by itself

void ScreenDialogue::take_in_news() {
  while (const std::optional<Incoming> incoming = inbox_.pop()) {
    try {
      view_model_.take_in(*incoming);
    } catch (const Refusal& why) {
      view_.trouble(why);
    }
  }
  if (asking_ == Asking::nothing) view_.shown.input.prompt = prompt_for(view_model_.is_signed_in());
}

void ScreenDialogue::mend_link() {
  if (!view_model_.state().is_away) {
    try_link_at_.reset();
    attempts_ = 0;
    return;
  }
  if (!try_link_at_) try_link_at_ = Clock::now() + pause_before(attempts_++, device_.random());
  const auto left = *try_link_at_ - Clock::now();
  const auto seconds = std::chrono::ceil<std::chrono::seconds>(left).count();
  view_.shown.link = "offline, trying again" + (seconds > 1 ? " in " + std::to_string(seconds) + " s" : std::string());
  if (left > Clock::duration::zero()) return;
  try_link_at_.reset();
  view_.shown.link = "connecting";
  try {
    view_model_.come_back();
  } catch (const Refusal& why) {
    if (view_model_.is_signed_in()) view_.warn("still offline: " + std::string(why.what()));
  }
}

void ScreenDialogue::send_letters() {
  if (view_model_.state().letters.empty() || Clock::now() < send_at_) return;
  while (view_model_.send_letter()) take_in_news();
  if (!view_model_.state().letters.empty()) send_at_ = Clock::now() + send_again;
  if (std::optional<Letter> letter = std::exchange(view_.returned, std::nullopt)) {
    editor_.is_empty() && asking_ == Asking::nothing ? editor_.set(std::move(letter->text)) : editor_.remember(letter->text);
  }
}

// ---- the terminal

void ScreenDialogue::wait() {
  const auto patience = reader_.is_waiting() ? escape_settles : look_again;
  const int ready = wait_for_input({inbox_.stop_fd(), inbox_.fd(), device_.input}, patience);
  if (ready == inbox_.stop_fd()) throw Stopped{};
  if (ready < 0) reader_.settle();
  read_keys();
}

void ScreenDialogue::read_keys() {
  std::array<char, 16 * 1024> bytes{};
  while (!is_at_end_ && wait_for_input({device_.input}, std::chrono::milliseconds(0)) == device_.input) {
    const ssize_t n = ::read(device_.input, bytes.data(), bytes.size());
    if (n <= 0) is_at_end_ = true;
    if (n > 0) reader_.feed({bytes.data(), static_cast<std::size_t>(n)});
  }
  while (std::optional<Key> key = reader_.take()) keys_.push_back(std::move(*key));
}

void ScreenDialogue::paint() {
  Input& input = view_.shown.input;
  input.text = editor_.text();
  input.cursor = editor_.cursor();
  laid_ = laid_out(view_model_.state(), view_.shown, device_.size());
  view_.shown.scroll = laid_.scroll;
  view_.shown.anchor.clear();
  device_.paint(laid_.grid);
}

// ---- commands

void ScreenDialogue::carry_out(Command command) {
  if (asks_password(command)) {
    waiting_ = std::move(command);
    return ask(Asking::password);
  }
  try {
    view_model_.carry_out(command);
    if (std::holds_alternative<Quit>(command)) quit();
  } catch (const Refusal& why) {
    view_.refused(name_of(command), why);
  }
  if (asking_ == Asking::nothing) view_.shown.input.prompt = prompt_for(view_model_.is_signed_in());
}

bool ScreenDialogue::asks_password(const Command& command) {
  const SignIn* in = std::get_if<SignIn>(&command);
  const SignUp* up = std::get_if<SignUp>(&command);
  return (in != nullptr && !in->password) || (up != nullptr && !up->password);
}

void ScreenDialogue::ask(Asking what) {
  asking_ = what;
  Input& input = view_.shown.input;
  input.is_secret = what != Asking::words;
  input.prompt = what == Asking::words ? "find: " : what == Asking::password ? "password: " : "once more: ";
}

void ScreenDialogue::end_asking() {
  if (asking_ != Asking::nothing) editor_.take_secret();
  asking_ = Asking::nothing;
  view_.shown.input.is_secret = false;
  view_.shown.input.prompt = prompt_for(view_model_.is_signed_in());
}

}  // namespace cocotalk::console
