// Who is typing: told, never kept.
#pragma once

#include "core/domain/listener.hpp"
#include "core/domain/rooms.hpp"

namespace cocotalk::domain {

// Lives on the loop. Clients say it again every few seconds while it lasts; the others in the room are told of it once in
// interval_ms at most, and of its end once.
class Typing {
 public:
  static constexpr std::int64_t interval_ms = 2000;

  Typing(World& world, Rooms& rooms, Listener& listener) : world_(world), rooms_(rooms), listener_(listener) {}

  // Refuse NOT_PERMITTED whoever is not in the room.
  runtime::Task<void> begin(SessionPtr by, RoomId room);
  runtime::Task<void> end(SessionPtr by, RoomId room);

 private:
  World& world_;
  Rooms& rooms_;
  Listener& listener_;
};

}  // namespace cocotalk::domain
