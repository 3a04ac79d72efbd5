#include "core/domain/membership.hpp"

#include <algorithm>
#include <unordered_set>
#include <utility>

#include "core/domain/blocks.hpp"
#include "core/domain/happening.hpp"
#include "core/domain/refusal.hpp"
#include "core/domain/schema.hpp"

namespace cocotalk::domain {
namespace {

constexpr int max_tries = 4;
constexpr std::uint32_t erased_at_once = 500;  // of each table: a transaction takes 4,096 operations

// What is left of a room, by keys that begin with it.
struct OfARoom {
  const char* table;
  std::size_t key_columns;
};
constexpr OfARoom of_a_room[] = {{event::table, 2},  {member::table, 2},   {position::table, 2},
                                 {hidden::table, 3}, {reaction::table, 4}, {reaction_count::table, 3}};

}  // namespace

// ---- invitations

runtime::Task<std::vector<AccountPtr>> Membership::invited(AccountId by, const std::vector<AccountId>& invitees) {
  std::vector<AccountId> ids;
  std::unordered_set<AccountId> seen;
  for (const AccountId id : invitees)
    if (seen.insert(id).second) ids.push_back(id);
  if (ids.empty()) throw bad_request("'invitees' is empty");
  if (ids.size() > world_.limits.invitees)
    throw bad_request("한 번에 " + std::to_string(world_.limits.invitees) + "명까지 초대할 수 있습니다.");
  std::vector<AccountPtr> accounts = co_await accounts_.find_all(std::move(ids));
  if (std::any_of(accounts.begin(), accounts.end(), [](const AccountPtr& a) { return !a || a->is_deleted(); }))
    throw bad_request("해당 userId를 갖는 유저가 존재하지 않습니다.");
  const std::set<AccountId> blockers = co_await blockers_of(world_.store, by);
  std::erase_if(accounts, [&blockers](const AccountPtr& a) { return blockers.contains(a->id); });
  if (accounts.empty()) throw bad_request("지금은 초대할 수 없습니다.");
  co_return accounts;
}

// The words of the web client.
runtime::Task<void> Membership::say_who(SessionPtr by, Draft& draft, std::vector<AccountPtr> invited) {
  if (!draft.content.empty()) co_return;
  const AccountPtr self = co_await accounts_.find(by->account);
  draft.content = self->username + "님이 ";
  if (invited.empty()) {
    draft.content = self->username + "님이 나갔습니다.";
    co_return;
  }
  for (std::size_t i = 0; i < invited.size(); ++i) draft.content += (i == 0 ? "" : ",") + invited[i]->username + "님";
  draft.content += "을 초대했습니다.";
}

Posting Membership::invitation(const RoomPtr& room, const Session& by, const Draft& draft,
                               const std::vector<AccountPtr>& accounts) const {
  const Member* const self = room->member(by.account);
  if (self == nullptr) throw not_permitted();
  if (room->type == RoomType::direct) throw bad_request("1:1 채팅방 멤버는 두 명이어야 합니다.");
  if (room->type == RoomType::own) throw bad_request("나와의 채팅방에는 초대할 수 없습니다.");
  for (const AccountPtr& account : accounts)
    if (room->member(account->id) != nullptr) throw bad_request("현재 채팅방에 참가 중인 유저를 초대할 수 없습니다.");
  if (room->members.size() + accounts.size() > world_.limits.room_members)
    throw bad_request("채팅방 멤버는 " + std::to_string(world_.limits.room_members) + "명을 넘을 수 없습니다.");
  Posting out(world_, room, by, draft, "joined");
  std::int64_t place = room->next_place();
  for (const AccountPtr& account : accounts) {
    Member m;
    const auto ghost = std::find_if(room->ghosts.begin(), room->ghosts.end(),
                                    [&account](const Member& g) { return g.account->id == account->id; });
    if (ghost != room->ghosts.end()) m = *ghost;
    m.generation += ghost != room->ghosts.end() ? 1 : 0;
    m.account = account;
    m.place = place++;
    m.left_ms = out.message().sent_ms - 1;
    out.bring_in(std::move(m));
  }
  out.append();
  out.mark_sender();
  return out;
}

runtime::Task<Message> Membership::invite(SessionPtr by, Invitation invitation_, LinkPtr from) {
  Draft draft = std::move(invitation_.message);
  draft.type = MessageType::invite;
  messages_.take_turn(*by);
  std::optional<runtime::Mutex::Guard> in_order;  // also of the reads: a link's invitations take effect as they came
  if (from) in_order.emplace(co_await from->order.acquire());
  const std::vector<AccountPtr> accounts = co_await invited(by->account, invitation_.invitees);
  co_await say_who(by, draft, accounts);
  messages_.check(draft);
  if (const std::optional<Message> before = co_await messages_.said_before(by->account, draft)) co_return *before;
  for (int tries = 0; tries < max_tries; ++tries) {
    if (from && !in_order) in_order.emplace(co_await from->order.acquire());
    const RoomPtr room = co_await rooms_.find_for(draft.room, by->account);
    const runtime::Mutex::Guard one_after_the_other = co_await room->changing.acquire();
    Posting one = invitation(room, *by, draft, accounts);
    Store::Pending pending(world_.store, one.transaction());
    in_order.reset();
    const Posting::Outcome outcome = co_await one.settle(pending);
    if (outcome == Posting::Outcome::said_before) break;
    if (outcome == Posting::Outcome::again) continue;
    const Message message = one.message();
    room->has_read(*room->member(by->account));
    rooms_.bring_in(*room, one.brought_in());
    listener_.members_joined(*room, message, one.brought_in(), from.get());
    co_return message;
  }
  if (const std::optional<Message> before = co_await messages_.said_before(by->account, draft)) co_return *before;
  throw contended();
}

// ---- departures

Posting Membership::departure(const RoomPtr& room, const Session& by, const Draft& draft) const {
  const Member& self = *room->member(by.account);
  Posting out(world_, room, by, draft, "left");
  const Values key = values(room->id, by.account);
  const std::int64_t left_ms = out.message().sent_ms, away_ms = std::max(left_ms, self.entered_ms);
  for (const Member& m : room->members)  // who blocks meanwhile decides what this very message does
    if (room->type == RoomType::direct && m.account->id != by.account)
      out.transaction().expect(member::table, values(room->id, m.account->id), {"generation"}, values(m.generation));
  out.append();
  for (const Member& m : room->members)
    if (room->keeps_from(m, by.account)) out.hide_from(m);
  if (room->type != RoomType::direct && !self.has_written) {
    out.transaction().erase(member::table, key);
    out.transaction().erase(position::table, key);
    return out;
  }
  const std::int64_t joining = room->type == RoomType::direct ? member::has_left : member::is_ghost;
  out.transaction().set(member::table, key, {"joining", "generation", "left_ms", "muted_until_ms", "pinned"},
                        values(joining, self.generation + 1, left_ms, 0, 0));
  out.transaction().set(position::table, key, {"away_ms"}, values(away_ms));
  out.transaction().max(position::table, key, {"read_seq", "read_ordinal"}, values(out.seq_after(), out.ordinal_after()));
  return out;
}

runtime::Task<std::optional<Message>> Membership::leave(SessionPtr by, Draft draft, LinkPtr from) {
  draft.type = MessageType::left;
  if (by->is_ended()) throw expired_token();
  std::optional<runtime::Mutex::Guard> in_order;
  if (from) in_order.emplace(co_await from->order.acquire());
  std::vector<AccountPtr> nobody;
  co_await say_who(by, draft, std::move(nobody));
  messages_.check(draft);
  if (std::optional<Message> before = co_await messages_.said_before(by->account, draft)) co_return before;
  for (int tries = 0; tries < max_tries; ++tries) {
    if (from && !in_order) in_order.emplace(co_await from->order.acquire());
    const RoomPtr room = co_await rooms_.find_for(draft.room, by->account);
    const runtime::Mutex::Guard one_after_the_other = co_await room->changing.acquire();
    const Member* const self = room->member(by->account);
    if (self == nullptr || !self->joining) throw not_permitted();
    if (room->type != RoomType::direct && room->members.size() == 1) {
      in_order.reset();
      const bool is_gone = co_await end_room(room, by);
      if (!is_gone) continue;
      listener_.room_gone(*room, by->account);
      co_return std::nullopt;
    }
    Posting one = departure(room, *by, draft);
    Store::Pending pending(world_.store, one.transaction());
    in_order.reset();
    const Posting::Outcome outcome = co_await one.settle(pending);
    if (outcome == Posting::Outcome::said_before) break;
    if (outcome == Posting::Outcome::again) continue;
    const Message message = one.message();
    presence_.forget(*room, by->account);
    rooms_.take_out(*room, by->account, message.sent_ms);
    listener_.member_left(*room, message, by->account);
    co_return message;
  }
  std::optional<Message> before = co_await messages_.said_before(by->account, draft);
  if (!before) throw contended();
  co_return before;
}

// ---- the end of a room

runtime::Task<void> Membership::remove(SessionPtr by, RoomId id) {
  for (int tries = 0; tries < max_tries; ++tries) {
    const RoomPtr room = co_await rooms_.find_for(id, by->account);
    const runtime::Mutex::Guard one_after_the_other = co_await room->changing.acquire();
    if (room->type == RoomType::direct) throw bad_request("1:1 채팅방은 삭제할 수 없습니다.");
    if (room->member(by->account) == nullptr || room->maker != by->account) throw not_permitted();
    const Message farewell = co_await farewell_of(room, by);
    if (!co_await end_room(room, by)) continue;
    listener_.room_removed(*room, farewell);
    co_return;
  }
  throw contended();
}

// What the original clients, which know no such thing, are told in its place. It is not kept: nothing of the room is.
runtime::Task<Message> Membership::farewell_of(RoomPtr room, SessionPtr by) {
  const AccountPtr self = co_await accounts_.find(by->account);
  Message out;
  out.room = room->id;
  out.number = room->number + 1;
  out.kind = "removed";
  out.type = MessageType::left;
  out.sender = by->account;
  out.content = self->username + "님이 채팅방을 삭제했습니다.";
  out.sent_ms = std::max(world_.now_ms(), room->last_sent_ms);
  co_return out;
}

// The room is no more, and nobody is in it. False: the membership was another one; look again.
runtime::Task<bool> Membership::end_room(RoomPtr room, SessionPtr by) {
  Transaction transaction;
  const std::size_t signed_in = transaction.expect(session::table, values(by->id), {"ended_ms"}, values(0));
  transaction.expect(member::table, values(room->id, by->account), {"generation"}, values(room->member(by->account)->generation));
  for (const Member& m : room->members) transaction.erase(member::table, values(room->id, m.account->id));
  transaction.erase(room_head::table, values(room->id));
  transaction.erase(room::table, values(room->id));
  transaction.insert(dead_room::table, values(room->id));
  std::optional<std::uint64_t> failed;
  try {
    co_await world_.store.commit(transaction);
  } catch (const Conflict& c) {
    failed = c.op();
  }
  if (failed == signed_in) throw expired_token();
  if (failed) co_return false;
  for (const Member& m : room->members) presence_.forget(*room, m.account->id);
  rooms_.forget(*room);
  runtime::spawn(bury(room->id));
  co_return true;
}

// In pieces, for a room may hold more events than a transaction takes. When it fails, the next start goes on.
runtime::Task<void> Membership::bury(RoomId room) {
  ++burying_;
  try {
    for (bool is_empty = false; !is_empty && !is_stopping_;) {
      std::vector<Range> some;
      for (const OfARoom& of : of_a_room) some.push_back(Range::of(of.table, values(room)).limit(erased_at_once));
      const std::vector<Rows> rows = co_await world_.store.read(std::move(some));
      is_empty = co_await files_.forget_room(room);
      Transaction transaction;
      for (std::size_t t = 0; t < rows.size(); ++t) {
        is_empty = is_empty && rows[t].size() < erased_at_once;
        for (std::size_t i = 0; i < rows[t].size(); ++i) {
          Values key;
          for (std::size_t c = 0; c < of_a_room[t].key_columns; ++c) key.push_back(rows[t][i][c]);
          transaction.erase(of_a_room[t].table, std::move(key));
        }
      }
      if (is_empty) co_await indexing_.forget(room);
      if (is_empty) transaction.erase(dead_room::table, values(room));
      co_await world_.store.commit(transaction);
    }
  } catch (const coco::Error& e) {
    world_.host.warn("the messages of a room that is gone were not erased yet: " + std::string(e.what()));
  }
  --burying_;
}

runtime::Task<void> Membership::bury_dead_rooms() {
  const Rows rows = co_await world_.store.read_one(Range(dead_room::table));
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const RoomId room = RoomId::from_blob(rows[i].text(dead_room::room));
    runtime::spawn(bury(room));
  }
}

}  // namespace cocotalk::domain
