#include "core/domain/messages.hpp"

#include <algorithm>
#include <utility>

#include "core/domain/refusal.hpp"
#include "core/domain/room_rows.hpp"
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

void Messages::check(const Draft& draft) const {
  if (draft.content.empty()) throw bad_request("content is empty");
  if (draft.content.size() > world_.limits.message_bytes)
    throw bad_request("content is longer than " + std::to_string(world_.limits.message_bytes) + " bytes");
  if (names_a_file(draft.type) && !is_address(draft.content))
    throw bad_request("content is not the address of a file; it begins with http:// or https://");
  if (draft.client_id.size() > world_.limits.client_id_bytes)
    throw bad_request("client-msg-id is longer than " + std::to_string(world_.limits.client_id_bytes) + " bytes");
  if (draft.mentions.size() > world_.limits.mentions)
    throw bad_request("'mentions' names more than " + std::to_string(world_.limits.mentions) + " people");
}

void Messages::take_turn(const Session& by) {
  if (by.is_ended()) throw expired_token();
  world_.refuse_if_short();
  rate_.charge(by.account, world_.now_ms());
}

runtime::Task<Messages::Regarded> Messages::regard(RoomPtr room, AccountId sender, Draft draft) {
  Regarded out;
  std::exception_ptr refused;
  try {
    out.quote = co_await quote_for(std::move(room), sender, draft);
  } catch (const Refusal&) {
    refused = std::current_exception();
  }
  if (!refused) co_return out;
  out.before = co_await said_before(sender, std::move(draft));
  if (!out.before) std::rethrow_exception(refused);
  co_return out;
}

runtime::Task<std::optional<Quote>> Messages::quote_for(RoomPtr room, AccountId sender, Draft draft) {
  for (const AccountId id : draft.mentions)
    if (const Member* const named = room->member(id); named == nullptr || !named->seems_joining())
      throw bad_request("'mentions' names " + std::to_string(id) + ", who is not in the room");
  if (!draft.reply_to) co_return std::nullopt;
  const Message answered = co_await history_.find(std::move(room), sender, *draft.reply_to);
  if (answered.deleted_ms != 0 || !counts_as_unread(answered.type)) throw bad_request("이 메시지에는 답장할 수 없습니다.");
  co_return Quote(answered);
}

Posting Messages::posting(RoomPtr room, const Session& by, const Draft& draft, std::optional<Quote> quote) const {
  Posting out(world_, room, by, draft, "message");
  if (quote) out.quote(*std::move(quote));
  if (room->type == RoomType::direct) {
    for (const Member& m : room->members) {  // who leaves or blocks meanwhile decides what this very message does
      if (m.account->id != by.account)
        out.transaction().expect(member::table, values(room->id, m.account->id), {"generation"}, values(m.generation));
      if (m.joining || room->keeps_from(m, by.account)) continue;
      Member back = m;
      ++back.generation;
      out.bring_in(std::move(back));
    }
  }
  out.append();
  out.mark_sender();
  out.mark_mentioned();
  for (const Member& m : room->members)
    if (room->keeps_from(m, by.account)) out.hide_from(m);
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
    Regarded regarded;
    if (draft.reply_to || !draft.mentions.empty()) regarded = co_await regard(room, by->account, draft);
    if (regarded.before) co_return *regarded.before;
    Posting one = posting(room, *by, draft, std::move(regarded.quote));
    Store::Pending pending(world_.store, one.transaction());
    in_order.reset();

    const Posting::Outcome outcome = co_await one.settle(pending);
    if (outcome == Posting::Outcome::posted) {
      const Message message = one.message();
      pushes_.wake();
      indexing_.wake(room->id);
      rooms_.bring_in(*room, one.brought_in());
      if (Member* const sender = room->member(by->account)) {
        room->has_read(*sender);
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
  const bool is_same = before.original ? *before.original == draft.fingerprint()
                                       : before.content == draft.content && before.type == draft.type &&
                                             before.about == draft.reply_to && before.mentions == draft.mentions;
  if (before.room != draft.room || !is_same)
    throw Refusal(COCO_CONFLICT, "CONFLICT", "this client-msg-id was used for another message");
  co_return before;
}

}  // namespace cocotalk::domain
