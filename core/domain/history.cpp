#include "core/domain/history.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include "core/domain/hidden.hpp"
#include "core/domain/room_rows.hpp"
#include "core/domain/schema.hpp"

namespace cocotalk::domain {
namespace {

Member reading(const Room& room, AccountId reader) {
  const Member* const member = room.member(reader);
  if (member == nullptr) throw not_permitted();
  return *member;
}

}  // namespace

Message without_content(const Message& event) {
  Message out;
  out.room = event.room;
  out.seq = event.seq;
  out.kind = Message::hidden_kind;
  out.sent_ms = event.sent_ms;
  return out;
}

runtime::Task<std::vector<Message>> History::read(RoomPtr room, AccountId reader, std::int64_t first, std::int64_t last) {
  const Member member = reading(*room, reader);
  first = std::max(first, member.joined_number + 1);
  last = std::min(last, room->number);
  std::vector<Message> out;
  if (first > last) co_return out;
  std::vector<Range> ranges;
  ranges.push_back(Range(event::table, event::by_number).from(values(room->id, first)).to(values(room->id, last)));
  if (member.hidden_number >= first) ranges.push_back(hidden_between(room->id, reader, first, last));
  const std::vector<Rows> rows = co_await world_.store.read(std::move(ranges));
  const Numbers hidden = rows.size() > 1 ? numbers_from(rows[1]) : Numbers();
  for (std::size_t i = 0; i < rows[0].size(); ++i)
    if (!hidden.contains(rows[0][i].number(event::number))) out.push_back(message_from(rows[0][i]));
  co_return out;
}

runtime::Task<Message> History::find(RoomPtr room, AccountId reader, MessageId id) {
  const std::int64_t number = number_of(id);
  std::vector<Message> found = co_await read(std::move(room), reader, number, number);
  if (found.empty() || found.front().id() != id) throw bad_request("해당 messageId를 갖는 메시지가 존재하지 않습니다.");
  co_return std::move(found.front());
}

runtime::Task<std::optional<Message>> History::notice(RoomPtr room, AccountId reader) {
  const std::optional<MessageId> id = MessageId::parse(room->notice);
  if (!id) co_return std::nullopt;
  const std::int64_t number = number_of(*id), hidden = co_await count_hidden(room, reader, number, number);
  if (hidden != 0) co_return std::nullopt;
  const Rows rows = co_await world_.store.read_one(Range::in(event::table, event::by_number, values(room->id, number)));
  if (rows.empty()) co_return std::nullopt;
  co_return message_from(rows[0]);
}

runtime::Task<std::int64_t> History::newest_up_to(RoomPtr room, AccountId reader, std::int64_t up_to) {
  const Member member = reading(*room, reader);
  co_return co_await newest_shown(world_.store, room->id, member, up_to);
}

runtime::Task<std::int64_t> History::count_hidden(RoomPtr room, AccountId reader, std::int64_t first, std::int64_t last) {
  const Member member = reading(*room, reader);
  if (member.hidden_number < first) co_return 0;
  const Rows rows = co_await world_.store.read_one(hidden_between(room->id, reader, first, last));
  co_return static_cast<std::int64_t>(rows.size());
}

runtime::Task<std::vector<Message>> History::events_after(RoomPtr room, AccountId reader, std::int64_t seq, std::uint32_t limit) {
  const Member member = reading(*room, reader);
  const bool may_hide = member.hidden_number != 0;
  std::vector<Range> ranges;
  ranges.push_back(Range(event::table).from(values(room->id, seq + 1)).to(values(room->id)).limit(limit));
  if (may_hide) ranges.push_back(hidden_after(room->id, reader, seq, limit));
  const std::vector<Rows> rows = co_await world_.store.read(std::move(ranges));
  Numbers hidden = may_hide ? numbers_from(rows[1]) : Numbers();
  std::vector<Message> out;
  Numbers concerned;
  for (std::size_t i = 0; i < rows[0].size(); ++i) {
    out.push_back(message_from(rows[0][i]));
    if (out.back().concerns() > member.joined_number) concerned.insert(out.back().concerns());
  }

  // What was said before, about which something happened since.
  std::map<std::int64_t, Message> messages;
  if (!concerned.empty()) {
    std::vector<Range> points;
    for (const std::int64_t number : concerned) {
      points.push_back(Range::in(event::table, event::by_number, values(room->id, number)));
      if (may_hide) points.push_back(hidden_between(room->id, reader, number, number));
    }
    const std::vector<Rows> found = co_await world_.store.read(std::move(points));
    for (const Rows& some : found) {
      if (some.empty()) continue;
      if (some.columns == hidden::seq + 1)
        hidden.insert(some[0].number(hidden::number));
      else
        messages[some[0].number(event::number)] = message_from(some[0]);
    }
  }
  for (Message& m : out) {
    const std::int64_t number = m.number != 0 ? m.number : m.concerns();
    const bool is_older = m.number == 0 && number != 0 && number <= member.joined_number;
    const bool is_unheard = m.kind == Message::reaction_kind && room->keeps_from(member, m.sender);
    if (is_older || is_unheard || hidden.contains(number)) {
      m = without_content(m);
    } else if (m.kind == Message::edited_kind) {
      m.content = messages[number].content;
      m.deleted_ms = messages[number].deleted_ms;
    }
  }
  co_return out;
}

}  // namespace cocotalk::domain
