// The console without a screen: what is known, and what each command does to it.
#pragma once

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
  static constexpr std::size_t max_messages = 1000;  // of the open room; older ones are forgotten here

  ViewModel(Repository& repository, View& view, coco_device_class device);

  // Throws Refusal, and Stopped. A SignIn or SignUp has its password.
  void carry_out(const Command& command);
  void take_in(const Incoming& incoming);

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
  void on(const LeaveRoom& command);
  void on(const ListMembers& command);
  void on(const Help& command);
  void on(const Quit& command);

  void on(const MessageHeard& news);
  void on(const RoomChanged& news);
  void on(const GapHeard& news);
  void on(const SignInEnded& news);

  void need_sign_in() const;
  Room& open_room();
  Room& remember(const Room& room);
  std::string room_named(const std::string& number_or_id) const;
  Person person_named(const std::string& cid);
  void close_room();
  void refresh_members(Room& room);
  void show_if_new(const Message& message);

  Repository& repository_;
  View& view_;
  const coco_device_class device_;
  State state_;
  std::string oldest_bundle_;        // of the open room; what is before it was not shown yet. Empty: nothing is
  std::set<std::string> said_here_;  // ids of messages whose echo is still to come
  std::optional<Ending> ended_;
};

}  // namespace cocotalk::console
