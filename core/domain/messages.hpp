// Saying and reading: posting with its guarantees (promises.md P1–P3), pages of history.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/domain/indexing.hpp"
#include "core/domain/links.hpp"
#include "core/domain/posting.hpp"
#include "core/domain/pushes.hpp"
#include "core/domain/rooms.hpp"
#include "core/domain/throttle.hpp"

namespace cocotalk::domain {

Message message_from(const Row& event_row);

// Lives on the loop.
class Messages {
 public:
  Messages(World& world, Rooms& rooms, Pushes& pushes, Indexing& indexing, Listener& listener, TokenBuckets& rate)
      : world_(world), rooms_(rooms), pushes_(pushes), indexing_(indexing), listener_(listener), rate_(rate) {}

  // Answers when the message is durable. The same client id with the same content answers the same message; with another,
  // CONFLICT. In a private room it brings back whoever left, the sender too (wire document 5.6.5, D17). `from` may be null.
  // Refuses NOT_PERMITTED, BAD_REQUEST, RATE; throws coco::Error for the storage's failures.
  runtime::Task<Message> post(SessionPtr by, Draft draft, LinkPtr from);

  // What every draft is held against. Refuses BAD_REQUEST.
  void check(const Draft& draft) const;
  // Refuses a session that has ended, and RATE.
  void take_turn(const Session& by);
  // The message this client id was given to; a draft that is not the same one is a CONFLICT. Nothing when the id is free.
  runtime::Task<std::optional<Message>> said_before(AccountId sender, Draft draft);

  // The messages first … last (numbers) that the member may see, ascending.
  runtime::Task<std::vector<Message>> read(RoomPtr room, AccountId reader, std::int64_t first, std::int64_t last);
  // The message of that id; nothing when the member sees no such message. Refuses NOT_PERMITTED.
  runtime::Task<std::optional<Message>> find(RoomPtr room, AccountId reader, MessageId id);
  // The message that is the room's notice; nothing: it has none. Those who came after it see it too: that is what it is for.
  runtime::Task<std::optional<Message>> notice(RoomPtr room);
  // Events after `seq`, ascending, at most `limit`.
  runtime::Task<std::vector<Message>> events_after(RoomId room, std::int64_t seq, std::uint32_t limit);

 private:
  runtime::Task<std::vector<Message>> numbered(RoomId room, std::int64_t first, std::int64_t last);
  Posting posting(RoomPtr room, const Session& by, const Draft& draft) const;
  World& world_;
  Rooms& rooms_;
  Pushes& pushes_;
  Indexing& indexing_;
  Listener& listener_;
  TokenBuckets& rate_;
};

}  // namespace cocotalk::domain
