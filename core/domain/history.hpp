// What a member may read of a room: what was said and happened since he joined, without what is hidden from him.
#pragma once

#include <optional>
#include <vector>

#include "core/domain/room.hpp"
#include "core/domain/world.hpp"

namespace cocotalk::domain {

// Lives on the loop. Refuses NOT_PERMITTED who is no member.
class History {
 public:
  explicit History(World& world) : world_(world) {}

  // The messages first … last (numbers), ascending.
  runtime::Task<std::vector<Message>> read(RoomPtr room, AccountId reader, std::int64_t first, std::int64_t last);
  // Refuses BAD_REQUEST what the account may not see, or is of another room.
  runtime::Task<Message> find(RoomPtr room, AccountId reader, MessageId id);
  // The message that is the room's notice; nothing: it has none, or the reader has hidden it. Those who came after it see it too:
  // that is what it is for.
  runtime::Task<std::optional<Message>> notice(RoomPtr room, AccountId reader);
  // The newest message up to `up_to` (a number); 0: none.
  runtime::Task<std::int64_t> newest_up_to(RoomPtr room, AccountId reader, std::int64_t up_to);
  // How many of the messages first … last are hidden from the member.
  runtime::Task<std::int64_t> count_hidden(RoomPtr room, AccountId reader, std::int64_t first, std::int64_t last);

  // Events after `seq`, ascending, at most `limit`. One about a message that the member may not see has the kind `hidden`, and
  // nothing else but its place in the sequence. An `edited` has the text that the message has now.
  runtime::Task<std::vector<Message>> events_after(RoomPtr room, AccountId reader, std::int64_t seq, std::uint32_t limit);

 private:
  World& world_;
};

// Takes from an event all but its place in the sequence.
Message without_content(const Message& event);

}  // namespace cocotalk::domain
