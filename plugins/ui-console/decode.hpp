// The JSON shapes of docs/commands.md and cocotalk-wire.md 2.2, 2.3, as the console's values. Pure. Throws Refusal when the
// host's JSON is not of the shape.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ui-console/model.hpp"

namespace cocotalk::console {

struct Tail {
  Room room;
  std::vector<Message> messages;  // oldest first
  std::uint64_t seq = 0;          // the room's newest event
  std::optional<Message> notice;  // the message that is the room's notice
};

// The room, and the message that is its notice.
struct RoomWithNotice {
  Room room;
  std::optional<Message> notice;
};

struct Tokens {
  std::string access, refresh;
};

// What is told of a member on the room's /live.
struct MemberNews {
  std::int64_t account = 0;
  bool is_so = false;     // here, typing
  std::uint64_t seq = 0;  // read
};

// Somebody gave an emoji to a message, or took it back.
struct ReactionNews {
  std::string message, emoji;
  std::int64_t account = 0, given = 0;  // how many give it since
  bool is_added = true;
  std::uint64_t seq = 0;
};

// The newest state of one of my rooms: event `room` of /me.
struct RoomState {
  Room room;  // with `last` and `unread`
};

Person decode_person(const std::string& json);                    // UserVo; id 0: unknown
Friend decode_friend(const std::string& json);                    // {friend,type}; id 0: unknown
std::vector<Friend> decode_friends(const std::string& json);      // friends.list
Room decode_room(const std::string& json);                        // RoomVo; an empty id: there is none
RoomWithNotice decode_room_with_notice(const std::string& json);  // room.get
std::vector<Room> decode_rooms(const std::string& json);          // room.list
Tail decode_tail(const std::string& json);                        // room.tail
std::vector<Message> decode_messages(const std::string& json);    // room.messages
RoomState decode_room_state(const std::string& json);             // event `room`
Message decode_event_message(const std::string& json);            // events `message`, `joined`, `left`, `edited`, `deleted`
MemberNews decode_member_news(const std::string& json, const std::string& kind);  // events `here`, `read`, `typing`
ReactionNews decode_reaction_news(const std::string& json);                       // event `reaction`
Tokens decode_tokens(const std::string& json);                                    // auth.sign-in, auth.reissue
std::vector<Found> decode_found(const std::string& json);                         // search
Ending decode_ending(const std::string& json);                                    // event `ended`
std::string decode_sent_id(const std::string& json);                              // room.send

// The refusal a failed answer tells; `why` when it has no JSON.
Refusal decode_refusal(coco_status status, const std::string& json, const std::string& why);

}  // namespace cocotalk::console
