#include "core/domain/friends.hpp"

#include <algorithm>
#include <unordered_set>
#include <utility>

#include "core/domain/refusal.hpp"
#include "core/domain/schema.hpp"

namespace cocotalk::domain {
namespace {

// The order of UTF-16 code units (F1), which is that of UTF-8 bytes but for U+E000 … U+FFFF: they come after everything beyond
// them.
bool before_in_utf16(const std::string& a, const std::string& b) {
  const auto rank = [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte == 0xEE || byte == 0xEF ? byte + 0x10 : static_cast<int>(byte);
  };
  return std::lexicographical_compare(a.begin(), a.end(), b.begin(), b.end(),
                                      [rank](char x, char y) { return rank(x) < rank(y); });
}

Refusal unknown_account() { return bad_request("해당 userId를 갖는 유저가 존재하지 않습니다."); }

}  // namespace

bool by_name(const AccountPtr& a, const AccountPtr& b) { return before_in_utf16(a->username, b->username); }

runtime::Task<std::vector<Friend>> Friends::list(AccountId of) {
  std::vector<Range> ranges;
  ranges.push_back(Range::in(friendship::table, friendship::by_pair, values(of)));
  ranges.push_back(Range::in(friendship::table, friendship::by_target, values(of)));
  ranges.push_back(Range::of(block::table, values(of)));
  const std::vector<Rows> rows = co_await world_.store.read(std::move(ranges));
  std::vector<AccountId> ids;
  std::unordered_set<AccountId> favourites, blocked;
  std::unordered_set<AccountId> added;  // hidden ones too: who is hidden does not come back as a passive friend
  for (std::size_t i = 0; i < rows[2].size(); ++i) blocked.insert(rows[2][i].number(block::target));
  for (std::size_t i = 0; i < rows[0].size(); ++i) {
    const Row row = rows[0][i];
    const AccountId to = row.number(friendship::to_account);
    added.insert(to);
    if (row.number(friendship::favourite) != 0) favourites.insert(to);
    if (row.number(friendship::hidden) == 0 && !blocked.contains(to)) ids.push_back(to);
  }
  const std::size_t n_active = ids.size();
  for (std::size_t i = 0; i < rows[1].size(); ++i) {
    const AccountId from = rows[1][i].number(friendship::from_account);
    if (!added.contains(from) && !blocked.contains(from)) ids.push_back(from);
  }
  std::vector<AccountPtr> accounts = co_await accounts_.find_all(std::move(ids));
  std::vector<Friend> out;
  for (std::size_t i = 0; i < accounts.size(); ++i) {
    if (!accounts[i] || accounts[i]->is_deleted()) continue;  // added in the moment of its deletion
    out.emplace_back();
    out.back().account = std::move(accounts[i]);
    out.back().is_favourite = favourites.contains(out.back().account->id);
    out.back().type = i < n_active ? FriendType::active : FriendType::passive;
  }
  std::stable_sort(out.begin(), out.end(), [](const Friend& a, const Friend& b) { return by_name(a.account, b.account); });
  co_return out;
}

runtime::Task<Friend> Friends::find(AccountId of, std::string cid) {
  Friend out;
  out.account = co_await accounts_.find_by_cid(std::move(cid));
  out.type = FriendType::passive;
  if (!out.account) co_return out;
  if (out.account->id == of) {
    out.type = FriendType::yourself;
    co_return out;
  }
  const Rows rows =
      co_await world_.store.read_one(Range::in(friendship::table, friendship::by_pair, values(of, out.account->id)));
  if (!rows.empty()) out.type = FriendType::active;
  co_return out;
}

runtime::Task<Friendship> Friends::add(SessionPtr by, AccountId to) {
  Friendship out;
  if (to == by->account) throw bad_request("자기 자신을 친구로 추가할 수 없습니다.");
  out.from = co_await accounts_.find(by->account);
  out.to = co_await accounts_.find_living(to);
  if (!out.to) throw unknown_account();
  Range mine = Range::in(friendship::table, friendship::by_pair, values(by->account))
                   .limit(static_cast<std::uint32_t>(world_.limits.account_friends));
  const Rows rows = co_await world_.store.read_one(std::move(mine));
  if (rows.size() >= world_.limits.account_friends) throw bad_request("too many friends");

  Transaction transaction;
  const std::size_t signed_in = transaction.expect(session::table, values(by->id), {"ended_ms"}, values(0));
  const std::size_t appended = transaction.append(friendship::table, values(0, by->account, to, 0, world_.now_ms(), 0));
  try {
    const Committed done = co_await world_.store.commit(transaction);
    out.id = done.result(appended);
  } catch (const Conflict& c) {
    if (c.op() == signed_in) throw expired_token();
    throw bad_request("해당 userId를 갖는 친구가 이미 존재합니다.");
  }
  listener_.friends_changed(by->account);
  listener_.friends_changed(to);
  co_return out;
}

runtime::Task<std::vector<Friendship>> Friends::add_all(SessionPtr by, std::vector<AccountId> to) {
  std::vector<Friendship> out;
  for (const AccountId id : to) {
    try {
      Friendship made = co_await add(by, id);
      out.push_back(std::move(made));
    } catch (const Refusal& why) {
      if (why.status != COCO_INVALID) throw;
    }
  }
  co_return out;
}

// My side of the friendship.
runtime::Task<Friendship> Friends::mine(SessionPtr by, AccountId to) {
  Friendship out;
  out.from = co_await accounts_.find(by->account);
  out.to = co_await accounts_.find(to);
  if (!out.to) throw unknown_account();
  const Rows rows = co_await world_.store.read_one(Range::in(friendship::table, friendship::by_pair, values(by->account, to)));
  if (rows.empty()) throw bad_request("해당 userId를 갖는 친구가 존재하지 않습니다.");
  out.id = rows[0].number(friendship::id);
  out.hidden = rows[0].number(friendship::hidden) != 0;
  out.favourite = rows[0].number(friendship::favourite) != 0;
  co_return out;
}

runtime::Task<std::vector<AccountPtr>> Friends::hidden(AccountId of) {
  const Rows rows = co_await world_.store.read_one(Range::in(friendship::table, friendship::by_pair, values(of)));
  std::vector<AccountId> ids;
  for (std::size_t i = 0; i < rows.size(); ++i)
    if (rows[i].number(friendship::hidden) != 0) ids.push_back(rows[i].number(friendship::to_account));
  std::vector<AccountPtr> out = co_await accounts_.find_all(std::move(ids));
  std::erase(out, nullptr);
  std::stable_sort(out.begin(), out.end(), &by_name);
  co_return out;
}

runtime::Task<Friendship> Friends::set_hidden(SessionPtr by, AccountId to, bool hidden) {
  Friendship out = co_await mine(by, to);
  out.hidden = hidden;
  co_await set(by, out.id, "hidden", hidden);
  co_return out;
}

runtime::Task<Friendship> Friends::set_favourite(SessionPtr by, AccountId to, bool favourite) {
  Friendship out = co_await mine(by, to);
  out.favourite = favourite;
  co_await set(by, out.id, "favourite", favourite);
  co_return out;
}

runtime::Task<void> Friends::set(SessionPtr by, std::int64_t id, const char* column, bool value) {
  Transaction transaction;
  const std::size_t signed_in = transaction.expect(session::table, values(by->id), {"ended_ms"}, values(0));
  transaction.set(friendship::table, values(id), {column}, values(std::int64_t{value}));
  try {
    co_await world_.store.commit(transaction);
  } catch (const Conflict& c) {
    if (c.op() == signed_in) throw expired_token();
    throw bad_request("해당 userId를 갖는 친구가 존재하지 않습니다.");  // removed meanwhile
  }
  listener_.friends_changed(by->account);
}

runtime::Task<AccountPtr> Friends::remove(SessionPtr by, AccountId to) {
  const Friendship ended = co_await mine(by, to);
  Transaction transaction;
  transaction.expect(session::table, values(by->id), {"ended_ms"}, values(0));
  transaction.erase(friendship::table, values(ended.id));
  try {
    co_await world_.store.commit(transaction);
  } catch (const Conflict&) {
    throw expired_token();
  }
  listener_.friends_changed(by->account);
  listener_.friends_changed(to);
  co_return ended.to;
}

}  // namespace cocotalk::domain
