// room.*: making rooms, saying, reading; the wire document's C1–C6 and C11.

#include <algorithm>
#include <utility>

#include "core/api/message_shapes.hpp"
#include "core/api/room_words.hpp"
#include "core/domain/refusal.hpp"

namespace cocotalk::api {
namespace {

using namespace cocotalk::domain;
using runtime::Task;

std::string room_json(const Room* room, Viewer viewer) {
  JsonWriter out;
  write_room(out, room, viewer);
  return out.take();
}

// Messages of one room, in their order; native clients see the reactions too.
Task<std::string> messages_json(Application& app, RoomPtr room, AccountId reader, Viewer viewer, std::vector<Message> messages) {
  ReactionsByNumber reactions;
  if (viewer == Viewer::native && !messages.empty())
    reactions = co_await app.reactions.of(room, reader, messages.front().number, messages.back().number);
  JsonWriter out;
  out.begin_array();
  for (const Message& m : messages)
    write_message(out, m, *room, viewer, m.deleted_ms != 0 ? std::vector<ReactionCount>() : reactions[m.number]);
  out.end_array();
  co_return out.take();
}

void write_notice(JsonWriter& out, const std::optional<Message>& notice, const Room& room) {
  out.key("notice");
  if (notice)
    write_message(out, *notice, room, Viewer::native);
  else
    out.null();
}

// An original client that is refused a private room because there is one goes on waiting for it, also after a reload.
Task<void> show_existing(Application& app, LinkPtr link, NewRoom draft) {
  const AccountId self = link->session->account;
  std::erase(draft.members, self);
  if (draft.type != RoomType::direct || draft.members.size() != 1) co_return;
  const RoomPtr room = co_await app.rooms.find_private(self, draft.members.front());
  if (room) Fanout::show_again(*link, *room);
}

Task<Reply> create(Application& app, Asker asker, std::string json) {
  NewRoom draft;
  {
    const Fields fields(app.parser, json);
    draft.name = fields.text("roomname");
    draft.image = fields.text("img");
    draft.type = static_cast<RoomType>(fields.number("type", 0));
    for (const Fields& member : fields.objects("members")) draft.members.push_back(member.number("userId", 0));
  }
  const Viewer viewer = viewer_of(asker);
  const LinkPtr link = asker.link;
  const SessionPtr session = co_await session_of(app, std::move(asker));
  RoomPtr room;
  std::exception_ptr refused;
  try {
    room = co_await app.rooms.create(session, draft);
  } catch (const Refusal&) {
    refused = std::current_exception();
  }
  if (refused && link && link->by_ticket) co_await show_existing(app, link, std::move(draft));
  if (refused) std::rethrow_exception(refused);
  co_return Reply(room_json(room.get(), viewer));
}

Task<Reply> own(Application& app, Asker asker, std::string) {
  const Viewer viewer = viewer_of(asker);
  const SessionPtr session = co_await session_of(app, std::move(asker));
  const RoomPtr room = co_await app.rooms.own(session);
  co_return Reply(room_json(room.get(), viewer));
}

// The newest message the member may see, in the list's shape; a room without any shows a sentence (C3).
void write_recent(JsonWriter& out, const Room& room, const Member& member, Viewer viewer) {
  if (const Message* const last = room.last_for(member)) return write_message(out, *last, room, viewer);
  out.begin_object();
  out.key("id").null().key("roomId").null().key("messageBundleId").null().key("userId").null();
  out.key("content").string("채팅방에 메시지가 없습니다.");
  out.key("type").number(0);
  out.key("sentAt").string(chat_time(member.joined_ms));
  out.end_object();
}

std::int64_t recent_ms(const Room& room, const Member& member) {
  const Message* const last = room.last_for(member);
  return last != nullptr ? last->sent_ms : member.joined_ms;
}

Task<Reply> list(Application& app, Asker asker, std::string) {
  const Viewer viewer = viewer_of(asker);
  const SessionPtr session = co_await session_of(app, std::move(asker));
  std::vector<RoomPtr> rooms = co_await app.rooms.of(session->account);
  std::vector<std::pair<std::int64_t, const Room*>> order;
  for (const RoomPtr& room : rooms)
    if (const Member* const member = room->member(session->account); member != nullptr && member->joining)
      order.emplace_back(recent_ms(*room, *member), room.get());
  std::stable_sort(order.begin(), order.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
  if (viewer == Viewer::page) app.listings.remember(*session, rooms);
  JsonWriter out;
  out.begin_array();
  for (const auto& [recent, room] : order) {
    const Member& member = *room->member(session->account);
    out.begin_object();
    out.key("room");
    write_room(out, room, viewer);
    out.key("recentChatMessage");
    write_recent(out, *room, member, viewer);
    out.key("recentMessageBundleCount").number(room->last_bundle_count());
    out.key("unreadNumber").number(room->unread(member));
    out.key("seq").number(room->seq);
    if (viewer == Viewer::native) {
      out.key("mentioned").boolean(room->is_mentioned(member));
      write_preferences(out, member, app.world.now_ms());
    }
    out.end_object();
  }
  out.end_array();
  co_return Reply(out.take());
}

// RoomVo of each, as C2.
Task<Reply> mine(Application& app, Asker asker, std::string) {
  const Viewer viewer = viewer_of(asker);
  const SessionPtr session = co_await session_of(app, std::move(asker));
  const std::vector<RoomPtr> rooms = co_await app.rooms.of(session->account);
  JsonWriter out;
  out.begin_array();
  for (const RoomPtr& room : rooms)
    if (const Member* const member = room->member(session->account); member != nullptr && member->joining)
      write_room(out, room.get(), viewer);
  out.end_array();
  co_return Reply(out.take());
}

Task<Reply> get(Application& app, Asker asker, std::string json) {
  const RoomId id = room_id(app, json);
  const Viewer viewer = viewer_of(asker);
  const SessionPtr session = co_await session_of(app, std::move(asker));
  const RoomPtr room = co_await app.rooms.find_for(id, session->account);
  if (viewer != Viewer::native) co_return Reply(room_json(room.get(), viewer));
  const std::optional<Message> notice = co_await app.history.notice(room, session->account);
  const Member* const self = room->member(session->account);
  if (self == nullptr) throw not_permitted();  // left meanwhile
  JsonWriter out;
  out.begin_object();
  write_room_fields(out, *room, viewer);
  write_notice(out, notice, *room);
  write_preferences(out, *self, app.world.now_ms());
  out.end_object();
  co_return Reply(out.take());
}

Task<Reply> find_private(Application& app, Asker asker, std::string json) {
  std::int64_t other = 0;
  {
    const Fields fields(app.parser, json);
    other = fields.number("userId", 0);
  }
  const Viewer viewer = viewer_of(asker);
  const SessionPtr session = co_await session_of(app, std::move(asker));
  if (other == session->account) throw bad_request("자기 자신을 대상으로 할 수 없습니다.");
  const RoomPtr room = co_await app.rooms.find_private(session->account, other);
  co_return Reply(room_json(room.get(), viewer));
}

// Whole bundles (6.5): the last one that holds anything, and the one before it when it is not full.
Task<Reply> tail(Application& app, Asker asker, std::string json) {
  const RoomId id = room_id(app, json);
  const Viewer viewer = viewer_of(asker);
  const SessionPtr session = co_await session_of(app, std::move(asker));
  const RoomPtr room = co_await app.rooms.find_for(id, session->account);
  const std::int64_t seq = room->seq;  // whoever resumes from here has what the list holds, and no more
  const std::int64_t last = co_await app.history.newest_up_to(room, session->account, room->number);
  std::int64_t first = last == 0 ? 1 : bundle_of(last) * bundle_size + 1;
  if (last - first + 1 < bundle_size) first = std::max<std::int64_t>(1, first - bundle_size);
  std::vector<Message> messages = co_await app.history.read(room, session->account, first, last);
  const std::string list = co_await messages_json(app, room, session->account, viewer, std::move(messages));
  std::optional<Message> notice;
  if (viewer == Viewer::native) notice = co_await app.history.notice(room, session->account);
  JsonWriter out;
  out.begin_object();
  out.key("room");
  write_room(out, room.get(), viewer);
  out.key("messageList").literal(list);
  out.key("seq").number(seq);
  if (viewer == Viewer::native) write_notice(out, notice, *room);
  out.end_object();
  co_return Reply(out.take());
}

constexpr std::int64_t max_stretch = 100;  // messages of `room.messages` with `from`

// Which messages a page is (6.5): with `size` (WEB) the whole bundle before; without (iOS) the original's function, with a count
// that the bundle really has.
std::pair<std::int64_t, std::int64_t> page(const Room& room, std::int64_t k, std::int64_t count, bool whole_bundles) {
  const std::int64_t begin = k * bundle_size;  // the number before the bundle's first
  if (whole_bundles) return {begin - bundle_size + 1, begin};
  const std::int64_t filled = std::clamp<std::int64_t>(room.number - begin, 0, bundle_size);
  const std::int64_t end = begin + std::clamp<std::int64_t>(count, 0, filled);
  return {std::max<std::int64_t>(1, end - bundle_size + 1), end};
}

Task<Reply> messages(Application& app, Asker asker, std::string json) {
  RoomId id;
  std::optional<BundleId> bundle;
  std::optional<std::int64_t> from;
  std::int64_t count = 0;
  bool whole_bundles = false;
  {
    const Fields fields(app.parser, json);
    id = room_id(fields);
    bundle = BundleId::parse(fields.text("bundleId"));
    from = fields.number("from");
    count = fields.number("count", from ? bundle_size : 0);
    whole_bundles = fields.has("size");
  }
  const Viewer viewer = viewer_of(asker);
  const SessionPtr session = co_await session_of(app, std::move(asker));
  const RoomPtr room = co_await app.rooms.find_for(id, session->account);
  const std::optional<std::int64_t> k = bundle ? bundle_index(room->id, *bundle) : std::nullopt;
  std::vector<Message> found;
  if (from) {
    const std::int64_t last = *from + std::clamp<std::int64_t>(count, 1, max_stretch) - 1;
    found = co_await app.history.read(room, session->account, *from, last);
  } else if (k && *k <= room->last_bundle()) {
    if (!whole_bundles) {  // the phone counts what it shows of the bundle: what is hidden is not among it
      const std::int64_t begin = *k * bundle_size;
      count -= co_await app.history.count_hidden(room, session->account, begin + 1, begin + bundle_size);
    }
    std::pair<std::int64_t, std::int64_t> wanted = page(*room, *k, count, whole_bundles);
    found = co_await app.history.read(room, session->account, wanted.first, wanted.second);
    if (found.empty() && wanted.first > 1) {  // all hidden: older ones there may be
      const std::int64_t newest = co_await app.history.newest_up_to(room, session->account, wanted.first - 1);
      if (newest > 0) found = co_await app.history.read(room, session->account, bundle_of(newest) * bundle_size + 1, newest);
    }
  }
  co_return Reply(co_await messages_json(app, room, session->account, viewer, std::move(found)));
}

// Pages show nothing of type 3, and say with it what they have just woken the room with (5.6.5).
void repeat_awakening(Link& link, Draft& draft) {
  draft.type = MessageType::chat;
  const std::unique_ptr<const Link::Awakening> before = std::move(link.awakening);
  if (before && before->room == draft.room && before->content == draft.content && draft.client_id.empty())
    draft.client_id = before->client_id;
}

Task<Reply> send(Application& app, Asker asker, std::string json) {
  Draft draft;
  {
    const Fields fields(app.parser, json);
    draft.room = room_id(fields);
    draft.content = fields.text("content");
    draft.client_id = fields.text("clientMsgId");
    draft.mentions = mentions(fields);
    if (fields.has("reply-to")) draft.reply_to = message_id(fields, "reply-to");
    draft.type = static_cast<MessageType>(fields.number("type", 0));
  }
  const LinkPtr link = asker.link;
  if (link && link->by_ticket && draft.type == MessageType::awake) repeat_awakening(*link, draft);
  const SessionPtr session = co_await session_of(app, std::move(asker));
  if (link) co_await app.presence.evidence(link, draft.room);
  const Message posted = co_await app.messages.post(session, std::move(draft), link);
  co_return said(posted);
}

constexpr Command commands[] = {
    {.name = "room.create",
     .run = &create,
     .who = Who::signed_in,
     .summary = "makes a room; when the private room exists already, an original client is shown it on its `room/new`",
     .input = {field::text("roomname", "").expected().characters(limits.room_name_characters),
               field::text("img", "the picture's address").bytes(limits.room_image_bytes),
               field::number("type", "0 (the default) a private room, 1 a group, 2 an open one").between(0, 2),
               field::objects("members", "Person", "who is in it, the asker too").expected()},
     .output = "RoomVo",
     .refusals = {{"BAD_REQUEST", "with the wire document's texts"}}},
    {.name = "room.self",
     .run = &own,
     .who = Who::signed_in,
     .summary =
         "gives one's room with oneself, made the first time: over a native link of type 3, else a group of one. Leaving it "
         "erases it",
     .output = "RoomVo"},
    {.name = "room.list",
     .run = &list,
     .who = Who::signed_in,
     .summary = "gives one's rooms, the newest message first (C3)",
     .output = "[ListedRoom]"},
    {.name = "room.get", .run = &get, .who = Who::member, .summary = "gives a room", .input = {field::room}, .output = "RoomVo"},
    {.name = "room.private",
     .run = &find_private,
     .who = Who::signed_in,
     .summary = "gives the private room with somebody; all null with `type` 0 when there is none",
     .input = {field::number("userId", "the other").required()},
     .output = "RoomVo",
     .refusals = {{"BAD_REQUEST", "oneself"}}},
    {.name = "room.tail",
     .run = &tail,
     .who = Who::member,
     .summary = "gives a room and its newest messages, whole bundles",
     .input = {field::room, field::anything("count", "of the original; not looked at")},
     .gives = {field::object("room", "RoomVo", ""), field::objects("messageList", "ChatMessage", "oldest first"),
               field::number("seq", "from where to resume"),
               field::object("notice", "ChatMessage", "over a native link").nullable()}},
    {.name = "room.messages",
     .run = &messages,
     .who = Who::member,
     .summary = "gives the page of messages before, or with `from` a stretch anywhere",
     .input = {field::room, field::text("bundleId", "the bundle one has"),
               field::number("count", "how many of it one has; with `from` how many are wanted, at most 100, else 20"),
               field::anything("size", "there: the whole bundle before it"),
               field::number("from", "instead of a bundle: the number of the first message").between(1, 0x7fffffff)},
     .output = "[ChatMessage]"},
    {.name = "room.send",
     .run = &send,
     .who = Who::member,
     .summary = "says something; in a private room it brings back who left, the sender too",
     .input = {field::room, field::text("content", "at most the setting `max_message`").expected(),
               field::number("type", "as the wire document has them; 0 (the default) is text").between(0, 6), field::client_id,
               field::text("reply-to", "the id of a message of this room that one sees: what it says is kept with the reply"),
               field::numbers("mentions", "members whom it names: they are woken also when they muted the room")
                   .entries(limits.mentions)},
     .output = "Said",
     .refusals = {{"BAD_REQUEST", "nothing, or too much; what cannot be answered; who is not in the room"},
                  {"CONFLICT", "the same client id, another body"},
                  {"RATE", "too often"}}},
    {.name = "room.mine", .run = &mine, .who = Who::signed_in, .summary = "gives one's rooms (C2)", .output = "[RoomVo]"},
};

}  // namespace

std::span<const Command> room_commands() { return commands; }

}  // namespace cocotalk::api
