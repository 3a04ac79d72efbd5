// Saying: posting with its guarantees (promises.md P1–P3).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/domain/history.hpp"
#include "core/domain/indexing.hpp"
#include "core/domain/links.hpp"
#include "core/domain/posting.hpp"
#include "core/domain/pushes.hpp"
#include "core/domain/rooms.hpp"
#include "core/domain/throttle.hpp"

namespace cocotalk::domain {

// Lives on the loop.
class Messages {
 public:
  Messages(World& world, Rooms& rooms, History& history, Pushes& pushes, Indexing& indexing, Listener& listener,
           TokenBuckets& rate)
      : world_(world), rooms_(rooms), history_(history), pushes_(pushes), indexing_(indexing), listener_(listener), rate_(rate) {}

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

 private:
  // A draft that answers something or names people, held against the room.
  struct Regarded {
    std::optional<Quote> quote;
    std::optional<Message> before;  // it was said already, while that was allowed
  };
  runtime::Task<Regarded> regard(RoomPtr room, AccountId sender, Draft draft);
  runtime::Task<std::optional<Quote>> quote_for(RoomPtr room, AccountId sender, Draft draft);
  Posting posting(RoomPtr room, const Session& by, const Draft& draft, std::optional<Quote> quote) const;
  World& world_;
  Rooms& rooms_;
  History& history_;
  Pushes& pushes_;
  Indexing& indexing_;
  Listener& listener_;
  TokenBuckets& rate_;
};

}  // namespace cocotalk::domain
