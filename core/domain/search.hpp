// Finding again: messages one may read, rooms one is in, friends.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/domain/finder.hpp"
#include "core/domain/friends.hpp"
#include "core/domain/history.hpp"
#include "core/domain/indexing.hpp"
#include "core/domain/rooms.hpp"
#include "core/domain/throttle.hpp"

namespace cocotalk::domain {

struct MessageSearch {
  std::string words;
  std::optional<RoomId> room;  // nothing: all rooms the account is in
  std::int64_t before = 0;     // what an earlier answer called `next`; 0: from the newest on
  std::uint32_t limit = 20;
};

struct FoundMessage {
  Message message;
  Spans spans;
};

struct FoundMessages {
  std::vector<FoundMessage> messages;  // newest first
  std::int64_t next = 0;               // 0: that was all
};

// Lives on the loop. The index only proposes: what is shown is read as history is, and words must stand in the text it has now.
// All refuse BAD_REQUEST words that say nothing, and RATE.
class Search {
 public:
  Search(World& world, Rooms& rooms, History& history, Friends& friends, Finder& finder)
      : world_(world),
        rooms_(rooms),
        history_(history),
        friends_(friends),
        finder_(finder),
        rate_(world.limits.search_burst, world.limits.searches_per_second) {}

  // Before all others: refuses who asks too often, and words that are too long.
  void admit(const Session& by, const std::string& words);
  // Refuses NOT_PERMITTED and BAD_REQUEST as the room's history does. A page may have fewer messages than the limit, even none,
  // and a `next`.
  runtime::Task<FoundMessages> messages(SessionPtr by, MessageSearch wanted);
  // Those whose name has the words, and private rooms with people whose name has; of those with the newest message first.
  runtime::Task<std::vector<RoomPtr>> rooms(SessionPtr by, std::string words);
  // Friends by name, nickname or cid, in the order of friends.list.
  runtime::Task<std::vector<Friend>> friends(SessionPtr by, std::string words);

  static constexpr std::uint32_t max_limit = 50;  // messages of a page; rooms, friends

 private:
  using Places = std::vector<std::pair<RoomId, std::int64_t>>;
  runtime::Task<Places> places(SessionPtr by, std::optional<RoomId> room);
  bool is_called(const Room& room, AccountId to, const std::string& words) const;
  runtime::Task<void> add_visible(FoundMessages& to, SessionPtr by, std::string words, Hits hits);
  World& world_;
  Rooms& rooms_;
  History& history_;
  Friends& friends_;
  Finder& finder_;
  TokenBuckets rate_;
};

}  // namespace cocotalk::domain
