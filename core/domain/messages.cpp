#include "core/domain/messages.hpp"

#include <algorithm>
#include <utility>

#include "core/domain/refusal.hpp"
#include "core/domain/schema.hpp"

namespace cocotalk::domain {
namespace {

constexpr std::size_t max_client_id_bytes = 64;
constexpr int max_tries = 4;

}  // namespace

Message message_from(const Row& row) {
  Message m;
  m.room = RoomId::from_blob(row.text(event::room));
  m.seq = row.number(event::seq);
  m.number = row.number(event::number);
  m.kind = row.text(event::kind);
  m.type = static_cast<MessageType>(row.number(event::type));
  m.sender = row.number(event::sender);
  m.client_id = row.text(event::client_id);
  m.content = row.text(event::content);
  m.sent_ms = row.number(event::ts_ms);
  return m;
}

void Messages::check(const Draft& draft) const {
  if (draft.content.empty()) throw bad_request("content is empty");
  if (draft.content.size() > world_.limits.message_bytes)
    throw bad_request("content is longer than " + std::to_string(world_.limits.message_bytes) + " bytes");
  if (draft.client_id.size() > max_client_id_bytes)
    throw bad_request("client-msg-id is longer than " + std::to_string(max_client_id_bytes) + " bytes");
}

runtime::Task<Message> Messages::post(SessionPtr by, Draft draft, LinkPtr from) {
  check(draft);
  if (by->is_ended()) throw expired_token();
  rate_.charge(by->account, world_.now_ms());

  for (int tries = 0; tries < max_tries; ++tries) {
    std::optional<runtime::Mutex::Guard> in_order;
    if (from) in_order.emplace(co_await from->order.acquire());
    RoomPtr room = co_await rooms_.find_for(draft.room, by->account);
    const Member* const member = room->member(by->account);
    if (!member->joining) throw not_permitted();

    Message message;
    message.room = room->id;
    message.type = draft.type;
    message.sender = by->account;
    message.client_id = draft.client_id;
    message.content = draft.content;
    message.sent_ms = room->last_sent_ms = std::max(world_.now_ms(), room->last_sent_ms);

    Transaction transaction;
    const std::int64_t counts = counts_as_unread(draft.type) ? 1 : 0;
    const std::size_t signed_in = transaction.expect(session::table, values(by->id), {"ended_ms"}, values(0));
    transaction.expect(member::table, values(room->id, by->account), {"generation"}, values(member->generation));
    const std::size_t head =
        transaction.add(room_head::table, values(room->id), {"seq", "number", "ordinal"}, values(1, 1, counts));
    const std::size_t inserted =
        transaction.insert(event::table, values(room->id, Value::result(head, 0), Value::result(head, 1), message.kind,
                                                static_cast<std::int64_t>(message.type), message.sender,
                                                Value::null_if_empty(message.client_id), message.content, message.sent_ms));
    transaction.max(position::table, values(room->id, by->account), {"read_seq", "read_ordinal"},
                    values(Value::result(head, 0), Value::result(head, 2)));
    Store::Pending pending(world_.store, transaction);
    in_order.reset();

    std::optional<std::uint64_t> failed;
    try {
      const Committed done = co_await pending.answer();
      message.seq = done.result(head, 0);
      message.number = done.result(head, 1);
      room->seq = message.seq;
      room->number = message.number;
      room->ordinal = done.result(head, 2);
    } catch (const Conflict& c) {
      failed = c.op();
    }
    if (!failed) {
      room->last = message;
      if (Member* const sender = room->member(by->account)) {
        sender->read_seq = std::max(sender->read_seq, message.seq);
        sender->read_ordinal = std::max(sender->read_ordinal, room->ordinal);
      }
      listener_.message_posted(*room, message, from.get());
      co_return message;
    }
    if (*failed == signed_in) throw expired_token();
    if (*failed == inserted) co_return co_await said_before(by->account, std::move(draft));
    // The membership changed, and the room in memory with it: its commit was answered before ours.
  }
  throw Refusal(COCO_CONFLICT, "CONFLICT", "the membership changed again and again", 100);
}

runtime::Task<Message> Messages::said_before(AccountId sender, Draft draft) {
  const Rows rows = co_await world_.store.read_one(Range::in(event::table, event::by_client_id, values(draft.client_id, sender)));
  if (rows.empty()) throw Refusal(COCO_RETRY, "RETRY", "send it again", 100);
  Message before = message_from(rows[0]);
  if (before.room != draft.room || before.content != draft.content || before.type != draft.type)
    throw Refusal(COCO_CONFLICT, "CONFLICT", "this client-msg-id was used for another message");
  co_return before;
}

runtime::Task<std::vector<Message>> Messages::read(RoomPtr room, AccountId reader, std::int64_t first, std::int64_t last) {
  const Member* const member = room->member(reader);
  if (member == nullptr) throw not_permitted();
  first = std::max(first, member->joined_number + 1);
  last = std::min(last, room->number);
  std::vector<Message> out;
  if (first > last) co_return out;
  Range range = Range(event::table, event::by_number).from(values(room->id, first)).to(values(room->id, last));
  const Rows rows = co_await world_.store.read_one(std::move(range));
  for (std::size_t i = 0; i < rows.size(); ++i) out.push_back(message_from(rows[i]));
  co_return out;
}

runtime::Task<std::vector<Message>> Messages::events_after(RoomId room, std::int64_t seq, std::uint32_t limit) {
  Range range = Range(event::table).from(values(room, seq + 1)).to(values(room)).limit(limit);
  const Rows rows = co_await world_.store.read_one(std::move(range));
  std::vector<Message> out;
  for (std::size_t i = 0; i < rows.size(); ++i) out.push_back(message_from(rows[i]));
  co_return out;
}

}  // namespace cocotalk::domain
