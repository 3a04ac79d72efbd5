#include "core/domain/room_rows.hpp"

#include <charconv>
#include <utility>

#include "core/domain/schema.hpp"

namespace cocotalk::domain {
namespace {

// "3,7"
std::string mentions_text(const std::vector<AccountId>& mentions) {
  std::string out;
  for (const AccountId id : mentions) out += (out.empty() ? "" : ",") + std::to_string(id);
  return out;
}

std::vector<AccountId> mentions_from(const std::string& text) {
  std::vector<AccountId> out;
  const char* const end = text.data() + text.size();
  for (const char* at = text.data(); at < end; ++at) {
    const std::from_chars_result read = std::from_chars(at, end, out.emplace_back());
    at = read.ptr;
  }
  return out;
}

Value null_if_zero(std::int64_t n) { return n == 0 ? Value() : Value(n); }

}  // namespace

Message message_from(const Row& row) {
  Message m;
  m.room = RoomId::from_blob(row.text(event::room));
  m.seq = row.number(event::seq);
  m.number = row.number(event::number);
  m.kind = row.text(event::kind);
  m.type = static_cast<MessageType>(row.number(event::type));
  m.sender = row.number(event::sender);
  m.client_id = row.text(event::client_id);
  m.content = row.text(event::content);
  m.sent_ms = row.number(event::ts_ms);
  if (!row.is_null(event::about)) m.about = MessageId::from_blob(row.text(event::about));
  m.quoted = row.number(event::quoted);
  m.quote = row.text(event::quote);
  m.mentions = mentions_from(row.text(event::mentions));
  m.edited_ms = row.number(event::edited_ms);
  m.deleted_ms = row.number(event::deleted_ms);
  if (!row.is_null(event::original)) m.original = row.number(event::original);
  m.given = row.number(event::given);
  return m;
}

Values event_row(const Message& m, Value seq, Value number) {
  Values row(event::given + 1);
  row[event::room] = m.room;
  row[event::seq] = std::move(seq);
  row[event::number] = std::move(number);
  row[event::kind] = m.kind;
  row[event::type] = static_cast<std::int64_t>(m.type);
  row[event::sender] = m.sender;
  row[event::client_id] = Value::null_if_empty(m.client_id);
  row[event::content] = m.content;
  row[event::ts_ms] = m.sent_ms;
  if (m.about) row[event::about] = *m.about;
  row[event::quoted] = null_if_zero(m.quoted);
  row[event::quote] = Value::null_if_empty(m.quote);
  row[event::mentions] = Value::null_if_empty(mentions_text(m.mentions));
  row[event::edited_ms] = null_if_zero(m.edited_ms);
  row[event::deleted_ms] = null_if_zero(m.deleted_ms);
  if (m.original) row[event::original] = *m.original;
  if (m.kind == Message::reaction_kind) row[event::given] = m.given;
  return row;
}

Values member_row(const RoomId& room, const Member& m) {
  Values row(member::blocks + 1);
  row[member::room] = room;
  row[member::account] = m.account->id;
  row[member::place] = m.place;
  row[member::joining] = std::int64_t{m.joining ? member::is_in : member::has_left};
  row[member::generation] = m.generation;
  row[member::joined_ms] = m.joined_ms;
  row[member::joined_seq] = m.joined_seq;
  row[member::joined_number] = m.joined_number;
  row[member::joined_ordinal] = m.joined_ordinal;
  row[member::left_ms] = m.left_ms;
  row[member::has_written] = std::int64_t{m.has_written};
  row[member::muted_until_ms] = m.muted_until_ms;
  row[member::pinned] = std::int64_t{m.is_pinned};
  row[member::blocks] = std::int64_t{m.blocks};
  return row;
}

Values position_row(const RoomId& room, const Member& m) {
  Values row(position::mentioned_seq + 1);
  row[position::room] = room;
  row[position::account] = m.account->id;
  row[position::read_seq] = m.read_seq;
  row[position::read_ordinal] = m.read_ordinal;
  row[position::entered_ms] = m.entered_ms;
  row[position::away_ms] = m.away_ms;
  row[position::hidden] = m.hidden;
  row[position::read_hidden] = m.read_hidden;
  row[position::hidden_number] = m.hidden_number;
  row[position::mentioned_seq] = m.mentioned_seq;
  return row;
}

}  // namespace cocotalk::domain
