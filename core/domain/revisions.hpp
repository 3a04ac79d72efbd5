// Saying it otherwise, and taking it back.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/domain/history.hpp"
#include "core/domain/listener.hpp"
#include "core/domain/messages.hpp"
#include "core/domain/rooms.hpp"

namespace cocotalk::domain {

// Lives on the loop. The text of a message is in its own row alone: whoever reads it later finds what it is now. All refuse
// NOT_PERMITTED who is not in the room, and BAD_REQUEST a message that the account may not see. Nothing: it was so already.
class Revisions {
 public:
  Revisions(World& world, Rooms& rooms, History& history, Messages& messages, Indexing& indexing, Listener& listener)
      : world_(world), rooms_(rooms), history_(history), messages_(messages), indexing_(indexing), listener_(listener) {}

  // One's own text, for limits.edit_ms. Refuses NOT_PERMITTED, BAD_REQUEST.
  runtime::Task<std::optional<Message>> edit(SessionPtr by, RoomId room, MessageId id, std::string content);
  // One's own message, for everybody, for limits.delete_ms. Refuses NOT_PERMITTED, BAD_REQUEST.
  runtime::Task<std::optional<Message>> erase(SessionPtr by, RoomId room, MessageId id);
  // Any message, for oneself alone.
  runtime::Task<void> hide(SessionPtr by, RoomId room, MessageId id);

 private:
  runtime::Task<Message> own(RoomPtr room, SessionPtr by, MessageId id);
  void refuse_after(std::int64_t limit_ms, const Message& message) const;
  // Stores the change of `before` into `after` with its event, and tells it.
  runtime::Task<Message> change(SessionPtr by, RoomPtr room, Message before, Message after, const char* kind);
  World& world_;
  Rooms& rooms_;
  History& history_;
  Messages& messages_;
  Indexing& indexing_;
  Listener& listener_;
};

}  // namespace cocotalk::domain
