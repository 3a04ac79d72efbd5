#include "core/domain/search.hpp"

#include <algorithm>
#include <utility>

#include "core/domain/refusal.hpp"

namespace cocotalk::domain {
namespace {

constexpr int most_looks = 4;  // into the index, for one page

std::int64_t newest_ms(const Room& room) { return room.last ? room.last->sent_ms : 0; }

}  // namespace

void Search::admit(const Session& by, const std::string& words) {
  if (by.is_ended()) throw expired_token();
  if (!finder_.is_there()) throw bad_request("this host has no search; an operator adds the plugin 'search'");
  if (characters(words) > world_.limits.search_characters)
    throw bad_request("'words' is longer than " + std::to_string(world_.limits.search_characters) + " characters");
  rate_.charge(by.account, world_.now_ms());
}

// ---- messages

// Where the member may look: a room, and the number of the first message that he sees.
runtime::Task<Search::Places> Search::places(SessionPtr by, std::optional<RoomId> room) {
  std::vector<RoomPtr> where;
  if (room)
    where.push_back(co_await rooms_.find_for(*room, by->account));
  else
    where = co_await rooms_.of(by->account);
  Places out;
  for (const RoomPtr& each : where)
    if (const Member* const member = each->member(by->account)) out.emplace_back(each->id, member->joined_number + 1);
  co_return out;
}

runtime::Task<FoundMessages> Search::messages(SessionPtr by, MessageSearch wanted) {
  const Places where = co_await places(by, wanted.room);
  FoundMessages out;
  out.next = wanted.before;
  for (int looks = 0; looks < most_looks; ++looks) {
    const auto missing = wanted.limit - static_cast<std::uint32_t>(out.messages.size());
    Hits hits = co_await finder_.query(wanted.words, where, missing, out.next);
    out.next = hits.next;
    co_await add_visible(out, by, wanted.words, std::move(hits));
    if (out.next == 0 || out.messages.size() == wanted.limit) break;
  }
  co_return out;
}

// One after the other, through what says for all history what a member may read.
runtime::Task<void> Search::add_visible(FoundMessages& to, SessionPtr by, std::string words, Hits hits) {
  for (const auto& [id, number] : hits.numbers) {
    const RoomPtr room = co_await rooms_.find(id);
    if (!room || room->member(by->account) == nullptr) continue;  // left meanwhile
    std::vector<Message> visible = co_await history_.read(room, by->account, number, number);
    if (visible.empty()) continue;
    std::optional<Spans> spans = finder_.match(words, visible.front().content);
    if (!spans) continue;
    to.messages.emplace_back();
    to.messages.back().message = std::move(visible.front());
    to.messages.back().spans = *std::move(spans);
  }
}

// ---- rooms and friends

runtime::Task<std::vector<RoomPtr>> Search::rooms(SessionPtr by, std::string words) {
  std::vector<RoomPtr> out = co_await rooms_.of(by->account);
  std::erase_if(out, [this, &by, &words](const RoomPtr& room) { return !is_called(*room, by->account, words); });
  std::stable_sort(out.begin(), out.end(), [](const RoomPtr& a, const RoomPtr& b) { return newest_ms(*a) > newest_ms(*b); });
  if (out.size() > max_limit) out.resize(max_limit);
  co_return out;
}

// A private room has the name of the other one.
bool Search::is_called(const Room& room, AccountId to, const std::string& words) const {
  if (room.type != RoomType::direct) return finder_.match(words, room.name).has_value();
  return std::any_of(room.members.begin(), room.members.end(), [&](const Member& m) {
    return m.account->id != to && finder_.match(words, m.account->username).has_value();
  });
}

runtime::Task<std::vector<Friend>> Search::friends(SessionPtr by, std::string words) {
  std::vector<Friend> out = co_await friends_.list(by->account);
  std::erase_if(out, [this, &words](const Friend& f) {
    const Account& a = *f.account;
    return !finder_.match(words, a.username) && !finder_.match(words, a.nickname) && !finder_.match(words, a.cid);
  });
  if (out.size() > max_limit) out.resize(max_limit);
  co_return out;
}

}  // namespace cocotalk::domain
