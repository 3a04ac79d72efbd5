#include "core/api/seed.hpp"

#include <algorithm>
#include <utility>

#include "core/api/seed_texts.hpp"
#include "core/domain/refusal.hpp"
#include "core/domain/room_rows.hpp"
#include "core/domain/schema.hpp"

namespace cocotalk::api {
namespace {

using namespace cocotalk::domain;
using runtime::Task;

constexpr std::size_t rows_per_transaction = 2000;
constexpr std::int64_t between_messages_ms = 60'000;

// Rows for the store, many in one transaction.
class Rowing {
 public:
  explicit Rowing(Store& store) : store_(store) {}
  Transaction& rows() { return rows_; }
  Task<void> store_if_many() {
    if (rows_.size() >= rows_per_transaction) co_await store();
  }
  Task<void> store() {
    if (rows_.size() > 0) co_await store_.commit(rows_);
    rows_ = Transaction();
  }

 private:
  Store& store_;
  Transaction rows_;
};

Task<std::vector<AccountId>> add_accounts(Application& app, std::int64_t n) {
  std::vector<AccountId> out;
  const std::int64_t now = app.world.now_ms();
  HexId<4, struct BatchTag> batch;  // so that seeding twice adds others
  app.world.host.random(batch.bytes.data(), batch.bytes.size());
  while (static_cast<std::int64_t>(out.size()) < n) {
    Transaction transaction;
    std::vector<std::size_t> appended;
    for (std::int64_t i = static_cast<std::int64_t>(out.size()); i < n && transaction.size() < rows_per_transaction; ++i) {
      Values row(account::created_ms + 1);
      row[account::id] = 0;
      row[account::cid] = "seed-" + batch.hex() + "-" + std::to_string(i);
      row[account::username] = row[account::nickname] = seed_name(static_cast<std::uint64_t>(i));
      row[account::status] = 0;
      row[account::verifier] = std::string();
      row[account::role] = std::string("user");
      row[account::disabled] = row[account::session_version] = 0;
      row[account::created_ms] = now;
      appended.push_back(transaction.append(account::table, std::move(row)));
    }
    const Committed done = co_await app.world.store.commit(transaction);
    for (const std::size_t op : appended) out.push_back(done.result(op));
  }
  co_return out;
}

Task<Seeded::Account> seeded_account(Application& app, AccountId id, bool with_token) {
  const AccountPtr account = co_await app.accounts.find(id);
  Seeded::Account out;
  out.id = id;
  out.cid = account->cid;
  if (!with_token) co_return out;
  Peer peer;
  SignedIn in = co_await app.sessions.admit(account, std::string("seed"), std::move(peer));
  out.access_token = std::move(in.access_token);
  co_return out;
}

// The regulars take the first place of each room in turn, the others are neighbours.
std::vector<AccountId> members_of(const SeedPlan& plan, const std::vector<AccountId>& ids, std::int64_t room) {
  std::vector<AccountId> out;
  if (plan.regulars > 0) out.push_back(ids[static_cast<std::size_t>(room % plan.regulars)]);
  const std::int64_t others = plan.accounts - plan.regulars,
                     wanted = plan.members_per_room - static_cast<std::int64_t>(out.size());
  for (std::int64_t i = 0; i < wanted; ++i)
    out.push_back(ids[static_cast<std::size_t>(plan.regulars + (room * wanted + i) % others)]);
  return out;
}

RoomId add_room(Application& app, Transaction& rows, const std::vector<AccountId>& members, std::int64_t number,
                std::int64_t began_ms) {
  RoomId id;
  app.world.host.random(id.bytes.data(), id.bytes.size());
  detail::store32(id.bytes.data(), static_cast<std::uint32_t>(began_ms / 1000));
  rows.insert(room::table, values(id, seed_room_name(static_cast<std::uint64_t>(number)), std::string(),
                                  static_cast<std::int64_t>(RoomType::group), members.front(), Value(), began_ms, Value()));
  for (std::size_t i = 0; i < members.size(); ++i) {
    rows.insert(member::table,
                values(id, members[i], static_cast<std::int64_t>(i), 1, 1, began_ms, 0, 0, 0, began_ms, 1, 0, 0, 0));
    rows.insert(position::table, values(id, members[i], 0, 0, began_ms, began_ms, 0, 0, 0, 0));
  }
  return id;
}

Task<void> add_messages(Rowing& rowing, RoomId room, std::vector<AccountId> members, std::int64_t n, std::int64_t began_ms) {
  const std::uint64_t first_text = IdHash()(room);
  for (std::int64_t seq = 1; seq <= n; ++seq) {
    const AccountId sender = members[static_cast<std::size_t>(seq) % members.size()];
    Message m;
    m.room = room;
    m.sender = sender;
    m.content = seed_text(first_text + static_cast<std::uint64_t>(seq));
    m.sent_ms = began_ms + seq * between_messages_ms;
    rowing.rows().insert(event::table, event_row(m, seq, seq));
    co_await rowing.store_if_many();
  }
  rowing.rows().insert(room_head::table, values(room, n, n, n));  // last: a room that is not whole does not exist
}

void check(const SeedPlan& plan, const Limits& limits) {
  if (plan.members_per_room > static_cast<std::int64_t>(limits.room_members))
    throw bad_request("a room has at most " + std::to_string(limits.room_members) + " members");
  if (plan.accounts < 1 || plan.members_per_room < 1 || plan.rooms < 0 || plan.messages_per_room < 0 || plan.regulars < 0)
    throw bad_request("a seed needs an account, rooms with members, and no negative numbers");
  const std::int64_t others = plan.accounts - plan.regulars, neighbours = plan.members_per_room - (plan.regulars > 0 ? 1 : 0);
  if (others < neighbours || others < 1)
    throw bad_request("a seed needs at least as many accounts as members in a room, beside the regulars");
}

}  // namespace

Task<Seeded> seed(Application& app, SeedPlan plan) {
  check(plan, app.world.limits);
  Seeded out;
  const std::vector<AccountId> ids = co_await add_accounts(app, plan.accounts);
  for (std::size_t i = 0; i < ids.size(); ++i) {
    const bool is_regular = static_cast<std::int64_t>(i) < plan.regulars;
    Seeded::Account account = co_await seeded_account(app, ids[i], plan.tokens && (is_regular || plan.regulars == 0));
    out.accounts.push_back(std::move(account));
  }
  const std::int64_t began_ms = app.world.now_ms() - (plan.messages_per_room + 1) * between_messages_ms;
  Rowing rowing(app.world.store);
  for (std::int64_t r = 0; r < plan.rooms; ++r) {
    std::vector<AccountId> members = members_of(plan, ids, r);
    const RoomId room = add_room(app, rowing.rows(), members, r + 1, began_ms);
    out.rooms.push_back(room);
    co_await add_messages(rowing, room, std::move(members), plan.messages_per_room, began_ms);
    co_await rowing.store_if_many();
  }
  co_await rowing.store();
  co_return out;
}

}  // namespace cocotalk::api
