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
// Of a message of this room the text changed, or it was taken back.
struct MessageChanged {
  Message message;  // `id` says which; `seq` is not the message's
};
// Of a message of this room the reactions changed.
struct ReactionHeard {
  ReactionNews news;
};
// What somebody does in the room one listens to.
struct MemberHeard {
  enum class What { here, read, typing };
  What what = What::here;
  MemberNews news;
};
// The room one listens to has another name or notice, or something happened in it that is not shown.
struct RoomEvent {
  std::uint64_t seq = 0;
  bool is_about_the_room = false;
};
// Messages of the room one listens to could not be delivered.
struct GapHeard {};
// The link is closed.
struct SignInEnded {
  Ending ending;
};
using News =
    std::variant<MessageHeard, MessageChanged, ReactionHeard, MemberHeard, RoomEvent, RoomChanged, GapHeard, SignInEnded>;

// Commands and topics behind functions. On the console's thread; calls wait as those of Network do, and throw Refusal and
// Stopped.
class Repository {
 public:
  // `new_message_id` makes an id no message of this account ever had.
  Repository(Network& network, std::function<std::string()> new_message_id);

  Person sign_in(const Login& who);  // and listens to my own topic
  // The same, for a client that comes back by itself: it keeps the session's tokens instead of the password.
  Person sign_in_to_stay(const Login& who);
  // A new link of the session one signed in to stay; false: to another store than before. Refused with COCO_UNAUTHORIZED when the
  // session has ended.
  bool come_back();
  void sign_up(const SignUp& who);
  void sign_out();
  bool is_signed_in() const { return network_.is_open(); }

  std::vector<Friend> friends();
  Friend find(const std::string& cid);  // id 0: nobody
  void add_friend(std::int64_t account);

  std::vector<Room> rooms();
  RoomWithNotice room(const std::string& id);
  std::optional<Room> private_room_with(std::int64_t account);
  Room create_room(const std::string& name, const std::vector<std::int64_t>& members);  // two members: a private one

  // Listens to the room and tells the others that one looks at it; the newest messages. What is heard later may be in there, too.
  Tail enter(const std::string& room);
  // The same on a new link, from an event on that one knows: what came after it comes as news.
  void enter_again(const std::string& room, std::uint64_t from_seq);
  void leave(const std::string& room);
  Tail tail(const std::string& room);
  std::vector<Message> before(const std::string& room, const std::string& bundle);
  // Those with the numbers first … last; where they are many, the first of them.
  std::vector<Message> between(const std::string& room, std::int64_t first, std::int64_t last);
  Sent say(const std::string& room, const std::string& text, const std::string& client_msg_id);
  std::string new_message_id() const { return new_message_id_(); }
  void tell_typing(const std::string& room);
  std::vector<Found> search(const std::string& words);

  // What `incoming` means; nothing: it is about something that was left.
  std::optional<News> news(const Incoming& incoming);

 private:
  Person begin();
  void listen(const std::string& room, std::uint64_t from_seq);

  Network& network_;
  const std::function<std::string()> new_message_id_;
  std::uint64_t last_subscription_ = 0;  // never used twice: events of what was left are known by it
  std::uint64_t mine_ = 0;               // the subscription to /me
  std::uint64_t room_ = 0;               // the subscription to the room one looks at; 0: none
  std::uint64_t live_ = 0;               // and to what is not kept of it
  Tokens tokens_;                        // of the session one signed in to stay
  coco_device_class device_ = COCO_WEB;
};

}  // namespace cocotalk::console
