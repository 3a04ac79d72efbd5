// The application in the console's own words: typed calls, typed news.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "ui-console/command.hpp"
#include "ui-console/decode.hpp"
#include "ui-console/model.hpp"
#include "ui-console/network.hpp"

namespace cocotalk::console {

// In the room one listens to.
struct MessageHeard {
  Message message;
};
// One of my rooms.
struct RoomChanged {
  RoomState state;
};
// Messages of the room one listens to could not be delivered.
struct GapHeard {};
// The link is closed.
struct SignInEnded {
  Ending ending;
};
using News = std::variant<MessageHeard, RoomChanged, GapHeard, SignInEnded>;

// Commands and topics behind functions. On the console's thread; calls wait as those of Network do, and throw Refusal and
// Stopped.
class Repository {
 public:
  // `new_message_id` makes an id no message of this account ever had.
  Repository(Network& network, std::function<std::string()> new_message_id);

  Person sign_in(const Login& who);  // and listens to my own topic
  void sign_up(const SignUp& who);
  void sign_out();
  bool is_signed_in() const { return network_.is_open(); }

  std::vector<Friend> friends();
  Friend find(const std::string& cid);  // id 0: nobody
  void add_friend(std::int64_t account);

  std::vector<Room> rooms();
  Room room(const std::string& id);
  std::optional<Room> private_room_with(std::int64_t account);
  Room create_room(const std::string& name, const std::vector<std::int64_t>& members);  // two members: a private one

  // Listens to the room and tells the others that one looks at it; the newest messages. What is heard later may be in there, too.
  Tail enter(const std::string& room);
  void leave(const std::string& room);
  Tail tail(const std::string& room);
  std::vector<Message> before(const std::string& room, const std::string& bundle);
  Sent say(const std::string& room, const std::string& text, const std::string& client_msg_id);

  // What `incoming` means; nothing: it is about something that was left.
  std::optional<News> news(const Incoming& incoming);

 private:
  Network& network_;
  const std::function<std::string()> new_message_id_;
  std::uint64_t last_subscription_ = 0;  // never used twice: events of what was left are known by it
  std::uint64_t mine_ = 0;               // the subscription to /me
  std::uint64_t room_ = 0;               // the subscription to the room one looks at; 0: none
};

}  // namespace cocotalk::console
