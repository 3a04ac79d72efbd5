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

constexpr Command commands[] = {{"room.mute", &mute}, {"room.pin", &pin}};

}  // namespace

std::span<const Command> preference_commands() { return commands; }

}  // namespace cocotalk::api
