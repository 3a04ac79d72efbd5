#include "core/domain/posting.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "core/domain/refusal.hpp"
#include "core/domain/schema.hpp"

namespace cocotalk::domain {

Posting::Posting(World& world, RoomPtr room, const Session& by, const Draft& draft, const char* kind) : room_(std::move(room)) {
  message_.room = room_->id;
  message_.kind = kind;
  message_.type = draft.type;
  message_.sender = by.account;
  message_.client_id = draft.client_id;
  message_.content = draft.content;
  message_.sent_ms = room_->last_sent_ms = std::max(world.now_ms(), room_->last_sent_ms);
  signed_in_ = transaction_.expect(session::table, values(by.id), {"ended_ms"}, values(0));
  transaction_.expect(member::table, values(room_->id, by.account), {"generation"},
                      values(room_->member(by.account)->generation));
}

void Posting::bring_in(Member m) {
  if (brought_in_.empty())  // the numbers before the message
    before_ = transaction_.add(room_head::table, values(room_->id), {"seq", "number", "ordinal"}, values(0, 0, 0));
  m.joining = true;
  m.muted_until_ms = 0;
  m.is_pinned = false;
  m.joined_ms = m.away_ms = m.entered_ms = message_.sent_ms - 1;  // what is seen is later than joinedAt (wire document 6.6)
  if (room_->is_present(m.account->id)) m.entered_ms = message_.sent_ms;
  const Value seq = Value::result(before_, 0), number = Value::result(before_, 1), ordinal = Value::result(before_, 2);
  transaction_.put(member::table, values(room_->id, m.account->id, m.place, std::int64_t{member::is_in}, m.generation,
                                         m.joined_ms, seq, number, ordinal, m.left_ms, std::int64_t{m.has_written}, 0, 0));
  transaction_.put(position::table, values(room_->id, m.account->id, seq, ordinal, m.entered_ms, m.away_ms));
  brought_in_.push_back(std::move(m));
}

void Posting::append() {
  const std::int64_t counts = counts_as_unread(message_.type) ? 1 : 0;
  head_ = transaction_.add(room_head::table, values(room_->id), {"seq", "number", "ordinal"}, values(1, 1, counts));
  inserted_ =
      transaction_.insert(event::table, values(room_->id, Value::result(head_, 0), Value::result(head_, 1), message_.kind,
                                               static_cast<std::int64_t>(message_.type), message_.sender,
                                               Value::null_if_empty(message_.client_id), message_.content, message_.sent_ms));
}

void Posting::mark_sender() {
  const Values key = values(room_->id, message_.sender);
  transaction_.max(position::table, key, {"read_seq", "read_ordinal"}, values(seq_after(), ordinal_after()));
  if (message_.type == MessageType::chat && !room_->member(message_.sender)->has_written)
    transaction_.set(member::table, key, {"has_written"}, values(1));
}

runtime::Task<Posting::Outcome> Posting::settle(Store::Pending& pending) {
  std::optional<std::uint64_t> failed;
  try {
    const Committed done = co_await pending.answer();
    is_posted(done);
  } catch (const Conflict& c) {
    failed = c.op();
  }
  if (!failed) co_return Outcome::posted;
  if (*failed == signed_in_) throw expired_token();
  co_return *failed == inserted_ ? Outcome::said_before : Outcome::again;
}

void Posting::is_posted(const Committed& done) {
  room_->seq = message_.seq = done.result(head_, 0);
  room_->number = message_.number = done.result(head_, 1);
  room_->ordinal = done.result(head_, 2);
  room_->last = message_;
  for (Member& m : brought_in_) {
    m.joined_seq = m.read_seq = done.result(before_, 0);
    m.joined_number = done.result(before_, 1);
    m.joined_ordinal = m.read_ordinal = done.result(before_, 2);
  }
}

}  // namespace cocotalk::domain
