#include "core/domain/typing.hpp"

#include "core/domain/refusal.hpp"

namespace cocotalk::domain {
namespace {

Member& in_it(Room& room, AccountId account) {
  Member* const member = room.member(account);
  if (member == nullptr || !member->joining) throw not_permitted();
  return *member;
}

}  // namespace

runtime::Task<void> Typing::begin(SessionPtr by, RoomId id) {
  const RoomPtr room = co_await rooms_.find_for(id, by->account);
  Member& member = in_it(*room, by->account);
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
