#include "core/domain/reactions.hpp"

#include <algorithm>
#include <utility>

#include "core/domain/emoji.hpp"
#include "core/domain/happening.hpp"
#include "core/domain/hidden.hpp"
#include "core/domain/refusal.hpp"
#include "core/domain/schema.hpp"

namespace cocotalk::domain {
namespace {

constexpr std::size_t max_kinds = 20;  // a message

Range of_messages(const char* table, const RoomId& room, std::int64_t first, std::int64_t last) {
  return Range(table).from(values(room, first)).to(values(room, last));
}

}  // namespace

runtime::Task<std::optional<Message>> Reactions::give(SessionPtr by, RoomId room, MessageId id, std::string emoji) {
  return change(std::move(by), room, id, std::move(emoji), Wish::give);
}
runtime::Task<std::optional<Message>> Reactions::take_back(SessionPtr by, RoomId room, MessageId id, std::string emoji) {
  return change(std::move(by), room, id, std::move(emoji), Wish::take_back);
}

runtime::Task<std::optional<Message>> Reactions::change(SessionPtr by, RoomId id, MessageId message, std::string emoji,
                                                        Wish wish) {
  const RoomPtr room = co_await rooms_.find_for(id, by->account);
  if (!is_emoji(emoji)) throw bad_request("'emoji' is not exactly one emoji");
  const runtime::Mutex::Guard one_after_the_other = co_await room->changing.acquire();
  const Message about = co_await history_.find(room, by->account, message);
  if (about.deleted_ms != 0 || !counts_as_unread(about.type)) throw bad_request("이 메시지에는 반응할 수 없습니다.");
  std::vector<Range> ranges;
  ranges.push_back(Range::of(reaction_count::table, values(room->id, about.number)));
  ranges.push_back(Range::of(reaction::table, values(room->id, about.number, emoji, by->account)));
  const std::vector<Rows> rows = co_await world_.store.read(std::move(ranges));
  const bool gives = wish == Wish::give;
  if (gives != rows[1].empty()) co_return std::nullopt;
  std::int64_t given = 0;
  for (std::size_t i = 0; i < rows[0].size(); ++i)
    if (rows[0][i].text(reaction_count::emoji) == emoji) given = rows[0][i].number(reaction_count::given);
  if (gives && given == 0 && rows[0].size() >= max_kinds)
    throw bad_request("the message has " + std::to_string(max_kinds) + " kinds of reactions already");

  Happening one(world_, room, *by, Message::reaction_kind);
  Message& event = one.event();
  event.about = message;
  event.content = emoji;
  event.type = static_cast<MessageType>(gives ? 1 : 0);
  event.given = given + (gives ? 1 : -1);
  Transaction& transaction = one.transaction();
  if (gives)
    transaction.insert(reaction::table, values(room->id, about.number, emoji, by->account));
  else
    transaction.erase(reaction::table, values(room->id, about.number, emoji, by->account));
  if (event.given > 0)
    transaction.put(reaction_count::table, values(room->id, about.number, emoji, event.given));
  else
    transaction.erase(reaction_count::table, values(room->id, about.number, emoji));
  one.append();
  const std::vector<AccountId> hidden_from = co_await accounts_without(world_.store, room->id, about.number);
  const bool is_stored = co_await one.commit();
  if (!is_stored) throw contended();
  listener_.message_changed(*room, one.event(), hidden_from);
  co_return one.event();
}

runtime::Task<ReactionsByNumber> Reactions::of(RoomPtr room, AccountId reader, std::int64_t first, std::int64_t last) {
  ReactionsByNumber out;
  const Member* const member = room->member(reader);
  if (member == nullptr) throw not_permitted();
  const bool sees_own_alone = member->blocks;
  std::vector<Range> ranges;
  ranges.push_back(of_messages(reaction_count::table, room->id, first, last));
  Range mine = Range(reaction::table, reaction::by_account).from(values(room->id, reader, first));
  ranges.push_back(std::move(mine).to(values(room->id, reader, last)));
  const std::vector<Rows> rows = co_await world_.store.read(std::move(ranges));
  for (std::size_t i = 0; i < rows[0].size(); ++i) {
    ReactionCount& count = out[rows[0][i].number(reaction_count::number)].emplace_back();
    count.emoji = rows[0][i].text(reaction_count::emoji);
    count.given = rows[0][i].number(reaction_count::given);
  }
  for (std::size_t i = 0; i < rows[1].size(); ++i) {
    const std::string& emoji = rows[1][i].text(reaction::emoji);
    for (ReactionCount& count : out[rows[1][i].number(reaction::number)])
      if (count.emoji == emoji) count.is_mine = true;
  }
  if (!sees_own_alone) co_return out;
  for (auto& [number, counts] : out) {
    std::erase_if(counts, [](const ReactionCount& count) { return !count.is_mine; });
    for (ReactionCount& count : counts) count.given = 1;
  }
  co_return out;
}

}  // namespace cocotalk::domain
