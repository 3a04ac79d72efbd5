#include "core/domain/typing.hpp"

#include <algorithm>

#include "core/domain/refusal.hpp"

namespace cocotalk::domain {
namespace {

Member& in_it(Room& room, AccountId account) {
  Member* const member = room.member(account);
  if (member == nullptr || !member->joining) throw not_permitted();
  return *member;
}

// The other one of a private room blocks him: what he says there does not reach him, so he is not seen to write it.
bool is_blocked(const Room& room, AccountId account) {
  return std::ranges::any_of(room.members, [&](const Member& m) { return room.keeps_from(m, account); });
}

}  // namespace

runtime::Task<void> Typing::begin(SessionPtr by, RoomId id) {
  const RoomPtr room = co_await rooms_.find_for(id, by->account);
  Member& member = in_it(*room, by->account);
  if (is_blocked(*room, by->account)) co_return;
  if (world_.now_ms() - member.typing_told_ms < interval_ms) co_return;
  member.typing_told_ms = world_.now_ms();
  member.is_typing = true;
  listener_.typing_changed(*room, *by, true);
}

runtime::Task<void> Typing::end(SessionPtr by, RoomId id) {
  const RoomPtr room = co_await rooms_.find_for(id, by->account);
  Member& member = in_it(*room, by->account);
  if (!member.is_typing) co_return;
  member.is_typing = false;
  listener_.typing_changed(*room, *by, false);
}

}  // namespace cocotalk::domain
