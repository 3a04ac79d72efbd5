// What the words of SUBSCRIBE mean: native-wire.md "Hearing", wire document 5.5.
#pragma once

#include <cocotalk/gateway.h>

#include <optional>
#include <string>
#include <string_view>

#include "core/domain/ids.hpp"

namespace cocotalk::api {

struct Destination {
  enum class Kind {
    room,        // /room/R: kept events with sequences
    room_live,   // /room/R/live
    me,          // /me
    own_legacy,  // /topic/⟨number or undefined⟩/…
    crash_web,   // /topic/⟨number or undefined⟩/crash/web
    crash_mobile,
    room_message,  // /topic/R/message
    room_state     // /topic/R/room
  };
  Kind kind;
  domain::RoomId room;  // of the room kinds
  std::string leaf;     // own_legacy: "message", "room", "room/new"
};

// Nothing for any other text; wildcards match nothing.
std::optional<Destination> parse_destination(std::string_view text);

// Topics, as events name them.
std::string room_topic(const domain::RoomId& room);
std::string room_live_topic(const domain::RoomId& room);
std::string account_topic(domain::AccountId account);
std::string legacy_room_topic(const domain::RoomId& room, std::string_view leaf);
std::string legacy_account_topic(domain::AccountId account, std::string_view leaf);
// What web pages hear at the same address: RoomVo with the ghosts of a group (wire document, Q11).
std::string for_pages(std::string topic);
std::string crash_topic(domain::AccountId account, coco_device_class device);

}  // namespace cocotalk::api
