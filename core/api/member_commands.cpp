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

constexpr Command commands[] = {{"room.invite", &invite},
                                {"room.leave", &leave},
                                {"room.awake", &awake},
                                {"room.rename", &rename},
                                {"room.picture", &picture}};

}  // namespace

std::span<const Command> member_commands() { return commands; }

}  // namespace cocotalk::api
