#include "core/domain/posting.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "core/domain/refusal.hpp"
#include "core/domain/room_rows.hpp"
#include "core/domain/schema.hpp"

namespace cocotalk::domain {
namespace {

// FNV-1a with 64 bits. Each part ends with its size, so that no two lists of parts are the same bytes.
class Fingerprinting {
 public:
  void add(std::string_view bytes) {
    for (const char c : bytes) add_byte(static_cast<unsigned char>(c));
    add(static_cast<std::uint64_t>(bytes.size()));
  }
  void add(std::uint64_t number) {
    for (int shift = 0; shift < 64; shift += 8) add_byte(static_cast<unsigned char>(number >> shift));
  }
  std::int64_t take() const { return static_cast<std::int64_t>(hash_); }

 private:
  void add_byte(unsigned char byte) { hash_ = (hash_ ^ byte) * 0x100000001b3u; }
  std::uint64_t hash_ = 0xcbf29ce484222325u;
};

}  // namespace

std::int64_t Draft::fingerprint() const {
  Fingerprinting out;
  out.add(content);
  out.add(static_cast<std::uint64_t>(type));
  out.add(reply_to ? reply_to->blob() : std::string_view());
  for (const AccountId id : mentions) out.add(static_cast<std::uint64_t>(id));
  return out.take();
}

Posting::Posting(World& world, RoomPtr room, const Session& by, const Draft& draft, const char* kind) : room_(std::move(room)) {
  message_.room = room_->id;
  message_.kind = kind;
  message_.type = draft.type;
  message_.sender = by.account;
  message_.client_id = draft.client_id;
  message_.content = draft.content;
  message_.mentions = draft.mentions;
  message_.sent_ms = room_->last_sent_ms = std::max(world.now_ms(), room_->last_sent_ms);
  signed_in_ = transaction_.expect(session::table, values(by.id), {"ended_ms"}, values(0));
  transaction_.expect(member::table, values(room_->id, by.account), {"generation"},
                      values(room_->member(by.account)->generation));
}

void Posting::bring_in(Member m) {
  if (brought_in_.empty())  // the numbers before the message
    before_ = transaction_.add(room_head::table, values(room_->id), {"seq", "number", "ordinal"}, values(0, 0, 0));
  m.joining = true;
  m.muted_until_ms = 0;
  m.is_pinned = false;
  m.hidden = m.read_hidden = 0;
  m.joined_ms = m.away_ms = m.entered_ms = message_.sent_ms - 1;  // what is seen is later than joinedAt (wire document 6.6)
  if (room_->is_present(m.account->id)) m.entered_ms = message_.sent_ms;
  const Value seq = Value::result(before_, 0), number = Value::result(before_, 1), ordinal = Value::result(before_, 2);
  Values row = member_row(room_->id, m), read = position_row(room_->id, m);
  row[member::joined_seq] = read[position::read_seq] = seq;
  row[member::joined_number] = number;
  row[member::joined_ordinal] = read[position::read_ordinal] = ordinal;
  transaction_.put(member::table, std::move(row));
  transaction_.put(position::table, std::move(read));
  brought_in_.push_back(std::move(m));
}

void Posting::append() {
  const std::int64_t counts = counts_as_unread(message_.type) ? 1 : 0;
  head_ = transaction_.add(room_head::table, values(room_->id), {"seq", "number", "ordinal"}, values(1, 1, counts));
  inserted_ = transaction_.insert(event::table, event_row(message_, Value::result(head_, 0), Value::result(head_, 1)));
}

void Posting::quote(Quote quote) {
  message_.about = quote.message;
  message_.quoted = quote.sender;
  message_.quote = std::move(quote.text);
}

void Posting::mark_sender() {
  const Values key = values(room_->id, message_.sender);
  const Member& sender = *room_->member(message_.sender);
  transaction_.max(position::table, key, {"read_seq", "read_ordinal"}, values(seq_after(), ordinal_after()));
  if (sender.blocks || sender.hidden != sender.read_hidden) {  // more of it may be on its way
    const std::size_t hidden = transaction_.add(position::table, key, {"hidden"}, values(0));
    transaction_.max(position::table, key, {"read_hidden"}, values(Value::result(hidden)));
  }
  if (message_.type == MessageType::chat && !sender.has_written) transaction_.set(member::table, key, {"has_written"}, values(1));
}

void Posting::mark_mentioned() {
  for (const AccountId id : message_.mentions)
    transaction_.max(position::table, values(room_->id, id), {"mentioned_seq"}, values(seq_after()));
}

void Posting::hide_from(const Member& member) {
  const Values key = values(room_->id, member.account->id);
  const Value number = Value::result(head_, 1);
  transaction_.insert(hidden::table, values(room_->id, member.account->id, number, seq_after()));
  transaction_.max(position::table, key, {"hidden_number"}, values(number));
  if (counts_as_unread(message_.type)) transaction_.add(position::table, key, {"hidden"}, values(1));
  hidden_from_.push_back(member.account->id);
}

runtime::Task<Posting::Outcome> Posting::settle(Store::Pending& pending) {
  std::optional<std::uint64_t> failed;
  try {
    const Committed done = co_await pending.answer();
    is_posted(done);
  } catch (const Conflict& c) {
    failed = c.op();
  }
  if (!failed) co_return Outcome::posted;
  if (*failed == signed_in_) throw expired_token();
  co_return *failed == inserted_ ? Outcome::said_before : Outcome::again;
}

void Posting::is_posted(const Committed& done) {
  for (const AccountId id : hidden_from_) {
    Member& m = *room_->member(id);
    if (room_->last && room_->last->number != m.hidden_number) m.shown = std::make_shared<const Message>(*room_->last);
    m.hidden_number = done.result(head_, 1);
    m.hidden += counts_as_unread(message_.type) ? 1 : 0;
  }
  room_->seq = message_.seq = done.result(head_, 0);
  room_->number = message_.number = done.result(head_, 1);
  room_->ordinal = done.result(head_, 2);
  room_->last = message_;
  for (const AccountId id : message_.mentions)
    if (Member* const named = room_->member(id)) named->mentioned_seq = message_.seq;
  for (Member& m : brought_in_) {
    m.joined_seq = m.read_seq = done.result(before_, 0);
    m.joined_number = done.result(before_, 1);
    m.joined_ordinal = m.read_ordinal = done.result(before_, 2);
    if (std::ranges::binary_search(message_.mentions, m.account->id)) m.mentioned_seq = message_.seq;
  }
}

}  // namespace cocotalk::domain
