// What the commands about rooms have in common.
#pragma once

#include "core/api/command.hpp"
#include "core/api/shapes.hpp"

namespace cocotalk::api {

// The field that names a room; refuses what is no room's id.
domain::RoomId room_id(const Fields& fields, std::string_view name = "roomId");
// `roomId` of a command that has no other field.
domain::RoomId room_id(Application& app, const std::string& json);

// A field with the id of a message; refuses what is none.
domain::MessageId message_id(const Fields& fields, std::string_view name);
// The field `mentions`: each once, ascending.
std::vector<domain::AccountId> mentions(const Fields& fields);

// A link that was not opened by a ticket is a native client's. Of others, a web page of the original client is known by its
// ticket, or by its User-Agent.
Viewer viewer_of(const Asker& asker);

// The answer to whatever stored a message, or another event of a room.
Reply said(const domain::Message& message);

}  // namespace cocotalk::api
