// What happens in the domain, for those who tell the clients. Called on the loop, at the moment of effect, in the order of
// effect.
#pragma once

#include <cocotalk/transport.h>

#include <string>
#include <vector>

#include "core/domain/ids.hpp"

namespace cocotalk::domain {

struct Session;
struct Room;
struct Member;
struct Message;
struct Link;

class Listener {
 public:
  virtual ~Listener() = default;
  // The session was displaced by a device that calls itself `successor`, or signed out (empty).
  virtual void session_ended(const Session& session, const std::string& successor) = 0;
  virtual void room_created(const Room& room) = 0;
  // `from`: the link it came in on; null: none.
  virtual void message_posted(const Room& room, const Message& message, Link* from) = 0;
  // These came by this message: invited to a group, or back in a private room. They are in `room` already.
  virtual void members_joined(Room& room, const Message& message, const std::vector<Member>& joined, Link* from) = 0;
  // The account left by this message; a group does not list it any more.
  virtual void member_left(Room& room, const Message& message, AccountId who) = 0;
  // The last one left, and the room is no more.
  virtual void room_gone(const Room& room, AccountId last) = 0;
  // Its maker ended it for everybody; the message stands for that and is not kept.
  virtual void room_removed(const Room& room, const Message& farewell) = 0;
  // Its name or picture, by this event of its sequence.
  virtual void room_changed(Room& room, const Message& event) = 0;
  // Its notice, by this event of its sequence.
  virtual void notice_changed(const Room& room, const Message& event) = 0;
  // Something happened to a message of the room, by this event; its content is that of the message now. `hidden_from`: who does
  // not see the message.
  virtual void message_changed(const Room& room, const Message& event, const std::vector<AccountId>& hidden_from) = 0;
  // The account does not want to see the message any more.
  virtual void message_hidden(const Room& room, AccountId account, const MessageId& message) = 0;
  // What a member wants of the room for himself.
  virtual void preferences_changed(const Room& room, const Member& member) = 0;
  // Somebody in it has another name or picture.
  virtual void members_changed(Room& room) = 0;
  // A member looks at the room, or stopped doing so.
  virtual void presence_changed(Room& room, AccountId account, bool here) = 0;
  // A member types, or stopped doing so.
  virtual void typing_changed(const Room& room, const Session& by, bool types) = 0;
  virtual void friends_changed(AccountId account) = 0;
};

}  // namespace cocotalk::domain
