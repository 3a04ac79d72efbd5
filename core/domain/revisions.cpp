#include "core/domain/revisions.hpp"

#include <algorithm>
#include <utility>

#include "core/domain/happening.hpp"
#include "core/domain/hidden.hpp"
#include "core/domain/refusal.hpp"
#include "core/domain/room_rows.hpp"
#include "core/domain/schema.hpp"

namespace cocotalk::domain {
namespace {

// What was said first, when nothing tells it any more.
std::int64_t original_of(const Message& m) {
  if (m.original) return *m.original;
  Draft draft;
  draft.type = m.type;
  draft.content = m.content;
  draft.reply_to = m.about;
  draft.mentions = m.mentions;
  return draft.fingerprint();
}

// Wherever the room in memory has the message.
void replace(Room& room, const Message& after) {
  if (room.last && room.last->number == after.number) room.last = after;
  for (Member& m : room.members)
    if (m.shown && m.shown->number == after.number) m.shown = std::make_shared<const Message>(after);
}

}  // namespace

runtime::Task<Message> Revisions::own(RoomPtr room, SessionPtr by, MessageId id) {
  Message out = co_await history_.find(std::move(room), by->account, id);
  if (out.sender != by->account) throw not_permitted();
  if (!counts_as_unread(out.type)) throw bad_request("안내 메시지는 변경할 수 없습니다.");
  co_return out;
}

void Revisions::refuse_after(std::int64_t limit_ms, const Message& message) const {
  if (world_.now_ms() - message.sent_ms > limit_ms)
    throw bad_request("보낸 지 " + std::to_string(limit_ms / 60'000) + "분이 지난 메시지입니다.");
}

runtime::Task<std::optional<Message>> Revisions::edit(SessionPtr by, RoomId id, MessageId message, std::string content) {
  Draft text;
  text.content = content;
  messages_.check(text);
  const RoomPtr room = co_await rooms_.find_for(id, by->account);
  const runtime::Mutex::Guard one_after_the_other = co_await room->changing.acquire();
  const Message before = co_await own(room, by, message);
  if (before.type != MessageType::chat || before.deleted_ms != 0) throw bad_request("텍스트 메시지만 수정할 수 있습니다.");
  refuse_after(world_.limits.edit_ms, before);
  if (before.content == content) co_return std::nullopt;
  Message after = before;
  after.content = std::move(content);
  after.edited_ms = world_.now_ms();
  co_return co_await change(by, room, before, std::move(after), Message::edited_kind);
}

runtime::Task<std::optional<Message>> Revisions::erase(SessionPtr by, RoomId id, MessageId message) {
  const RoomPtr room = co_await rooms_.find_for(id, by->account);
  const runtime::Mutex::Guard one_after_the_other = co_await room->changing.acquire();
  const Message before = co_await own(room, by, message);
  if (before.deleted_ms != 0) co_return std::nullopt;
  refuse_after(world_.limits.delete_ms, before);
  Message after = before;
  after.content.clear();
  after.about.reset();
  after.quoted = 0;
  after.quote.clear();
  after.mentions.clear();
  after.deleted_ms = world_.now_ms();
  co_return co_await change(by, room, before, std::move(after), Message::deleted_kind);
}

runtime::Task<Message> Revisions::change(SessionPtr by, RoomPtr room, Message before, Message after, const char* kind) {
  after.original = original_of(before);
  Happening one(world_, room, *by, kind);
  one.event().about = before.id();
  one.append();
  // As a text it may be seen for ever: pages list who wrote one also when he left (wire document, Q11).
  const bool becomes_text = after.deleted_ms != 0 && !room->member(by->account)->has_written;
  if (becomes_text) one.transaction().set(member::table, values(room->id, by->account), {"has_written"}, values(1));
  Values row = event_row(after, after.seq, after.number);
  one.transaction().put(event::table, std::move(row));
  const std::vector<AccountId> hidden_from = co_await accounts_without(world_.store, room->id, before.number);
  const bool is_stored = co_await one.commit();
  if (!is_stored) throw contended();
  if (becomes_text) room->member(by->account)->has_written = true;
  replace(*room, after);
  indexing_.wake(room->id);
  Message event = one.event();
  event.content = after.content;
  listener_.message_changed(*room, event, hidden_from);
  co_return event;
}

runtime::Task<void> Revisions::hide(SessionPtr by, RoomId id, MessageId message) {
  const RoomPtr room = co_await rooms_.find_for(id, by->account);
  const runtime::Mutex::Guard one_after_the_other = co_await room->changing.acquire();
  const std::int64_t number = number_of(message);
  const std::int64_t already = co_await history_.count_hidden(room, by->account, number, number);
  if (already != 0) co_return;
  const Message hidden = co_await history_.find(room, by->account, message);
  const Member before = *room->member(by->account);
  const bool is_unread = counts_as_unread(hidden.type) && !room->is_present(by->account) &&
                         hidden.seq > std::max(before.read_seq, before.joined_seq);
  const Values key = values(room->id, by->account);
  Transaction transaction;
  const std::size_t signed_in = transaction.expect(session::table, values(by->id), {"ended_ms"}, values(0));
  transaction.expect(member::table, key, {"generation"}, values(before.generation));
  transaction.insert(hidden::table, values(room->id, by->account, number, hidden.seq));
  transaction.max(position::table, key, {"hidden_number"}, values(number));
  if (is_unread) transaction.add(position::table, key, {"hidden"}, values(1));
  std::optional<std::uint64_t> failed;
  try {
    co_await world_.store.commit(transaction);
  } catch (const Conflict& c) {
    failed = c.op();
  }
  if (failed == signed_in) throw expired_token();
  if (failed) throw contended();
  Member& self = *room->member(by->account);
  self.hidden_number = std::max(self.hidden_number, number);
  self.hidden += is_unread ? 1 : 0;
  co_await find_shown(world_.store, room, by->account);
  listener_.message_hidden(*room, by->account, message);
}

}  // namespace cocotalk::domain
