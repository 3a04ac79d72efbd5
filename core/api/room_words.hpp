// What the commands about rooms have in common.
#pragma once

#include "core/api/command.hpp"
#include "core/api/shapes.hpp"

namespace cocotalk::api {

// The field `roomId`; refuses what is none.
domain::RoomId room_id(const Fields& fields);

// Whether a web page of the original client asks: by its ticket, or by its User-Agent.
Viewer viewer_of(const Asker& asker);

// The answer to whatever stored a message, or another event of a room.
Reply said(const domain::Message& message);

}  // namespace cocotalk::api
