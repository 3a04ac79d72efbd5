// Rooms' events and members as rows of the storage.
#pragma once

#include "core/domain/room.hpp"
#include "core/domain/store.hpp"

namespace cocotalk::domain {

Message message_from(const Row& event_row);
// `seq` and `number`: results of the same transaction; no number: no message.
Values event_row(const Message& event, Value seq, Value number);
// Who is listed: in the room, or one who left a private room.
Values member_row(const RoomId& room, const Member& member);
Values position_row(const RoomId& room, const Member& member);

}  // namespace cocotalk::domain
