// What changes in rooms that exist.
#include <algorithm>
#include <utility>

#include "core/domain/refusal.hpp"
#include "core/domain/rooms.hpp"
#include "core/domain/schema.hpp"

namespace cocotalk::domain {

// ---- what was stored

void Rooms::bring_in(Room& room, const std::vector<Member>& members) {
  for (const Member& m : members) {
    std::erase_if(room.ghosts, [&m](const Member& ghost) { return ghost.account->id == m.account->id; });
    if (Member* const listed = room.member(m.account->id))
      *listed = m;
    else
      room.members.push_back(m);
    of_account_.invalidate(m.account->id);
  }
}

void Rooms::take_out(Room& room, AccountId account, std::int64_t left_ms) {
  of_account_.invalidate(account);
  Member& member = *room.member(account);
  ++member.generation;
  member.joining = false;
  member.muted_until_ms = 0;
  member.is_pinned = false;
  member.left_ms = left_ms;
  member.away_ms = std::max(left_ms, member.entered_ms);
  member.read_seq = room.seq;
  member.read_ordinal = room.ordinal;
  if (room.type == RoomType::direct) return;
  if (member.has_written) {
    const auto after =
        std::find_if(room.ghosts.begin(), room.ghosts.end(), [&member](const Member& g) { return g.place > member.place; });
    room.ghosts.insert(after, member);
  }
  std::erase_if(room.members, [account](const Member& m) { return m.account->id == account; });
}

void Rooms::forget(const Room& room, AccountId last) {
  of_account_.invalidate(last);
  cache_.invalidate(room.id);
}

runtime::Task<void> Rooms::account_changed(AccountPtr account) {
  const Rows rows = co_await world_.store.read_one(Range::in(member::table, member::by_account, values(account->id)));
  cache_.invalidate(RoomId());  // rooms that are being loaded may have read the account before
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const RoomPtr room = cache_.find(RoomId::from_blob(rows[i].text(member::room)));
    if (!room) continue;
    for (std::vector<Member>* const list : {&room->members, &room->ghosts})
      for (Member& m : *list)
        if (m.account->id == account->id) m.account = account;
    listener_.members_changed(*room);
  }
}

// ---- its name and picture

runtime::Task<Message> Rooms::rename(SessionPtr by, RoomId id, std::string name) {
  check_name(name);
  RoomPtr room = co_await find_for(id, by->account);
  co_return co_await change(by, std::move(room), "name", "renamed", std::move(name));
}

runtime::Task<Message> Rooms::set_image(SessionPtr by, RoomId id, std::string image) {
  check_image(image);
  RoomPtr room = co_await find_for(id, by->account);
  co_return co_await change(by, std::move(room), "image", "picture", std::move(image));
}

// An event of the room's sequence that is no message: it has no number, and only native clients hear it as such.
runtime::Task<Message> Rooms::change(SessionPtr by, RoomPtr room, const char* column, const char* kind, std::string value) {
  if (room->type == RoomType::direct) throw bad_request("1:1 채팅방은 변경할 수 없습니다.");
  Message out;
  out.room = room->id;
  out.kind = kind;
  out.sender = by->account;
  out.content = value;
  out.sent_ms = room->last_sent_ms = std::max(world_.now_ms(), room->last_sent_ms);
  Transaction transaction;
  const std::size_t signed_in = transaction.expect(session::table, values(by->id), {"ended_ms"}, values(0));
  transaction.expect(member::table, values(room->id, by->account), {"joining"}, values(std::int64_t{member::is_in}));
  transaction.set(room::table, values(room->id), {column}, values(value));
  const std::size_t head = transaction.add(room_head::table, values(room->id), {"seq"}, values(1));
  transaction.insert(event::table,
                     values(room->id, Value::result(head), Value(), out.kind, 0, out.sender, Value(), out.content, out.sent_ms));
  std::optional<std::uint64_t> failed;
  try {
    const Committed done = co_await world_.store.commit(transaction);
    room->seq = out.seq = done.result(head);
  } catch (const Conflict& c) {
    failed = c.op();
  }
  if (failed == signed_in) throw expired_token();
  if (failed) throw not_permitted();
  (column == std::string_view("name") ? room->name : room->image) = std::move(value);
  listener_.room_changed(*room, out);
  co_return out;
}

}  // namespace cocotalk::domain
