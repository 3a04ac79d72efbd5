// What a view of the console shows.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ui-console/command.hpp"
#include "ui-console/decode.hpp"
#include "ui-console/model.hpp"

namespace cocotalk::console {

// Somebody types, for as long as nothing else is heard of him.
struct Typing {
  std::int64_t account = 0;
  std::chrono::steady_clock::time_point until;
};

// What the view model knows. The rooms stand in the order of their numbers: rooms[0] is number 1.
struct State {
  Person me;  // id 0: nobody is signed in
  std::vector<Room> rooms;
  std::string open_room;          // id; empty: none
  std::vector<Message> messages;  // of the open room, oldest first; the newest 1,000
  bool has_newer = false;         // the room was opened at a message, and there are newer ones than `messages`
  std::string sought;             // id of the message the open room was opened at; empty: opened at its end
  std::string first_unread;       // id of the first message that was new when the room was opened; empty: none was
  std::optional<Message> notice;  // of the open room
  std::vector<Typing> typing;     // in the open room, without me
  std::vector<Letter> letters;    // oldest first
  bool is_away = false;           // signed in, but without a link; it is being made anew

  const Room* find(std::string_view id) const {
    for (const Room& room : rooms)
      if (room.id == id) return &room;
    return nullptr;
  }
  std::size_t number_of(const Room& room) const { return static_cast<std::size_t>(&room - rooms.data()) + 1; }
};

// Told by the view model and the console, on the console's thread. `state` is that after what happened.
class View {
 public:
  virtual ~View() = default;

  // Each command is answered by one of these.
  virtual void signed_in(const State& state) = 0;
  virtual void signed_up(const std::string& cid) = 0;
  virtual void signed_out() = 0;
  virtual void friends(const std::vector<Friend>& friends) = 0;
  virtual void friend_added(const Person& person) = 0;
  virtual void rooms(const State& state) = 0;
  virtual void room_created(const State& state, const Room& room) = 0;
  virtual void room_opened(const State& state, const Room& room) = 0;  // with state.messages
  virtual void room_left(const State& state, const Room& room) = 0;
  virtual void older(const State& state, const Room& room, const std::vector<Message>& messages) = 0;
  virtual void newer(const State& state, const Room& room, const std::vector<Message>& messages) = 0;
  virtual void said(const Sent& sent) = 0;
  virtual void members(const State& state, const Room& room) = 0;
  virtual void found(const State& state, const std::string& words, const std::vector<Found>& messages) = 0;
  virtual void help() = 0;
  virtual void bye() = 0;
  virtual void refused(std::string_view command, const Refusal& why) = 0;
  virtual void not_understood(const std::string& why) = 0;

  // These happen by themselves.
  virtual void heard(const State& state, const Room& room, const Message& message) = 0;  // in the open room
  virtual void said_here_heard(const State& state, const Room& room,
                               const Message& message) = 0;                                  // the same, of this console's own
  virtual void reacted(const State& state, const Room& room, const ReactionNews& news) = 0;  // in the open room
  virtual void room_changed(const State& state, const Room& room) = 0;                       // name, members, numbers
  virtual void message_elsewhere(const State& state, const Room& room) = 0;  // room.last is new, in a room that is not open
  virtual void ended(const Ending& ending) = 0;
  virtual void trouble(const Refusal& why) = 0;  // news could not be taken in

  // These as well, where the view model mends what is lost (ViewModel::Loss).
  virtual void letter_refused(const Letter&, const Refusal&) {}  // it is not said, and forgotten
  virtual void connection_lost(const Ending&) {}                 // one is signed in all the same
  virtual void connection_is_back(const State&) {}

  // What follows answers the request with this id (JSON); empty: nothing is being answered.
  virtual void answers(const std::string& request_id) = 0;
};

}  // namespace cocotalk::console
