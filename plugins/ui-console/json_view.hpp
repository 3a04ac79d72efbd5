// The console for programs: one JSON object a line, as docs/console.md lists them.
#pragma once

#include <Poco/JSON/Object.h>

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "ui-console/view.hpp"

namespace cocotalk::console {

class JsonView final : public View {
 public:
  // `write` gets whole lines with their end.
  explicit JsonView(std::function<void(std::string_view)> write);

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
  void trouble(const Refusal& why) override;
  void answers(const std::string& request_id) override;

 private:
  Poco::JSON::Object answer(std::string_view command) const;
  void write(const Poco::JSON::Object& object) const;

  const std::function<void(std::string_view)> write_;
  std::string request_id_;
};

}  // namespace cocotalk::console
