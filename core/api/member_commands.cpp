// room.invite, room.leave, room.awake: the wire document's 5.6.3 to 5.6.5; room.rename, room.picture.

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

using Change = Task<Message> (Rooms::*)(SessionPtr, RoomId, std::string);

Task<Reply> change(Application& app, Asker asker, std::string json, const char* field, Change change_room) {
  RoomId id;
  std::string value;
  {
    const Fields fields(app.parser, json);
    id = room_id(fields);
    value = fields.text(field);
  }
  const SessionPtr session = co_await session_of(app, std::move(asker));
  app.messages.take_turn(*session);
  const Message event = co_await (app.rooms.*change_room)(session, id, std::move(value));
  co_return said(event);
}

Task<Reply> rename(Application& app, Asker asker, std::string json) {
  return change(app, std::move(asker), std::move(json), "roomname", &Rooms::rename);
}

Task<Reply> picture(Application& app, Asker asker, std::string json) {
  return change(app, std::move(asker), std::move(json), "img", &Rooms::set_image);
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
    {.name = "room.awake",
     .run = &awake,
     .who = Who::member,
     .summary =
         "says something as type 0: the original web client's way in a private room somebody left; the same content that this "
         "client sends next with type 3 is this message",
     .input = {field::room, field::text("content", "at most the setting `max_message`").expected(), field::client_id},
     .output = "Said",
     .refusals = {{"BAD_REQUEST", "as `room.send`"}, {"CONFLICT", "as `room.send`"}, {"RATE", "as `room.send`"}}},
    {.name = "room.rename",
     .run = &rename,
     .who = Who::group_member,
     .summary = "gives a group another name",
     .input = {field::room, field::text("roomname", "").expected().characters(limits.room_name_characters)},
     .output = "Said",
     .refusals = {{"BAD_REQUEST", "no name, over the limit"}, {"RATE", "too often"}}},
    {.name = "room.picture",
     .run = &picture,
     .who = Who::group_member,
     .summary = "gives a group another picture",
     .input = {field::room, field::text("img", "its address; empty: none").bytes(limits.room_image_bytes)},
     .output = "Said",
     .refusals = {{"BAD_REQUEST", "over the limit"}, {"RATE", "too often"}}},
};

}  // namespace

std::span<const Command> member_commands() { return commands; }

}  // namespace cocotalk::api
