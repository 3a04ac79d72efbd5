// room.rename, room.picture, room.notice: what changes in a room that exists, by an event that is no message.

#include <utility>

#include "core/api/room_words.hpp"
#include "core/domain/refusal.hpp"

namespace cocotalk::api {
namespace {

using namespace cocotalk::domain;
using runtime::Task;

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

Task<Reply> notice(Application& app, Asker asker, std::string json) {
  RoomId id;
  std::optional<MessageId> wanted;
  {
    const Fields fields(app.parser, json);
    id = room_id(fields);
    const std::string text = fields.text("messageId");
    wanted = MessageId::parse(text);
    if (!text.empty() && !wanted) throw bad_request("'messageId' is not 24 lower-case hex digits");
  }
  const SessionPtr session = co_await session_of(app, std::move(asker));
  app.messages.take_turn(*session);
  const RoomPtr room = co_await app.rooms.find_for(id, session->account);
  if (wanted) {
    const Message message = co_await app.history.find(room, session->account, *wanted);
    if (message.deleted_ms != 0) throw bad_request("the message was taken back");
    if (!counts_as_unread(message.type)) throw bad_request("who came or went is no notice");
  }
  const Message event = co_await app.rooms.set_notice(session, room, wanted);
  co_return said(event);
}

constexpr Command commands[] = {
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
    {.name = "room.notice",
     .run = &notice,
     .who = Who::member,
     .summary = "makes a message the room's notice, which members see who come later, too; an edit of the message is one of the "
                "notice",
     .input = {field::room, field::text("messageId", "the message; empty: no notice any more")},
     .output = "Said",
     .refusals = {{"BAD_REQUEST", "no message that one sees, or one of type 1 or 2"}, {"RATE", "too often"}}},
};

}  // namespace

std::span<const Command> room_change_commands() { return commands; }

}  // namespace cocotalk::api
