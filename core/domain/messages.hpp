// Saying and reading: posting with its guarantees (promises.md P1–P3), pages of history.
#pragma once

#include <string>
#include <vector>

#include "core/domain/links.hpp"
#include "core/domain/rooms.hpp"
#include "core/domain/throttle.hpp"

namespace cocotalk::domain {

Message message_from(const Row& event_row);

struct Draft {
  RoomId room;
  MessageType type = MessageType::chat;
  std::string content;
  std::string client_id;  // ≤ 64 bytes, unique per sender for ever; empty: none
};

// Lives on the loop.
class Messages {
 public:
  Messages(World& world, Rooms& rooms, Listener& listener, TokenBuckets& rate)
      : world_(world), rooms_(rooms), listener_(listener), rate_(rate) {}

  // Answers when the message is durable. The same client id with the same content answers the same message; with another,
  // CONFLICT. `from` may be null. Refuses NOT_PERMITTED, BAD_REQUEST, RATE; throws coco::Error for the storage's failures.
  runtime::Task<Message> post(SessionPtr by, Draft draft, LinkPtr from);

  // The messages first … last (numbers) that the member may see, ascending.
  runtime::Task<std::vector<Message>> read(RoomPtr room, AccountId reader, std::int64_t first, std::int64_t last);
  // Events after `seq`, ascending, at most `limit`.
  runtime::Task<std::vector<Message>> events_after(RoomId room, std::int64_t seq, std::uint32_t limit);

 private:
  void check(const Draft& draft) const;
  runtime::Task<Message> said_before(AccountId sender, Draft draft);
  World& world_;
  Rooms& rooms_;
  Listener& listener_;
  TokenBuckets& rate_;
};

}  // namespace cocotalk::domain
