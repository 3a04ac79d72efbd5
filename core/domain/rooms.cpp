#include "core/domain/rooms.hpp"

#include <algorithm>
#include <unordered_set>
#include <utility>

#include "core/domain/blocks.hpp"
#include "core/domain/hidden.hpp"
#include "core/domain/refusal.hpp"
#include "core/domain/room_rows.hpp"
#include "core/domain/schema.hpp"

namespace cocotalk::domain {
namespace {

constexpr std::size_t ranges_per_room = 5;
constexpr int max_tries = 4;
constexpr char own_name[] = "나와의 채팅";

void add_ranges(std::vector<Range>& ranges, const RoomId& id) {
  ranges.push_back(Range::of(room::table, values(id)));
  ranges.push_back(Range::of(room_head::table, values(id)));
  ranges.push_back(Range::of(member::table, values(id)));
  ranges.push_back(Range::of(position::table, values(id)));
  ranges.push_back(Range::in(event::table, event::by_number, values(id)).descending().limit(1));
}

// From the answers to add_ranges(); members and ghosts still without their accounts, which `member_ids` names in this order. Null
// when there is no such room.
RoomPtr from_rows(runtime::Executor& executor, const Rows* rows, std::vector<AccountId>& member_ids) {
  if (rows[0].empty() || rows[1].empty()) return nullptr;
  auto out = std::make_shared<Room>(executor);
  const Row r = rows[0][0];
  out->id = RoomId::from_blob(r.text(room::id));
  out->name = r.text(room::name);
  out->image = r.text(room::image);
  out->type = static_cast<RoomType>(r.number(room::type));
  out->maker = r.number(room::maker);
  out->notice = r.text(room::notice);
  const Row head = rows[1][0];
  out->seq = head.number(room_head::seq);
  out->number = head.number(room_head::number);
  out->ordinal = head.number(room_head::ordinal);
  std::vector<AccountId> ghost_ids;
  for (std::size_t i = 0; i < rows[2].size(); ++i) {
    const Row row = rows[2][i];
    Member m;
    m.place = row.number(member::place);
    m.joining = row.number(member::joining) == member::is_in;
    m.has_written = row.number(member::has_written) != 0;
    m.muted_until_ms = row.number(member::muted_until_ms);
    m.is_pinned = row.number(member::pinned) != 0;
    m.blocks = row.number(member::blocks) != 0;
    m.generation = row.number(member::generation);
    m.joined_ms = row.number(member::joined_ms);
    m.joined_seq = row.number(member::joined_seq);
    m.joined_number = row.number(member::joined_number);
    m.joined_ordinal = row.number(member::joined_ordinal);
    m.left_ms = row.number(member::left_ms);
    const AccountId account = row.number(member::account);
    for (std::size_t p = 0; p < rows[3].size(); ++p) {
      const Row at = rows[3][p];
      if (at.number(position::account) != account) continue;
      m.read_seq = at.number(position::read_seq);
      m.read_ordinal = at.number(position::read_ordinal);
      m.entered_ms = at.number(position::entered_ms);
      m.hidden = at.number(position::hidden);
      m.read_hidden = at.number(position::read_hidden);
      m.hidden_number = at.number(position::hidden_number);
      m.mentioned_seq = at.number(position::mentioned_seq);
      // Nobody looks at a room that was just loaded: an "entered" without its "away" is from before a crash.
      m.away_ms = std::max(at.number(position::away_ms), m.entered_ms);
    }
    if (row.number(member::joining) == member::is_ghost) {
      ghost_ids.push_back(account);
      out->ghosts.push_back(std::move(m));
      continue;
    }
    member_ids.push_back(account);
    out->members.push_back(std::move(m));
  }
  member_ids.insert(member_ids.end(), ghost_ids.begin(), ghost_ids.end());
  if (!rows[4].empty()) {
    out->last = message_from(rows[4][0]);
    out->last_sent_ms = out->last->sent_ms;
  }
  return out;
}

std::vector<AccountId> without_repetitions(const std::vector<AccountId>& ids) {
  std::vector<AccountId> out;
  std::unordered_set<AccountId> seen;
  for (const AccountId id : ids)
    if (seen.insert(id).second) out.push_back(id);
  return out;
}

Refusal contended() { return {COCO_CONFLICT, "CONFLICT", "too many rooms are being made at once", 1000}; }

}  // namespace

runtime::Task<RoomPtr> Rooms::find(RoomId id) {
  if (RoomPtr cached = cache_.find(id)) co_return cached;
  std::vector<RoomId> ids(1, id);
  std::vector<RoomPtr> found = co_await find_all(std::move(ids));
  co_return std::move(found.front());
}

runtime::Task<std::vector<RoomPtr>> Rooms::find_all(std::vector<RoomId> ids) {
  std::vector<RoomPtr> out(ids.size());
  std::vector<Range> ranges;
  std::vector<std::size_t> missing;
  for (std::size_t i = 0; i < ids.size(); ++i) {
    out[i] = cache_.find(ids[i]);
    if (out[i]) continue;
    missing.push_back(i);
    add_ranges(ranges, ids[i]);
  }
  if (missing.empty()) co_return out;
  const std::uint64_t losses = cache_.losses();
  const std::vector<Rows> rows = co_await world_.store.read(std::move(ranges));
  std::vector<RoomPtr> loaded(missing.size());
  std::vector<AccountId> member_ids;
  std::vector<AccountId> all_ids;
  for (std::size_t i = 0; i < missing.size(); ++i) {
    loaded[i] = from_rows(world_.executor, &rows[i * ranges_per_room], member_ids);
    all_ids.insert(all_ids.end(), member_ids.begin(), member_ids.end());
    member_ids.clear();
  }
  const std::vector<AccountPtr> accounts = co_await accounts_.find_all(std::move(all_ids));
  std::size_t next = 0;
  for (const RoomPtr& room : loaded) {
    if (!room) continue;
    for (std::vector<Member>* const list : {&room->members, &room->ghosts}) {
      for (Member& m : *list) m.account = accounts[next++];
      std::sort(list->begin(), list->end(), [](const Member& a, const Member& b) { return a.place < b.place; });
    }
  }
  for (const RoomPtr& room : loaded) {
    if (!room || !room->last) continue;
    for (std::size_t m = 0; m < room->members.size(); ++m)
      if (room->members[m].hidden_number == room->last->number)
        co_await find_shown(world_.store, room, room->members[m].account->id);
  }
  // Whoever was faster has the room that events went into; and what was read before something was forgotten may be old.
  const bool still_true = cache_.losses() == losses;
  for (std::size_t i = 0; i < missing.size(); ++i) {
    const std::size_t at = missing[i];
    if ((out[at] = cache_.find(ids[at])) || !loaded[i]) continue;
    if (!still_true) {
      out[at] = co_await find(ids[at]);
      continue;
    }
    out[at] = loaded[i];
  }
  if (still_true)
    for (std::size_t i = 0; i < missing.size(); ++i)
      if (loaded[i] && out[missing[i]] == loaded[i]) cache_.put(ids[missing[i]], loaded[i]);
  co_return out;
}

runtime::Task<RoomPtr> Rooms::find_for(RoomId id, AccountId account) {
  RoomPtr room = co_await find(id);
  if (!room) throw bad_request("해당 roomId를 갖는 채팅방이 존재하지 않습니다.");
  if (room->member(account) == nullptr) throw not_permitted();
  co_return room;
}

runtime::Task<std::vector<RoomPtr>> Rooms::of(AccountId account) {
  std::shared_ptr<const std::vector<RoomId>> ids = of_account_.find(account);
  if (!ids) {
    const std::uint64_t losses = of_account_.losses();
    const Rows rows = co_await world_.store.read_one(Range::in(member::table, member::by_account, values(account)));
    auto read = std::make_shared<std::vector<RoomId>>();
    for (std::size_t i = 0; i < rows.size(); ++i)
      if (rows[i].number(member::joining) == member::is_in) read->push_back(RoomId::from_blob(rows[i].text(member::room)));
    if (of_account_.losses() == losses) of_account_.put(account, read);
    ids = read;
  }
  std::vector<RoomId> wanted = *ids;
  std::vector<RoomPtr> rooms = co_await find_all(std::move(wanted));
  std::erase(rooms, nullptr);
  co_return rooms;
}

std::string Rooms::pair_key(AccountId a, AccountId b) {
  return std::to_string(std::min(a, b)) + ":" + std::to_string(std::max(a, b));
}

runtime::Task<RoomPtr> Rooms::find_private(AccountId a, AccountId b) {
  const Rows rows = co_await world_.store.read_one(Range::in(room::table, room::by_pair, values(pair_key(a, b))));
  if (rows.empty()) co_return nullptr;
  const RoomId id = RoomId::from_blob(rows[0].text(room::id));
  co_return co_await find(id);
}

void Rooms::check_name(const std::string& name) const {
  if (name.find_first_not_of(" \t\r\n") == std::string::npos) throw bad_request("방 이름은 필수값 입니다.");
  if (characters(name) > world_.limits.room_name_characters)
    throw bad_request("방 이름은 " + std::to_string(world_.limits.room_name_characters) + "자를 넘을 수 없습니다.");
}

void Rooms::check_image(const std::string& image) const {
  if (image.size() > world_.limits.room_image_bytes)
    throw bad_request("'img' is longer than " + std::to_string(world_.limits.room_image_bytes) + " bytes");
}

runtime::Task<RoomPtr> Rooms::create(SessionPtr by, NewRoom draft) {
  draft.members = without_repetitions(draft.members);
  check_name(draft.name);
  check_image(draft.image);
  if (draft.type == RoomType::direct && draft.members.size() != 2) throw bad_request("1:1 채팅방 멤버는 두 명이어야 합니다.");
  if (draft.type != RoomType::direct && draft.members.size() < 3)
    throw bad_request("단체 채팅방 멤버는 세 명 이상이어야 합니다.");
  if (draft.members.size() > world_.limits.room_members)
    throw bad_request("채팅방 멤버는 " + std::to_string(world_.limits.room_members) + "명을 넘을 수 없습니다.");
  if (std::find(draft.members.begin(), draft.members.end(), by->account) == draft.members.end()) throw not_permitted();
  if (draft.type != RoomType::direct) {
    const std::set<AccountId> blockers = co_await blockers_of(world_.store, by->account);
    std::erase_if(draft.members, [&blockers](AccountId id) { return blockers.contains(id); });
    if (draft.members.size() < 3) throw bad_request("지금은 채팅방을 만들 수 없습니다.");
  }
  std::vector<AccountPtr> accounts = co_await accounts_.find_all(draft.members);
  if (std::any_of(accounts.begin(), accounts.end(), [](const AccountPtr& a) { return !a || a->is_deleted(); }))
    throw bad_request("해당 userId를 갖는 유저가 존재하지 않습니다.");
  for (int tries = 0; tries < max_tries; ++tries) {
    std::vector<RoomPtr> mine = co_await of(by->account);
    if (mine.size() >= world_.limits.account_rooms) throw bad_request("too many rooms");
    if (RoomPtr room = co_await try_create(by, draft, accounts)) co_return room;
  }
  throw contended();
}

runtime::Task<RoomPtr> Rooms::own(SessionPtr by) {
  NewRoom draft;
  draft.name = own_name;
  draft.type = RoomType::own;
  draft.members.push_back(by->account);
  for (int tries = 0; tries < max_tries; ++tries) {
    if (RoomPtr room = co_await find_private(by->account, by->account)) co_return room;
    const std::vector<RoomPtr> mine = co_await of(by->account);
    if (mine.size() >= world_.limits.account_rooms) throw bad_request("too many rooms");
    std::vector<AccountPtr> accounts = co_await accounts_.find_all(draft.members);
    if (RoomPtr room = co_await try_create(by, draft, std::move(accounts))) co_return room;
  }
  throw contended();
}

runtime::Task<std::vector<bool>> Rooms::blocking(const NewRoom& draft) {
  std::vector<bool> out(draft.members.size());
  if (draft.type != RoomType::direct) co_return out;
  for (std::size_t i = 0; i < out.size(); ++i) {
    const AccountId self = draft.members[i], other = draft.members[1 - i];
    const Rows rows = co_await world_.store.read_one(Range::of(block::table, values(self, other)));
    out[i] = !rows.empty();
  }
  co_return out;
}

// Null: try again, with another id; a room with oneself may be there by now.
runtime::Task<RoomPtr> Rooms::try_create(SessionPtr by, NewRoom draft, std::vector<AccountPtr> accounts) {
  const std::vector<bool> blocks = co_await blocking(draft);
  const std::int64_t now = world_.now_ms();
  auto out = std::make_shared<Room>(world_.executor);
  world_.host.random(out->id.bytes.data(), out->id.bytes.size());
  detail::store32(out->id.bytes.data(), static_cast<std::uint32_t>(now / 1000));
  out->name = draft.name;
  out->image = draft.image;
  out->type = draft.type;
  out->maker = by->account;

  Transaction transaction;
  const std::size_t signed_in = transaction.expect(session::table, values(by->id), {"ended_ms"}, values(0));
  const bool is_pair = draft.type == RoomType::direct || draft.type == RoomType::own;
  const Value pair = is_pair ? Value(pair_key(draft.members.front(), draft.members.back())) : Value();
  const std::size_t inserted = transaction.insert(
      room::table, {out->id, out->name, out->image, static_cast<std::int64_t>(out->type), out->maker, pair, now, Value()});
  transaction.insert(room_head::table, {out->id, 0, 0, 0});
  for (std::size_t i = 0; i < accounts.size(); ++i) {
    Member m;
    m.account = accounts[i];
    m.place = static_cast<std::int64_t>(i);
    m.joined_ms = m.left_ms = m.entered_ms = m.away_ms = now;
    m.blocks = blocks[i];
    m.joining = !m.blocks || m.account->id == by->account;
    if (draft.type == RoomType::direct) expect_block(transaction, draft.members[i], draft.members[1 - i], m.blocks);
    transaction.insert(member::table, member_row(out->id, m));
    transaction.insert(position::table, position_row(out->id, m));
    out->members.push_back(std::move(m));
  }
  std::size_t failed = 0;
  bool conflict = false;
  try {
    co_await world_.store.commit(transaction);
  } catch (const Conflict& c) {
    conflict = true;
    failed = c.op();
  }
  if (conflict) {
    if (failed == signed_in) throw expired_token();
    if (failed == inserted && draft.type == RoomType::direct) throw bad_request("이미 존재하는 1:1 채팅방은 생성할 수 없습니다.");
    co_return nullptr;
  }
  for (const Member& m : out->members) of_account_.invalidate(m.account->id);
  if (const RoomPtr loaded = cache_.find(out->id))
    out = loaded;  // somebody read what was committed before it was answered
  else
    cache_.put(out->id, out);
  listener_.room_created(*out);
  co_return out;
}

}  // namespace cocotalk::domain
