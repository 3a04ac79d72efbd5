// message.edit, message.delete, message.react: what happens to messages.

#include <utility>

#include "core/api/room_words.hpp"
#include "core/domain/refusal.hpp"

namespace cocotalk::api {
namespace {

using namespace cocotalk::domain;
using runtime::Task;

struct Named {
  RoomId room;
  MessageId message;
  explicit Named(const Fields& fields) : room(room_id(fields)), message(message_id(fields, "messageId")) {}
};

Reply happened(const std::optional<Message>& event) { return event ? said(*event) : Reply(); }

Task<Reply> edit(Application& app, Asker asker, std::string json) {
  const Fields fields(app.parser, json);
  const Named named(fields);
  std::string content = fields.text("content");
  const SessionPtr session = co_await session_of(app, std::move(asker));
  app.messages.take_turn(*session);
  const std::optional<Message> event = co_await app.revisions.edit(session, named.room, named.message, std::move(content));
  co_return happened(event);
}

Task<Reply> erase(Application& app, Asker asker, std::string json) {
  const Fields fields(app.parser, json);
  const Named named(fields);
  const std::string scope = fields.required_text("scope");
  const SessionPtr session = co_await session_of(app, std::move(asker));
  app.messages.take_turn(*session);
  if (scope == "me") {
    co_await app.revisions.hide(session, named.room, named.message);
    co_return Reply();
  }
  const std::optional<Message> event = co_await app.revisions.erase(session, named.room, named.message);
  co_return happened(event);
}

Task<Reply> react(Application& app, Asker asker, std::string json) {
  const Fields fields(app.parser, json);
  const Named named(fields);
  std::string emoji = fields.required_text("emoji");
  const bool adds = fields.flag("added", true);
  const SessionPtr session = co_await session_of(app, std::move(asker));
  app.messages.take_turn(*session);
  std::optional<Message> event;
  if (adds)
    event = co_await app.reactions.give(session, named.room, named.message, std::move(emoji));
  else
    event = co_await app.reactions.take_back(session, named.room, named.message, std::move(emoji));
  co_return happened(event);
}

constexpr Field of_message = field::text("messageId", "the message").required();

constexpr Command commands[] = {
    {.name = "message.edit",
     .run = &edit,
     .who = Who::member,
     .summary = "says one's own text otherwise, within the setting `edit_for` (15 min); told as `edited`",
     .input = {field::room, of_message, field::text("content", "at most the setting `max_message`").expected()},
     .output = "Happened",
     .refusals = {{"BAD_REQUEST", "a message one does not see, no text, deleted, too late"},
                  {"NOT_PERMITTED", "somebody else's"},
                  {"CONFLICT", "the room changed again and again"},
                  {"RATE", "too often"}}},
    {.name = "message.delete",
     .run = &erase,
     .who = Who::member,
     .summary =
         "takes one's own message back for all, within the setting `delete_for` (24 h), told as `deleted`; or hides any for "
         "oneself, told as `hidden` on `/me`",
     .input = {field::room, of_message, field::text("scope", "for whom").words("me all").required()},
     .output = "Happened",
     .refusals = {{"BAD_REQUEST", "a message one does not see; for all: a notice, too late"},
                  {"NOT_PERMITTED", "for all: somebody else's"},
                  {"CONFLICT", "the room changed again and again"},
                  {"RATE", "too often"}}},
    {.name = "message.react",
     .run = &react,
     .who = Who::member,
     .summary = "gives an emoji to a message, or takes it back; told as `reaction`",
     .input = {field::room, of_message,
               field::text("emoji", "exactly one; each is given once, and a message has 20 kinds").required(),
               field::flag("added", "else true; false: taken back")},
     .output = "Happened",
     .refusals = {{"BAD_REQUEST", "no emoji, a message one does not see, a notice, deleted, a 21st kind"},
                  {"CONFLICT", "the room changed again and again"},
                  {"RATE", "too often"}}},
};

}  // namespace

std::span<const Command> message_commands() { return commands; }

}  // namespace cocotalk::api
