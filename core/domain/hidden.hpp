// Which messages do not exist for a member: those he hid, and those of whom he blocks.
#pragma once

#include <set>

#include "core/domain/room.hpp"
#include "core/domain/store.hpp"

namespace cocotalk::domain {

using Numbers = std::set<std::int64_t>;  // of messages

// The rows that name what is hidden from the account: of the messages first … last, or of those with sequences after `seq`.
Range hidden_between(const RoomId& room, AccountId account, std::int64_t first, std::int64_t last);
Range hidden_after(const RoomId& room, AccountId account, std::int64_t seq, std::uint32_t limit);
Numbers numbers_from(const Rows& hidden_rows);

// From whom the message is hidden.
runtime::Task<std::vector<AccountId>> accounts_without(Store& store, RoomId room, std::int64_t number);

// The newest message up to `up_to` that the member may see; 0: none.
runtime::Task<std::int64_t> newest_shown(Store& store, RoomId room, const Member& member, std::int64_t up_to);
// Finds the member's newest message anew, when the room's newest is hidden from him.
runtime::Task<void> find_shown(Store& store, RoomPtr room, AccountId account);

}  // namespace cocotalk::domain
