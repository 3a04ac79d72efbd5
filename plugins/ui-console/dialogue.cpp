#include "ui-console/dialogue.hpp"

#include <utility>

#include "ui-console/password_file.hpp"
#include "ui-console/wake.hpp"

namespace cocotalk::console {

namespace {

bool could_not_reach(const Refusal& why) { return why.status == COCO_UNAVAILABLE || why.status == COCO_ABORTED; }

Exit exit_of(const Ending& ending) {
  switch (ending.code) {
    case COCO_CLOSE_REPLACED:
    case COCO_CLOSE_SIGNED_OUT:
    case COCO_CLOSE_UNAUTHORIZED: return Exit::not_signed_in;
    default: return Exit::lost;
  }
}

}  // namespace

Dialogue::Dialogue(Manner manner, LineReader& input, const Output& output, Inbox& inbox, ViewModel& view_model, View& view)
    : manner_(std::move(manner)), input_(input), output_(output), inbox_(inbox), view_model_(view_model), view_(view) {}

Exit Dialogue::run() {
  begin();
  for (;;) {
    take_in_news();
    if (exit_) return *exit_;
    if (const std::optional<std::string> line = input_.take()) {
      handle(*line);
    } else if (input_.is_at_end()) {
      return at_end();
    } else {
      const int ready = wait_for_input({inbox_.stop_fd(), inbox_.fd(), input_.fd()});
      if (ready == inbox_.stop_fd()) throw Stopped{};
      if (ready == input_.fd()) input_.read_some();
    }
  }
}

void Dialogue::begin() {
  if (manner_.cid.empty()) return;
  SignIn first{manner_.cid, std::nullopt};
  try {
    if (!manner_.password_file.empty()) first.password = read_password_file(manner_.password_file);
  } catch (const Refusal& why) {
    view_.refused("sign-in", why);
    return leave(Exit::usage);
  }
  carry_out(std::move(first));
  if (refused_sign_in_) leave(*refused_sign_in_);
}

void Dialogue::handle(const std::string& line) {
  std::optional<Request> request = manner_.format == Manner::Format::json ? parse_json(line) : parse_line(line);
  if (!request) return;
  view_.answers(request->id);
  if (const Unusable* unusable = std::get_if<Unusable>(&request->command)) {
    was_misunderstood_ = true;
    view_.not_understood(unusable->why);
  } else {
    carry_out(std::move(std::get<Command>(request->command)));
  }
  view_.answers("");
}

void Dialogue::carry_out(Command command) {
  try {
    fill_password(command);
    view_model_.carry_out(command);
    if (std::holds_alternative<SignIn>(command)) refused_sign_in_.reset();
    if (std::holds_alternative<Quit>(command)) leave(at_end());
  } catch (const Refusal& why) {
    view_.refused(name_of(command), why);
    if (!std::holds_alternative<SignIn>(command) || manner_.is_interactive) return;
    refused_sign_in_ = could_not_reach(why) ? Exit::lost : Exit::not_signed_in;
    if (manner_.format == Manner::Format::lines) leave(*refused_sign_in_);  // who writes JSON reads the answer, and may try again
  }
}

void Dialogue::take_in_news() {
  while (const std::optional<Incoming> incoming = inbox_.pop()) {
    try {
      view_model_.take_in(*incoming);
    } catch (const Refusal& why) {
      view_.trouble(why);
    }
  }
  if (view_model_.ended() && !manner_.is_interactive) leave(exit_of(*view_model_.ended()));
}

void Dialogue::fill_password(Command& command) {
  if (SignIn* who = std::get_if<SignIn>(&command); who != nullptr && !who->password) who->password = ask_password("password: ");
  SignUp* who = std::get_if<SignUp>(&command);
  if (who == nullptr || who->password) return;
  who->password = ask_password("password: ");
  if (manner_.is_interactive && ask_password("once more: ") != *who->password)
    throw Refusal(COCO_INVALID, "", "the two passwords differ");
}

// From a terminal without showing it; else the next line.
std::string Dialogue::ask_password(std::string_view prompt) {
  std::optional<std::string> line;
  if (manner_.is_interactive) {
    const NoEcho quiet(input_.fd());  // before the prompt: who sees it may type
    output_.write(prompt);
    line = next_line();
    output_.write("\n");
  } else {
    line = next_line();
  }
  if (!line) throw Refusal(COCO_INVALID, "NO_PASSWORD", "the input ended where the password should be");
  return *line;
}

// Nothing: the input has ended.
std::optional<std::string> Dialogue::next_line() {
  for (;;) {
    if (std::optional<std::string> line = input_.take()) return line;
    if (input_.is_at_end()) return std::nullopt;
    if (wait_for_input({inbox_.stop_fd(), input_.fd()}) == inbox_.stop_fd()) throw Stopped{};
    input_.read_some();
  }
}

Exit Dialogue::at_end() const {
  if (refused_sign_in_) return *refused_sign_in_;
  return was_misunderstood_ && !manner_.is_interactive ? Exit::usage : Exit::done;
}

// The first reason counts.
void Dialogue::leave(Exit exit) {
  if (!exit_) exit_ = exit;
}

}  // namespace cocotalk::console
