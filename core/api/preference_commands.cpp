// room.mute, room.pin: what a member wants of a room for himself.

#include <utility>

#include "core/api/room_words.hpp"

namespace cocotalk::api {
namespace {

using namespace cocotalk::domain;
using runtime::Task;

Task<Reply> mute(Application& app, Asker asker, std::string json) {
  RoomId id;
  bool is_muted = true;
  std::int64_t until_ms = 0;
  {
    const Fields fields(app.parser, json);
    id = room_id(fields);
    is_muted = fields.flag("muted", true);
    until_ms = fields.number("until", for_ever);
  }
  const SessionPtr session = co_await session_of(app, std::move(asker));
  app.messages.take_turn(*session);
  if (is_muted)
    co_await app.preferences.mute(session, id, until_ms);
  else
    co_await app.preferences.unmute(session, id);
  co_return Reply();
}

Task<Reply> pin(Application& app, Asker asker, std::string json) {
  RoomId id;
  bool is_pinned = true;
  {
    const Fields fields(app.parser, json);
    id = room_id(fields);
    is_pinned = fields.flag("pinned", true);
  }
  const SessionPtr session = co_await session_of(app, std::move(asker));
  app.messages.take_turn(*session);
  if (is_pinned)
    co_await app.preferences.pin(session, id);
  else
    co_await app.preferences.unpin(session, id);
  co_return Reply();
}

constexpr Command commands[] = {
    {.name = "room.mute",
     .run = &mute,
     .who = Who::member,
     .summary = "lets the room wake none of one's devices, or again. Told as `room` on `/me`; who leaves the room begins anew",
     .input = {field::room, field::flag("muted", "else true"), field::number("until", "UTC, ms; else until it is unmuted")},
     .refusals = {{"BAD_REQUEST", "`until` has passed"}}},
    {.name = "room.pin",
     .run = &pin,
     .who = Who::member,
     .summary = "lets clients show the room on top, or no more. Told and given up as `room.mute`",
     .input = {field::room, field::flag("pinned", "else true")}},
};

}  // namespace

std::span<const Command> preference_commands() { return commands; }

}  // namespace cocotalk::api
