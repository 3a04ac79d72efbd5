// room.invite, room.leave, room.awake: the wire document's 5.6.3 to 5.6.5; room.remove.

#include <utility>

#include "core/api/room_words.hpp"
#include "core/domain/refusal.hpp"

namespace cocotalk::api {
namespace {

using namespace cocotalk::domain;
using runtime::Task;

Draft draft_from(const Fields& fields) {
  Draft draft;
  draft.room = room_id(fields);
  draft.content = fields.text("content");
  draft.client_id = fields.text("clientMsgId");
  return draft;
}

Task<Reply> invite(Application& app, Asker asker, std::string json) {
  Invitation invitation;
  {
    const Fields fields(app.parser, json);
    invitation.message = draft_from(fields);
    for (const Fields& invitee : fields.objects("invitees")) invitation.invitees.push_back(invitee.number("userId", 0));
  }
  const LinkPtr link = asker.link;
  const SessionPtr session = co_await session_of(app, std::move(asker));
  const Message message = co_await app.membership.invite(session, std::move(invitation), link);
  co_return said(message);
}

Task<Reply> leave(Application& app, Asker asker, std::string json) {
  Draft draft;
  {
    const Fields fields(app.parser, json);
    draft = draft_from(fields);
  }
  const LinkPtr link = asker.link;
  const SessionPtr session = co_await session_of(app, std::move(asker));
  const std::optional<Message> message = co_await app.membership.leave(session, std::move(draft), link);
  co_return message ? said(*message) : Reply();
}

Task<Reply> remove(Application& app, Asker asker, std::string json) {
  const RoomId id = room_id(app, json);
  const SessionPtr session = co_await session_of(app, std::move(asker));
  co_await app.membership.remove(session, id);
  co_return Reply();
}

// An ordinary message brings back whoever left. An original client says the same again at once, to /send with type 3: both get
// the same client id, so that whichever is stored is stored once.
Task<Reply> awake(Application& app, Asker asker, std::string json) {
  Draft draft;
  {
    const Fields fields(app.parser, json);
    draft = draft_from(fields);
  }
  const LinkPtr link = asker.link;
  if (link && link->by_ticket) {
    if (draft.client_id.empty()) {
      HexId<16, struct AwakeningTag> id;
      app.world.host.random(id.bytes.data(), id.bytes.size());
      draft.client_id = id.hex();
    }
    link->awakening = std::make_unique<const Link::Awakening>(Link::Awakening{draft.room, draft.content, draft.client_id});
  }
  const SessionPtr session = co_await session_of(app, std::move(asker));
  const Message message = co_await app.messages.post(session, std::move(draft), link);
  co_return said(message);
}

constexpr Command commands[] = {
    {.name = "room.invite",
     .run = &invite,
     .who = Who::group_member,
     .summary = "brings people into a group",
     .input = {field::room, field::objects("invitees", "Person", "1 to the setting `max_invitees`").expected(),
               field::text("content", "else who invited whom"), field::client_id},
     .output = "Said",
     .refusals = {{"BAD_REQUEST", "nobody, unknown people, somebody who is in it, too many for a room"}}},
    {.name = "room.leave",
     .run = &leave,
     .who = Who::member,
     .summary =
         "leaves; ends the account's presence and subscriptions in the room. The last one takes the room with him, and is told "
         "`{}`",
     .input = {field::room, field::text("content", "else who left"), field::client_id},
     .output = "Said"},
    {.name = "room.remove",
     .run = &remove,
     .who = Who::maker,
     .summary =
         "ends a room for everybody, with its messages and files. Native links hear `removed`; lists of original clients hear "
         "`⟨name⟩님이 채팅방을 삭제했습니다.`, which is not kept, and keep the room until they are loaded again. A maker who "
         "left "
         "may not, until he is invited again",
     .input = {field::room},
     .refusals = {{"BAD_REQUEST", "a private room"}}},
    {.name = "room.awake",
     .run = &awake,
     .who = Who::member,
     .summary =
         "says something as type 0: the original web client's way in a private room somebody left; the same content that this "
         "client sends next with type 3 is this message",
     .input = {field::room, field::text("content", "at most the setting `max_message`").expected(), field::client_id},
     .output = "Said",
     .refusals = {{"BAD_REQUEST", "as `room.send`"}, {"CONFLICT", "as `room.send`"}, {"RATE", "as `room.send`"}}},
};

}  // namespace

std::span<const Command> member_commands() { return commands; }

}  // namespace cocotalk::api
