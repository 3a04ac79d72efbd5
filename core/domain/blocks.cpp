#include "core/domain/blocks.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "core/domain/friends.hpp"
#include "core/domain/happening.hpp"
#include "core/domain/refusal.hpp"
#include "core/domain/schema.hpp"

namespace cocotalk::domain {
namespace {

constexpr int max_tries = 4;

}  // namespace

runtime::Task<std::set<AccountId>> blockers_of(Store& store, AccountId whom) {
  const Rows rows = co_await store.read_one(Range::in(block::table, block::by_target, values(whom)));
  std::set<AccountId> out;
  for (std::size_t i = 0; i < rows.size(); ++i) out.insert(rows[i].number(block::account));
  co_return out;
}

void expect_block(Transaction& transaction, AccountId by, AccountId whom, bool blocks) {
  if (blocks)
    transaction.expect(block::table, values(by, whom), {"target"}, values(whom));
  else
    transaction.absent(block::table, nullptr, values(by, whom));
}

runtime::Task<AccountPtr> Blocks::block(SessionPtr by, AccountId whom) { return change(std::move(by), whom, Wish::block); }
runtime::Task<AccountPtr> Blocks::unblock(SessionPtr by, AccountId whom) { return change(std::move(by), whom, Wish::unblock); }

runtime::Task<AccountPtr> Blocks::change(SessionPtr by, AccountId whom, Wish wish) {
  if (whom == by->account) throw bad_request("자기 자신을 대상으로 할 수 없습니다.");
  const AccountPtr account = co_await accounts_.find(whom);
  if (!account) throw bad_request("해당 userId를 갖는 유저가 존재하지 않습니다.");
  for (int tries = 0; tries < max_tries; ++tries) {
    const bool is_done = co_await try_change(by, whom, wish);
    if (is_done) co_return account;
  }
  throw contended();
}

// False: look again. Answers come in the order of the commits, so the member in memory is the one that the row says; a message
// that is being posted expects the generation.
runtime::Task<bool> Blocks::try_change(SessionPtr by, AccountId whom, Wish wish) {
  const bool blocks = wish == Wish::block;
  Range mine = Range::of(block::table, values(by->account)).limit(static_cast<std::uint32_t>(world_.limits.account_friends));
  const Rows rows = co_await world_.store.read_one(std::move(mine));
  bool is_blocked = false;
  for (std::size_t i = 0; i < rows.size(); ++i) is_blocked = is_blocked || rows[i].number(block::target) == whom;
  if (is_blocked == blocks) co_return true;
  if (blocks && rows.size() >= world_.limits.account_friends) throw bad_request("too many people are blocked");
  const RoomPtr room = co_await rooms_.find_private(by->account, whom);
  Transaction transaction;
  const std::size_t signed_in = transaction.expect(session::table, values(by->id), {"ended_ms"}, values(0));
  if (blocks)
    transaction.insert(block::table, values(by->account, whom, world_.now_ms()));
  else
    transaction.erase(block::table, values(by->account, whom));
  std::size_t generation = 0;
  if (room) {
    const Values key = values(room->id, by->account);
    transaction.set(member::table, key, {"blocks"}, values(std::int64_t{blocks}));
    generation = transaction.add(member::table, key, {"generation"}, values(1));
  } else {
    transaction.absent(room::table, room::by_pair, values(Rooms::pair_key(by->account, whom)));
  }
  std::optional<std::uint64_t> failed;
  try {
    const Committed done = co_await world_.store.commit(transaction);
    if (Member* const self = room ? room->member(by->account) : nullptr) {
      self->blocks = blocks;
      self->generation = done.result(generation);
    }
  } catch (const Conflict& c) {
    failed = c.op();
  }
  if (failed == signed_in) throw expired_token();
  if (failed) co_return false;
  listener_.friends_changed(by->account);
  co_return true;
}

runtime::Task<std::vector<AccountPtr>> Blocks::list(AccountId of) {
  const Rows rows = co_await world_.store.read_one(Range::of(block::table, values(of)));
  std::vector<AccountId> ids;
  for (std::size_t i = 0; i < rows.size(); ++i) ids.push_back(rows[i].number(block::target));
  std::vector<AccountPtr> out = co_await accounts_.find_all(std::move(ids));
  std::erase(out, nullptr);
  std::stable_sort(out.begin(), out.end(), &by_name);
  co_return out;
}

}  // namespace cocotalk::domain
