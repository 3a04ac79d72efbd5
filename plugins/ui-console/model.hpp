// What the console knows: people, rooms and messages, as values.
#pragma once

#include <cocotalk/abi.h>
#include <cocotalk/transport.h>

#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

namespace cocotalk::console {

struct Person {
  std::int64_t id = 0;
  std::string cid, name;
};

struct Friend {
  Person person;
  bool added_by_me = true;  // false: only they added me
};

struct Member {
  std::int64_t id = 0;
  std::string name;
  bool is_joining = true;  // false: left a private room
  bool is_here = false;    // looks at the room
  std::uint64_t read_seq = 0;
};

// How many gave an emoji to a message, and whether I did.
struct Reaction {
  std::string emoji;
  std::int64_t given = 0;
  bool is_mine = false;
};

// Type 0 text, 1 and 2 notices (invited, left), 3 text, 4 photo, 5 video, 6 file: then `text` is its address.
struct Message {
  std::string id, room, bundle;  // bundle: empty for messages heard live
  std::int64_t sender = 0;
  int type = 0;
  std::string text;
  std::string sent_at;      // as on the wire: 2022-02-04T04:21:14.542, UTC
  std::uint64_t seq = 0;    // 0: not known
  std::string client_id{};  // the sender's own, of messages heard live
  bool is_edited = false, is_deleted = false;
  std::int64_t number = 0;  // its place in the room, from 1; 0: not known
  std::vector<Reaction> reactions{};
};

// Somebody came or went.
inline bool is_about_members(const Message& message) { return message.type == 1 || message.type == 2; }

// How many have not read it. Whoever said it has, and whoever looks at the room; 0 also when that is not known.
inline int unread_by(const Message& message, const std::vector<Member>& members) {
  int unread = 0;
  for (const Member& member : members)
    if (member.id != message.sender && member.is_joining && !member.is_here && member.read_seq < message.seq) ++unread;
  return unread;
}

// A message that search found. Of `pieces` every second one is what was looked for.
struct Found {
  std::string room, id;
  std::int64_t sender = 0;
  std::string sent_at;
  std::vector<std::string> pieces;
  std::int64_t number = 0;  // its place in the room
};

// What was said here and is not confirmed yet.
struct Letter {
  std::string room, text, client_id;
};

struct Room {
  std::string id, name;
  bool is_private = false;
  std::vector<Member> members;
  std::optional<Message> last;
  std::int64_t unread = 0;

  // The member's name; "someone" when it has left.
  std::string name_of(std::int64_t account) const {
    for (const Member& member : members)
      if (member.id == account) return member.name;
    return "someone";
  }
  // What a person calls the room: in a private one, the other's name.
  std::string title(std::int64_t me) const {
    if (is_private)
      for (const Member& member : members)
        if (member.id != me) return member.name;
    return name;
  }
};

// The host's word on a message said here.
struct Sent {
  std::string room, id;
  std::uint64_t seq = 0;
};

// Why there is no sign-in any more. `code`: native-wire.md, "Numbers that end a link".
struct Ending {
  coco_close_code code = 0;
  std::string reason;
};

// The host said no, or could not be asked. `code` is the application's word ("NOT_PERMITTED"), empty when there is none.
struct Refusal : std::runtime_error {
  Refusal(coco_status why, std::string word, const std::string& sentence)
      : std::runtime_error(sentence), status(why), code(std::move(word)) {}
  coco_status status;
  std::string code;
};

// The console is being stopped; ends whatever its thread is doing.
struct Stopped {};

}  // namespace cocotalk::console
