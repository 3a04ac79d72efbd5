#include "core/domain/hidden.hpp"

#include <utility>

#include "core/domain/room_rows.hpp"
#include "core/domain/schema.hpp"

namespace cocotalk::domain {
namespace {

constexpr std::uint32_t looked_at_once = 1000;

}  // namespace

Range hidden_between(const RoomId& room, AccountId account, std::int64_t first, std::int64_t last) {
  return Range(hidden::table).from(values(room, account, first)).to(values(room, account, last));
}

Range hidden_after(const RoomId& room, AccountId account, std::int64_t seq, std::uint32_t limit) {
  return Range(hidden::table, hidden::by_seq).from(values(room, account, seq + 1)).to(values(room, account)).limit(limit);
}

Numbers numbers_from(const Rows& rows) {
  Numbers out;
  for (std::size_t i = 0; i < rows.size(); ++i) out.insert(rows[i].number(hidden::number));
  return out;
}

runtime::Task<std::vector<AccountId>> accounts_without(Store& store, RoomId room, std::int64_t number) {
  const Rows rows = co_await store.read_one(Range::in(hidden::table, hidden::by_message, values(room, number)));
  std::vector<AccountId> out;
  for (std::size_t i = 0; i < rows.size(); ++i) out.push_back(rows[i].number(hidden::account));
  co_return out;
}

// Messages are 1, 2, 3 …: the first number that is missing among the hidden ones, downwards.
runtime::Task<std::int64_t> newest_shown(Store& store, RoomId room, const Member& member, std::int64_t up_to) {
  const AccountId account = member.account->id;
  const std::int64_t first = member.joined_number + 1;
  std::int64_t newest = up_to;
  bool goes_on = member.hidden_number != 0;
  while (goes_on && newest >= first) {
    Range range = hidden_between(room, account, first, newest);
    range = std::move(range).descending().limit(looked_at_once);
    const Rows rows = co_await store.read_one(std::move(range));
    std::size_t i = 0;
    while (i < rows.size() && rows[i].number(hidden::number) == newest) {
      --newest;
      ++i;
    }
    goes_on = i == looked_at_once;
  }
  co_return newest >= first ? newest : 0;
}

runtime::Task<void> find_shown(Store& store, RoomPtr room, AccountId account) {
  const Member* before = room->member(account);
  if (before == nullptr || !room->last || room->last->number != before->hidden_number) co_return;
  const Member member = *before;
  const std::int64_t number = co_await newest_shown(store, room->id, member, member.hidden_number);
  std::shared_ptr<const Message> shown;
  if (number != 0) {
    const Rows rows = co_await store.read_one(Range::in(event::table, event::by_number, values(room->id, number)));
    if (!rows.empty()) shown = std::make_shared<const Message>(message_from(rows[0]));
  }
  if (Member* const after = room->member(account)) after->shown = std::move(shown);
}

}  // namespace cocotalk::domain
