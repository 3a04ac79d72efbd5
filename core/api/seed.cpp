#include "core/api/seed.hpp"

#include <algorithm>
#include <utility>

#include "core/domain/refusal.hpp"
#include "core/domain/schema.hpp"

namespace cocotalk::api {
namespace {

using namespace cocotalk::domain;
using runtime::Task;

constexpr std::int64_t rows_per_transaction = 1000;

Task<std::vector<AccountId>> add_accounts(Application& app, std::int64_t n) {
  std::vector<AccountId> out;
  const std::int64_t now = app.world.now_ms();
  HexId<4, struct BatchTag> batch;  // so that seeding twice adds others
  app.world.host.random(batch.bytes.data(), batch.bytes.size());
  while (static_cast<std::int64_t>(out.size()) < n) {
    Transaction transaction;
    std::vector<std::size_t> appended;
    for (std::int64_t i = static_cast<std::int64_t>(out.size()); i < n && transaction.size() < rows_per_transaction; ++i) {
      const std::string name = "seed-" + batch.hex() + "-" + std::to_string(i);
      Values row(account::created_ms + 1);
      row[account::id] = 0;
      row[account::cid] = row[account::username] = row[account::nickname] = name;
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

Task<void> add_messages(Application& app, RoomId room, std::vector<AccountId> members, std::int64_t n) {
  const std::int64_t began = app.world.now_ms() - n * 1000;
  for (std::int64_t seq = 1; seq <= n;) {
    Transaction transaction;
    for (; seq <= n && static_cast<std::int64_t>(transaction.size()) < rows_per_transaction; ++seq) {
      const AccountId sender = members[static_cast<std::size_t>(seq) % members.size()];
      transaction.insert(event::table, values(room, seq, seq, std::string("message"), 0, sender, Value(),
                                              "seeded message " + std::to_string(seq), began + seq * 1000));
    }
    const std::int64_t last = seq - 1;
    transaction.put(room_head::table, values(room, last, last, last));
    co_await app.world.store.commit(transaction);
  }
}

Task<RoomId> add_room(Application& app, std::vector<AccountId> members, std::int64_t number) {
  const std::int64_t now = app.world.now_ms();
  RoomId id;
  app.world.host.random(id.bytes.data(), id.bytes.size());
  detail::store32(id.bytes.data(), static_cast<std::uint32_t>(now / 1000));
  Transaction transaction;
  transaction.insert(room::table, values(id, "seed room " + std::to_string(number), std::string(),
                                         static_cast<std::int64_t>(RoomType::group), members.front(), Value(), now));
  transaction.insert(room_head::table, values(id, 0, 0, 0));
  for (std::size_t i = 0; i < members.size(); ++i) {
    transaction.insert(member::table, values(id, members[i], static_cast<std::int64_t>(i), 1, 1, now, 0, 0, 0, now, 1, 0, 0));
    transaction.insert(position::table, values(id, members[i], 0, 0, now, now));
  }
  co_await app.world.store.commit(transaction);
  co_return id;
}

}  // namespace

Task<Seeded> seed(Application& app, SeedPlan plan) {
  if (plan.members_per_room > static_cast<std::int64_t>(app.world.limits.room_members))
    throw bad_request("a room has at most " + std::to_string(app.world.limits.room_members) + " members");
  if (plan.accounts < 1 || plan.members_per_room < 1 || plan.members_per_room > plan.accounts || plan.rooms < 0 ||
      plan.messages_per_room < 0)
    throw bad_request("a seed needs at least as many accounts as members in a room, and no negative numbers");
  Seeded out;
  const std::vector<AccountId> ids = co_await add_accounts(app, plan.accounts);
  for (const AccountId id : ids) {
    const AccountPtr account = co_await app.accounts.find(id);
    out.accounts.emplace_back();
    out.accounts.back().id = id;
    out.accounts.back().cid = account->cid;
    if (!plan.tokens) continue;
    Peer peer;
    const SignedIn in = co_await app.sessions.admit(account, std::string("seed"), std::move(peer));
    out.accounts.back().access_token = in.access_token;
  }
  for (std::int64_t r = 0; r < plan.rooms; ++r) {
    std::vector<AccountId> members;
    for (std::int64_t i = 0; i < plan.members_per_room; ++i)
      members.push_back(ids[static_cast<std::size_t>((r * plan.members_per_room + i) % plan.accounts)]);
    const RoomId room = co_await add_room(app, members, r + 1);
    out.rooms.push_back(room);
    if (plan.messages_per_room > 0) co_await add_messages(app, room, std::move(members), plan.messages_per_room);
  }
  co_return out;
}

}  // namespace cocotalk::api
