#include "core/domain/messages.hpp"

#include <algorithm>
#include <utility>

#include "core/domain/refusal.hpp"
#include "core/domain/schema.hpp"

namespace cocotalk::domain {
namespace {

constexpr int max_tries = 4;
constexpr std::size_t max_address_bytes = 2048;

// Clients fetch it, and some put it into a page: it is nothing but an address.
bool is_address(const std::string& content) {
  const auto is_plain = [](char c) {
    return static_cast<unsigned char>(c) > ' ' && c != 0x7F && c != '"' && c != '<' && c != '>';
  };
  return (content.starts_with("http://") || content.starts_with("https://")) && content.size() <= max_address_bytes &&
         std::all_of(content.begin(), content.end(), is_plain);
}

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
  return m;
}

void Messages::check(const Draft& draft) const {
  if (draft.content.empty()) throw bad_request("content is empty");
  if (draft.content.size() > world_.limits.message_bytes)
    throw bad_request("content is longer than " + std::to_string(world_.limits.message_bytes) + " bytes");
  if (names_a_file(draft.type) && !is_address(draft.content))
    throw bad_request("content is not the address of a file; it begins with http:// or https://");
  if (draft.client_id.size() > world_.limits.client_id_bytes)
    throw bad_request("client-msg-id is longer than " + std::to_string(world_.limits.client_id_bytes) + " bytes");
}

void Messages::take_turn(const Session& by) {
  if (by.is_ended()) throw expired_token();
  world_.refuse_if_short();
  rate_.charge(by.account, world_.now_ms());
}

Posting Messages::posting(RoomPtr room, const Session& by, const Draft& draft) const {
  Posting out(world_, room, by, draft, "message");
  if (room->type == RoomType::direct) {
    for (const Member& m : room->members) {  // who leaves meanwhile is to be brought back by this very message
      if (m.account->id != by.account)
        out.transaction().expect(member::table, values(room->id, m.account->id), {"generation"}, values(m.generation));
      if (m.joining) continue;
      Member back = m;
      ++back.generation;
      out.bring_in(std::move(back));
    }
  }
  out.append();
  out.mark_sender();
  pushes_.add_to(out.transaction(), room->id, out.seq_after());
  return out;
}

runtime::Task<Message> Messages::post(SessionPtr by, Draft draft, LinkPtr from) {
  check(draft);
  take_turn(*by);
  for (int tries = 0; tries < max_tries; ++tries) {
    std::optional<runtime::Mutex::Guard> in_order;
    if (from) in_order.emplace(co_await from->order.acquire());
    RoomPtr room = co_await rooms_.find_for(draft.room, by->account);
    Posting one = posting(room, *by, draft);
    Store::Pending pending(world_.store, one.transaction());
    in_order.reset();

    const Posting::Outcome outcome = co_await one.settle(pending);
    if (outcome == Posting::Outcome::posted) {
      const Message message = one.message();
      pushes_.wake();
      indexing_.wake(room->id);
      rooms_.bring_in(*room, one.brought_in());
      if (Member* const sender = room->member(by->account)) {
        sender->read_seq = std::max(sender->read_seq, message.seq);
        sender->read_ordinal = std::max(sender->read_ordinal, room->ordinal);
        sender->has_written = sender->has_written || message.type == MessageType::chat;
      }
      if (one.brought_in().empty())
        listener_.message_posted(*room, message, from.get());
      else
        listener_.members_joined(*room, message, one.brought_in(), from.get());
      co_return message;
    }
    if (outcome == Posting::Outcome::said_before) {
      const std::optional<Message> before = co_await said_before(by->account, draft);
      if (!before) throw Refusal(COCO_RETRY, "RETRY", "send it again", 100);
      co_return *before;
    }
  }
  throw Refusal(COCO_CONFLICT, "CONFLICT", "the membership changed again and again", 100);
}

runtime::Task<std::optional<Message>> Messages::said_before(AccountId sender, Draft draft) {
  if (draft.client_id.empty()) co_return std::nullopt;
  const Rows rows = co_await world_.store.read_one(Range::in(event::table, event::by_client_id, values(draft.client_id, sender)));
  if (rows.empty()) co_return std::nullopt;
  Message before = message_from(rows[0]);
  if (before.room != draft.room || before.content != draft.content || before.type != draft.type)
    throw Refusal(COCO_CONFLICT, "CONFLICT", "this client-msg-id was used for another message");
  co_return before;
}

runtime::Task<std::vector<Message>> Messages::read(RoomPtr room, AccountId reader, std::int64_t first, std::int64_t last) {
  const Member* const member = room->member(reader);
  if (member == nullptr) throw not_permitted();
  first = std::max(first, member->joined_number + 1);
  last = std::min(last, room->number);
  if (first > last) co_return std::vector<Message>();
  co_return co_await numbered(room->id, first, last);
}

runtime::Task<std::vector<Message>> Messages::numbered(RoomId room, std::int64_t first, std::int64_t last) {
  Range range = Range(event::table, event::by_number).from(values(room, first)).to(values(room, last));
  const Rows rows = co_await world_.store.read_one(std::move(range));
  std::vector<Message> out;
  for (std::size_t i = 0; i < rows.size(); ++i) out.push_back(message_from(rows[i]));
  co_return out;
}

runtime::Task<std::optional<Message>> Messages::find(RoomPtr room, AccountId reader, MessageId id) {
  std::vector<Message> found = co_await read(room, reader, number_of(id), number_of(id));
  if (found.empty() || found.front().id() != id) co_return std::nullopt;
  co_return std::move(found.front());
}

runtime::Task<std::optional<Message>> Messages::notice(RoomPtr room) {
  const std::optional<MessageId> id = MessageId::parse(room->notice);
  if (!id) co_return std::nullopt;
  std::vector<Message> found = co_await numbered(room->id, number_of(*id), number_of(*id));
  if (found.empty()) co_return std::nullopt;
  co_return std::move(found.front());
}

runtime::Task<std::vector<Message>> Messages::events_after(RoomId room, std::int64_t seq, std::uint32_t limit) {
  Range range = Range(event::table).from(values(room, seq + 1)).to(values(room)).limit(limit);
  const Rows rows = co_await world_.store.read_one(std::move(range));
  std::vector<Message> out;
  for (std::size_t i = 0; i < rows.size(); ++i) out.push_back(message_from(rows[i]));
  co_return out;
}

}  // namespace cocotalk::domain
