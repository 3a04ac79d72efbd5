// The console for people at a terminal: what happened becomes what is shown.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "ui-console/screen/shown.hpp"
#include "ui-console/view.hpp"

namespace cocotalk::console {

// Paints nothing itself: whoever paints looks at `shown`. On the console's thread.
class ScreenView final : public View {
 public:
  Shown shown;
  std::string created;             // id of the room that was made last; whoever opens it empties this
  std::optional<Letter> returned;  // a message that was refused, for the input line

  void say(std::string sentence);
  void warn(std::string sentence);

  void signed_in(const State& state) override;
  void signed_up(const std::string& cid) override;
  void signed_out() override;
  void friends(const std::vector<Friend>& friends) override;
  void friend_added(const Person& person) override;
  void rooms(const State& state) override;
  void room_created(const State& state, const Room& room) override;
  void room_opened(const State& state, const Room& room) override;
  void room_left(const State& state, const Room& room) override;
  void older(const State& state, const Room& room, const std::vector<Message>& messages) override;
  void newer(const State& state, const Room& room, const std::vector<Message>& messages) override;
  void said(const Sent& sent) override;
  void members(const State& state, const Room& room) override;
  void found(const State& state, const std::string& words, const std::vector<Found>& messages) override;
  void help() override;
  void bye() override;
  void refused(std::string_view command, const Refusal& why) override;
  void not_understood(const std::string& why) override;
  void heard(const State& state, const Room& room, const Message& message) override;
  void said_here_heard(const State& state, const Room& room, const Message& message) override;
  void reacted(const State& state, const Room& room, const ReactionNews& news) override;
  void room_changed(const State& state, const Room& room) override;
  void message_elsewhere(const State& state, const Room& room) override;
  void ended(const Ending& ending) override;
  void letter_refused(const Letter& letter, const Refusal& why) override;
  void connection_lost(const Ending& ending) override;
  void connection_is_back(const State& state) override;
  void trouble(const Refusal& why) override;
  void answers(const std::string& request_id) override;

 private:
  void turn_to(Page page);
};

}  // namespace cocotalk::console
