// The console without a screen: what is known, and what each command does to it.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <set>
#include <string>

#include "ui-console/command.hpp"
#include "ui-console/repository.hpp"
#include "ui-console/view.hpp"

namespace cocotalk::console {

// Carries out commands and takes in news, one at a time, on the console's thread; tells the view. Owns the state.
class ViewModel {
 public:
  static constexpr std::size_t max_messages = 1000;     // of the open room; older ones are forgotten here
  static constexpr std::size_t max_read_back = 10'000;  // the same, once one asked for older ones

  // What the end of a link is: the end of the sign-in, or something to be mended by come_back().
  enum class Loss { ends_sign_in, is_mended };

  ViewModel(Repository& repository, View& view, coco_device_class device, Loss loss = Loss::ends_sign_in);

  // Throws Refusal, and Stopped. A SignIn or SignUp has its password.
  void carry_out(const Command& command);
  void take_in(const Incoming& incoming);

  // ---- for Loss::is_mended; none of these throws Refusal but come_back()

  // Keeps it as a letter to the open room, until it is said. Throws Refusal when none is open.
  void post(const std::string& text);
  // Of the open room the newest messages again, where it was opened at a message. Throws Refusal.
  void go_to_end();
  // Tries to say the oldest letter; false: not now (there is none, no link, or the host asks for patience).
  bool send_letter();
  // Makes a new link and goes on where the old one ended. Throws Refusal; then one may try again, unless the sign-in has ended.
  void come_back();
  // That something is being typed for the open room; nobody minds when it cannot be told.
  void tell_typing();
  // Who has not been heard of for a while types no more.
  void forget_typing(std::chrono::steady_clock::time_point now);

  const State& state() const { return state_; }
  bool is_signed_in() const { return state_.me.id != 0; }
  // Why the sign-in ended by itself; the next sign-in forgets it.
  const std::optional<Ending>& ended() const { return ended_; }

 private:
  void on(const SignIn& command);
  void on(const SignUp& command);
  void on(const SignOut& command);
  void on(const ListFriends& command);
  void on(const AddFriend& command);
  void on(const ListRooms& command);
  void on(const NewRoom& command);
  void on(const OpenRoom& command);
  void on(const Say& command);
  void on(const Older& command);
  void on(const Newer& command);
  void on(const LeaveRoom& command);
  void on(const ListMembers& command);
  void on(const Search& command);
  void on(const Help& command);
  void on(const Quit& command);

  void on(const MessageHeard& news);
  void on(const MessageChanged& news);
  void on(const ReactionHeard& news);
  void on(const MemberHeard& news);
  void on(const RoomEvent& news);
  void on(const RoomChanged& news);
  void on(const GapHeard& news);
  void on(const SignInEnded& news);

  void need_sign_in() const;
  void need_link() const;
  Room& open_room();
  Room& remember(const Room& room);
  std::string room_named(const std::string& number_or_id) const;
  Person person_named(const std::string& cid);
  void close_room();
  void refresh(Room& room);
  void take_tail(Tail tail);
  void move_to(const Room& room, std::int64_t at);
  void forget_oldest();
  void go_on_in(const std::string& room, bool is_same_store);
  void show_if_new(const Message& message);
  void end_sign_in(const Ending& ending);

  Repository& repository_;
  View& view_;
  const coco_device_class device_;
  const Loss loss_;
  State state_;
  std::int64_t letters_of_ = 0;      // whose the letters are
  std::uint64_t last_seq_ = 0;       // of the open room: the newest event that was heard
  std::int64_t newest_ = 0;          // and the number of its newest message
  bool has_read_back_ = false;       // in the open room
  std::string oldest_bundle_;        // of the open room; what is before it was not shown yet. Empty: nothing is
  std::set<std::string> said_here_;  // ids of messages whose echo is still to come
  std::optional<Ending> ended_;
};

}  // namespace cocotalk::console
