#include "core/domain/preferences.hpp"

#include <optional>

#include "core/domain/refusal.hpp"
#include "core/domain/schema.hpp"

namespace cocotalk::domain {
namespace {

void set_muted(Member& member, std::int64_t until_ms) { member.muted_until_ms = until_ms; }
void set_pinned(Member& member, std::int64_t is_pinned) { member.is_pinned = is_pinned != 0; }

}  // namespace

runtime::Task<void> Preferences::mute(SessionPtr by, RoomId room, std::int64_t until_ms) {
  if (until_ms <= world_.now_ms()) throw bad_request("'until' is " + std::to_string(until_ms) + ", which has passed");
  return set(by, room, "muted_until_ms", until_ms, &set_muted);
}

runtime::Task<void> Preferences::unmute(SessionPtr by, RoomId room) { return set(by, room, "muted_until_ms", 0, &set_muted); }
runtime::Task<void> Preferences::pin(SessionPtr by, RoomId room) { return set(by, room, "pinned", 1, &set_pinned); }
runtime::Task<void> Preferences::unpin(SessionPtr by, RoomId room) { return set(by, room, "pinned", 0, &set_pinned); }

// Answers come in the order of the commits, so the member in memory is the one that the row says.
runtime::Task<void> Preferences::set(SessionPtr by, RoomId id, const char* column, std::int64_t value, Change change) {
  const RoomPtr room = co_await rooms_.find_for(id, by->account);
  const Values key = values(room->id, by->account);
  Transaction transaction;
  const std::size_t signed_in = transaction.expect(session::table, values(by->id), {"ended_ms"}, values(0));
  transaction.expect(member::table, key, {"joining"}, values(std::int64_t{member::is_in}));
  transaction.set(member::table, key, {column}, values(value));
  std::optional<std::uint64_t> failed;
  try {
    co_await world_.store.commit(transaction);
  } catch (const Conflict& c) {
    failed = c.op();
  }
  if (failed == signed_in) throw expired_token();
  if (failed) throw not_permitted();
  Member& self = *room->member(by->account);
  change(self, value);
  listener_.preferences_changed(*room, self);
}

}  // namespace cocotalk::domain
