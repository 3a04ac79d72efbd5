// The JSON shapes of the wire document: UserVo, RoomVo, RoomMember.
#pragma once

#include <string>

#include "core/api/json.hpp"
#include "core/domain/accounts.hpp"
#include "core/domain/room.hpp"

namespace cocotalk::api {

// 1.8: "2022-02-04T04:21:14.542", UTC, always three fraction digits.
std::string chat_time(std::int64_t utc_ms);
// 1.8: "2022-02-04T04:26:14", UTC.
std::string whole_second_time(std::int64_t utc_ms);

// How much of an account is shown.
enum class Visible {
  nothing,    // all null: unknown
  existence,  // only the id: to anonymous askers
  to_others,  // without phone and e-mail
  to_self
};
void write_user(JsonWriter& out, const domain::Account* account, Visible visible);

// The string with JSON in it that stands in `profile`.
std::string profile_text(const domain::Account& account);

// Who reads it. A web page cannot show what somebody said whom the room does not list: of a group it is given the former members
// who wrote in it, too, as ghosts (Q11). A native client is told what is beyond the original.
enum class Viewer { page, other, native };

// Null: every field null and type 0 (C6 without a room).
void write_room(JsonWriter& out, const domain::Room* room, Viewer viewer = Viewer::other);
// The fields of the object that write_room() writes.
void write_room_fields(JsonWriter& out, const domain::Room& room, Viewer viewer);
// The same without its members, for states that are told with every message.
void write_room_without_members(JsonWriter& out, const domain::Room& room);
// Fields of an object that is told to the member alone: what he wants of the room for himself.
void write_preferences(JsonWriter& out, const domain::Member& member, std::int64_t now_ms);

}  // namespace cocotalk::api
