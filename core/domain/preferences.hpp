// What a member wants of a room for himself: to be left alone by it, to have it on top of his list.
#pragma once

#include "core/domain/listener.hpp"
#include "core/domain/rooms.hpp"

namespace cocotalk::domain {

// Lives on the loop. Only those who are in the room have any; who leaves it gives them up.
class Preferences {
 public:
  Preferences(World& world, Rooms& rooms, Listener& listener) : world_(world), rooms_(rooms), listener_(listener) {}

  // His devices are not woken for the room until then (UTC, ms), or for_ever. Refuses NOT_PERMITTED; a time that has passed is a
  // BAD_REQUEST.
  runtime::Task<void> mute(SessionPtr by, RoomId room, std::int64_t until_ms);
  runtime::Task<void> unmute(SessionPtr by, RoomId room);
  runtime::Task<void> pin(SessionPtr by, RoomId room);
  runtime::Task<void> unpin(SessionPtr by, RoomId room);

 private:
  using Change = void (*)(Member&, std::int64_t);
  runtime::Task<void> set(SessionPtr by, RoomId room, const char* column, std::int64_t value, Change change);
  World& world_;
  Rooms& rooms_;
  Listener& listener_;
};

}  // namespace cocotalk::domain
