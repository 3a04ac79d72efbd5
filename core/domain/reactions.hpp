// Emoji given to messages.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/domain/history.hpp"
#include "core/domain/listener.hpp"
#include "core/domain/rooms.hpp"

namespace cocotalk::domain {

// How many gave one emoji to a message, and whether the reader did.
struct ReactionCount {
  std::string emoji;
  std::int64_t given = 0;
  bool is_mine = false;
};
using ReactionsByNumber = std::map<std::int64_t, std::vector<ReactionCount>>;

// Lives on the loop. Each member gives an emoji to a message once; a message has at most twenty kinds.
class Reactions {
 public:
  Reactions(World& world, Rooms& rooms, History& history, Listener& listener)
      : world_(world), rooms_(rooms), history_(history), listener_(listener) {}

  // Nothing: it was so already. Refuses NOT_PERMITTED who is not in the room, and BAD_REQUEST what is no emoji, a message that
  // the account may not see, notices and what was deleted.
  runtime::Task<std::optional<Message>> give(SessionPtr by, RoomId room, MessageId id, std::string emoji);
  runtime::Task<std::optional<Message>> take_back(SessionPtr by, RoomId room, MessageId id, std::string emoji);

  // Of the messages first … last (numbers), as the reader is shown them.
  runtime::Task<ReactionsByNumber> of(RoomPtr room, AccountId reader, std::int64_t first, std::int64_t last);

 private:
  enum class Wish { give, take_back };
  runtime::Task<std::optional<Message>> change(SessionPtr by, RoomId room, MessageId id, std::string emoji, Wish wish);
  World& world_;
  Rooms& rooms_;
  History& history_;
  Listener& listener_;
};

}  // namespace cocotalk::domain
