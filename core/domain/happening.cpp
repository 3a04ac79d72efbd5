#include "core/domain/happening.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "core/domain/room_rows.hpp"
#include "core/domain/schema.hpp"

namespace cocotalk::domain {

Refusal contended() { return {COCO_CONFLICT, "CONFLICT", "the room changed again and again", 100}; }

Happening::Happening(World& world, RoomPtr room, const Session& by, const char* kind) : world_(world), room_(std::move(room)) {
  event_.room = room_->id;
  event_.kind = kind;
  event_.sender = by.account;
  event_.sent_ms = room_->last_sent_ms = std::max(world.now_ms(), room_->last_sent_ms);
  signed_in_ = transaction_.expect(session::table, values(by.id), {"ended_ms"}, values(0));
  joining_ = transaction_.expect(member::table, values(room_->id, by.account), {"joining"}, values(std::int64_t{member::is_in}));
}

void Happening::append() {
  head_ = transaction_.add(room_head::table, values(room_->id), {"seq"}, values(1));
  transaction_.insert(event::table, event_row(event_, Value::result(head_), Value()));
}

runtime::Task<bool> Happening::commit() {
  std::optional<std::uint64_t> failed;
  try {
    const Committed done = co_await world_.store.commit(transaction_);
    room_->seq = event_.seq = done.result(head_);
  } catch (const Conflict& c) {
    failed = c.op();
  }
  if (failed == signed_in_) throw expired_token();
  if (failed == joining_) throw not_permitted();
  co_return !failed;
}

}  // namespace cocotalk::domain
