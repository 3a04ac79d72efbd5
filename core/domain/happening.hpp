// What happens in a room beside messages, on its way into the store: an event of its sequence without a number.
#pragma once

#include "core/domain/room.hpp"
#include "core/domain/session.hpp"
#include "core/domain/world.hpp"

namespace cocotalk::domain {

// Made for one try. Lives on the loop.
class Happening {
 public:
  // `kind` is the native event's name.
  Happening(World& world, RoomPtr room, const Session& by, const char* kind);

  Message& event() { return event_; }
  // For whatever changes with it.
  Transaction& transaction() { return transaction_; }
  // The event as it is now. Once.
  void append();

  // Durable when answered, and the room has its sequence. False: something else that was expected has changed. Throws
  // expired_token(), not_permitted() when the account is not in the room, and what the storage throws.
  runtime::Task<bool> commit();

 private:
  World& world_;
  const RoomPtr room_;
  Transaction transaction_;
  Message event_;
  std::size_t signed_in_ = 0, joining_ = 0, head_ = 0;
};

// The same was changed by others again and again.
Refusal contended();

}  // namespace cocotalk::domain
