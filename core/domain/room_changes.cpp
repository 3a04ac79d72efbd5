// What changes in rooms that exist.
#include <algorithm>
#include <utility>

#include "core/domain/happening.hpp"
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
  room.has_read(member);
  if (room.type == RoomType::direct) return;
  if (member.has_written) {
    const auto after =
        std::find_if(room.ghosts.begin(), room.ghosts.end(), [&member](const Member& g) { return g.place > member.place; });
    room.ghosts.insert(after, member);
  }
  std::erase_if(room.members, [account](const Member& m) { return m.account->id == account; });
}

void Rooms::forget(const Room& room) {
  for (const Member& m : room.members) of_account_.invalidate(m.account->id);
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

// ---- its name, picture and notice

const Rooms::Change Rooms::renamed{"renamed", "name", &Room::name}, Rooms::pictured{"picture", "image", &Room::image},
    Rooms::noticed{"notice", "notice", &Room::notice};

runtime::Task<RoomPtr> Rooms::find_group_for(RoomId id, AccountId account) {
  RoomPtr room = co_await find_for(id, account);
  if (room->type == RoomType::direct) throw bad_request("1:1 채팅방은 변경할 수 없습니다.");
  co_return room;
}

runtime::Task<Message> Rooms::rename(SessionPtr by, RoomId id, std::string name) {
  check_name(name);
  const RoomPtr room = co_await find_group_for(id, by->account);
  const Message event = co_await change(by, room, &renamed, std::move(name));
  listener_.room_changed(*room, event);
  co_return event;
}

runtime::Task<Message> Rooms::set_image(SessionPtr by, RoomId id, std::string image) {
  check_image(image);
  const RoomPtr room = co_await find_group_for(id, by->account);
  const Message event = co_await change(by, room, &pictured, std::move(image));
  listener_.room_changed(*room, event);
  co_return event;
}

runtime::Task<Message> Rooms::set_notice(SessionPtr by, RoomPtr room, std::optional<MessageId> message) {
  std::string id = message ? message->hex() : "";
  const Message event = co_await change(by, room, &noticed, std::move(id));
  listener_.notice_changed(*room, event);
  co_return event;
}

// The event has no number, and only native clients hear it as such.
runtime::Task<Message> Rooms::change(SessionPtr by, RoomPtr room, const Change* what, std::string value) {
  Happening one(world_, room, *by, what->kind);
  one.event().content = value;
  one.transaction().set(room::table, values(room->id), {what->column}, values(value));
  one.append();
  const bool is_stored = co_await one.commit();
  if (!is_stored) throw not_permitted();  // the room is gone
  (*room).*(what->field) = std::move(value);
  co_return one.event();
}

}  // namespace cocotalk::domain
