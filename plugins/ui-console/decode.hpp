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
};

// The newest state of one of my rooms: event `room` of /me.
struct RoomState {
  Room room;  // with `last` and `unread`
};

Person decode_person(const std::string& json);                  // UserVo; id 0: unknown
Friend decode_friend(const std::string& json);                  // {friend,type}; id 0: unknown
std::vector<Friend> decode_friends(const std::string& json);    // friends.list
Room decode_room(const std::string& json);                      // RoomVo; an empty id: there is none
std::vector<Room> decode_rooms(const std::string& json);        // room.list
Tail decode_tail(const std::string& json);                      // room.tail
std::vector<Message> decode_messages(const std::string& json);  // room.messages
RoomState decode_room_state(const std::string& json);           // event `room`
Message decode_event_message(const std::string& json);          // events `message`, `joined`, `left`
Ending decode_ending(const std::string& json);                  // event `ended`
std::string decode_sent_id(const std::string& json);            // room.send

// The refusal a failed answer tells; `why` when it has no JSON.
Refusal decode_refusal(coco_status status, const std::string& json, const std::string& why);

}  // namespace cocotalk::console
