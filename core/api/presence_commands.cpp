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
  const LinkPtr link = asker.link;
  const SessionPtr session = co_await session_of(app, std::move(asker));
  const runtime::Mutex::Guard in_order = co_await link->order.acquire();
  co_await app.presence.enter(link, id);
  co_return Reply();
}

Task<Reply> away(Application& app, Asker asker, std::string json) {
  const RoomId id = room_id(app, json);
  const LinkPtr link = asker.link;
  const runtime::Mutex::Guard in_order = co_await link->order.acquire();
  if (const Room* const room = link->looking_at(); room != nullptr && room->id == id) app.presence.away(*link);
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
  const std::string address = co_await app.directory.least_loaded();
  const std::string ticket = app.sessions.issue_ticket(session);
  JsonWriter out;
  out.begin_object();
  out.key("ticket").string(ticket);
  if (!address.empty()) out.key("address").string(address);
  out.end_object();
  co_return Reply(out.take());
}

constexpr Command commands[] = {
    {.name = "room.enter",
     .run = &enter,
     .who = Who::link_member,
     .summary =
         "looks at the room, until the link closes or says `room.away`. Of a web page's sockets the one that entered or spoke "
         "last counts, and none when its list's socket has been gone for 10 s. Others hear of a departure after 1 s, unless "
         "the member is back",
     .input = {field::room}},
    {.name = "room.away", .run = &away, .who = Who::link, .summary = "looks at the room no more", .input = {field::room}},
    {.name = "room.typing",
     .run = &typing,
     .who = Who::member,
     .summary = "says that one types, every few seconds while it lasts, or types no more. The others hear `typing` on the room's "
                "`/live` "
                "every 2 s at most, and forget it after 5 s or with a message",
     .input = {field::room, field::flag("typing", "else true")}},
    {.name = "presence.connect",
     .run = &connect,
     .who = Who::signed_in,
     .summary = "gives the ticket of a socket at the least loaded host; the transport makes the address",
     .gives = {field::text("ticket", "opens one SockJS session, within a minute"),
               field::text("address", "of another host, when that is less loaded")}},
};

}  // namespace

std::span<const Command> presence_commands() { return commands; }

}  // namespace cocotalk::api
