#include "core/domain/profiles.hpp"

#include <set>
#include <utility>

#include "core/domain/refusal.hpp"
#include "core/domain/schema.hpp"

namespace cocotalk::domain {
namespace {

constexpr char unknown_name[] = "알 수 없음";
constexpr std::uint32_t erased_at_once = 1000;
constexpr int max_tries = 10;

Transaction of_open_session(const Session& by) {
  Transaction out;
  out.expect(session::table, values(by.id), {"ended_ms"}, values(0));
  return out;
}

}  // namespace

// The transaction's first operation expects the session.
runtime::Task<AccountPtr> Profiles::stored(SessionPtr by, Transaction transaction) {
  accounts_.changed(by->account);
  try {
    co_await world_.store.commit(transaction);
  } catch (const Conflict& c) {
    if (c.op() == 0) throw expired_token();
    throw Refusal(COCO_INVALID, "EXISTS_INFO", "이미 존재하는 정보입니다.");
  }
  co_return co_await published(by->account);
}

runtime::Task<AccountPtr> Profiles::published(AccountId id) {
  accounts_.changed(id);
  AccountPtr account = co_await accounts_.find(id);
  co_await rooms_.account_changed(account);
  co_return account;
}

runtime::Task<AccountPtr> Profiles::update(SessionPtr by, ProfileUpdate update) {
  accounts_.check_lengths(update.username, update.nickname, update.phone, update.email);
  Transaction transaction = of_open_session(*by);
  transaction.set(account::table, values(by->account), {"username", "nickname", "email", "phone", "birth", "status"},
                  values(update.username, update.nickname, Value::null_if_empty(update.email), Value::null_if_empty(update.phone),
                         Value::null_if_empty(update.birth), update.status));
  co_return co_await stored(by, std::move(transaction));
}

runtime::Task<AccountPtr> Profiles::set_message(SessionPtr by, std::string message) {
  const std::size_t limit = world_.limits.status_characters;
  if (characters(message) > limit) throw bad_request("message is longer than " + std::to_string(limit) + " characters");
  Transaction transaction = of_open_session(*by);
  transaction.set(account::table, values(by->account), {"message"}, values(Value::null_if_empty(message)));
  co_return co_await stored(by, std::move(transaction));
}

runtime::Task<AccountPtr> Profiles::set_picture(SessionPtr by, FileUse use, std::optional<NewFile> file) {
  const char* const column = use == FileUse::picture ? "picture" : "background";
  const std::string url = file ? file->url : "";
  for (int tries = 0; tries < max_tries; ++tries) {
    Transaction transaction = of_open_session(*by);
    transaction.set(account::table, values(by->account), {column}, values(Value::null_if_empty(url)));
    co_await files_.keep(transaction, by->account, use, file);
    std::optional<std::uint64_t> failed;
    accounts_.changed(by->account);
    try {
      co_await world_.store.commit(transaction);
    } catch (const Conflict& c) {
      failed = c.op();
    }
    if (!failed) co_return co_await published(by->account);
    if (*failed == 0) throw expired_token();
  }
  throw Refusal(COCO_CONFLICT, "CONFLICT", "the account's files changed again and again", 100);
}

runtime::Task<AccountPtr> Profiles::erase(SessionPtr by) {
  AccountPtr before = co_await accounts_.find(by->account);
  Transaction transaction = of_open_session(*by);
  HexId<8, struct DeletedTag> nobody;  // nobody can have taken this cid
  world_.host.random(nobody.bytes.data(), nobody.bytes.size());
  const std::string cid = "deleted:" + nobody.hex(), name = unknown_name, none, role = deleted_role;
  const Value null;
  transaction.set(account::table, values(by->account),
                  {"cid", "username", "nickname", "email", "phone", "birth", "status", "picture", "background", "message",
                   "verifier", "role", "disabled"},
                  values(cid, name, name, null, null, null, 0, null, null, null, none, role, 1));
  transaction.add(account::table, values(by->account), {"session_version"}, values(1));  // sign-ins under way look again
  co_await stored(by, std::move(transaction));
  if (!before->picture.empty()) co_await set_picture(by, FileUse::picture, std::nullopt);
  if (!before->background.empty()) co_await set_picture(by, FileUse::background, std::nullopt);
  co_await erase_friendships(by->account);
  co_await sessions_.end_all(by->account, COCO_CLOSE_SIGNED_OUT);
  co_return before;
}

runtime::Task<void> Profiles::erase_friendships(AccountId account) {
  for (bool is_done = false; !is_done;) {
    std::vector<Range> ranges;
    ranges.push_back(Range::in(friendship::table, friendship::by_pair, values(account)).limit(erased_at_once));
    ranges.push_back(Range::in(friendship::table, friendship::by_target, values(account)).limit(erased_at_once));
    const std::vector<Rows> rows = co_await world_.store.read(std::move(ranges));
    Transaction transaction;
    std::set<AccountId> others;
    for (const Rows& some : rows)
      for (std::size_t i = 0; i < some.size(); ++i) {
        transaction.erase(friendship::table, values(some[i].number(friendship::id)));
        others.insert({some[i].number(friendship::from_account), some[i].number(friendship::to_account)});
      }
    is_done = rows[0].size() < erased_at_once && rows[1].size() < erased_at_once;
    if (transaction.size() > 0) co_await world_.store.commit(transaction);
    for (const AccountId other : others) listener_.friends_changed(other);
  }
}

}  // namespace cocotalk::domain
