// room.enter, room.away, room.typing: what a member does in a room that is not kept; presence.connect.

#include <utility>

#include "core/api/room_words.hpp"
#include "core/domain/refusal.hpp"

namespace cocotalk::api {
namespace {

using namespace cocotalk::domain;
using runtime::Task;

Task<Reply> enter(Application& app, Asker asker, std::string json) {
  const RoomId id = room_id(app, json);
  if (!asker.link) throw bad_request("only an open link can look at a room");
  const LinkPtr link = asker.link;
  const SessionPtr session = co_await session_of(app, std::move(asker));
  const runtime::Mutex::Guard in_order = co_await link->order.acquire();
  co_await app.presence.enter(link, id);
  co_return Reply();
}

Task<Reply> away(Application& app, Asker asker, std::string json) {
  const RoomId id = room_id(app, json);
  if (!asker.link) co_return Reply();
  const LinkPtr link = asker.link;
  const runtime::Mutex::Guard in_order = co_await link->order.acquire();
  if (link->looking_at && link->looking_at->id == id) app.presence.away(*link);
  co_return Reply();
}

Task<Reply> typing(Application& app, Asker asker, std::string json) {
  RoomId id;
  bool types = true;
  {
    const Fields fields(app.parser, json);
    id = room_id(fields);
    types = fields.flag("typing", true);
  }
  const SessionPtr session = co_await session_of(app, std::move(asker));
  if (types)
    co_await app.typing.begin(session, id);
  else
    co_await app.typing.end(session, id);
  co_return Reply();
}

Task<Reply> connect(Application& app, Asker asker, std::string) {
  const SessionPtr session = co_await session_of(app, std::move(asker));
  const std::string ticket = app.sessions.issue_ticket(session);
  JsonWriter out;
  out.begin_object();
  out.key("ticket").string(ticket);
  out.end_object();
  co_return Reply(out.take());
}

constexpr Command commands[] = {
    {"room.enter", &enter},
    {"room.away", &away},
    {"room.typing", &typing},
    {"presence.connect", &connect},
};

}  // namespace

std::span<const Command> presence_commands() { return commands; }

}  // namespace cocotalk::api
