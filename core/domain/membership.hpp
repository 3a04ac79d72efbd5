// Coming and going: who is invited to a group, who leaves a room.
#pragma once

#include <cstddef>
#include <vector>

#include "core/domain/files.hpp"
#include "core/domain/links.hpp"
#include "core/domain/messages.hpp"
#include "core/domain/presence.hpp"
#include "core/domain/rooms.hpp"

namespace cocotalk::domain {

struct Invitation {
  Draft message;
  std::vector<AccountId> invitees;
};

// Lives on the loop. Everything is validated first and stored with its message in one transaction; the same client id again is
// the same message. `from` may be null.
class Membership {
 public:
  Membership(World& world, Accounts& accounts, Files& files, Rooms& rooms, Messages& messages, Presence& presence,
             Indexing& indexing, Listener& listener)
      : world_(world),
        accounts_(accounts),
        files_(files),
        rooms_(rooms),
        messages_(messages),
        presence_(presence),
        indexing_(indexing),
        listener_(listener) {}

  // Wire document 5.6.3. The message's content may be empty: then it says who invited whom. Who blocks the inviter is left out.
  // Refuses NOT_PERMITTED, BAD_REQUEST.
  runtime::Task<Message> invite(SessionPtr by, Invitation invitation, LinkPtr from);
  // Wire document 5.6.4. Who leaves a private room stays listed in it; the last one to leave a group takes the room with him, and
  // then there is no message. Refuses NOT_PERMITTED.
  runtime::Task<std::optional<Message>> leave(SessionPtr by, Draft draft, LinkPtr from);

  // The room ends for everybody, with what was said in it. Its maker may, as long as he is in it. Refuses NOT_PERMITTED; a
  // private room is left instead: BAD_REQUEST.
  runtime::Task<void> remove(SessionPtr by, RoomId room);

  // Erases what is left of rooms that are gone: their ghosts, files and messages, also from the search index.
  runtime::Task<void> bury_dead_rooms();

  // Erasing ends soon; the next start goes on with it.
  void stop() { is_stopping_ = true; }
  // Whether something is being erased.
  bool is_busy() const { return burying_ > 0; }

 private:
  runtime::Task<std::vector<AccountPtr>> invited(AccountId by, const std::vector<AccountId>& invitees);
  runtime::Task<void> say_who(SessionPtr by, Draft& draft, std::vector<AccountPtr> invited);
  Posting invitation(const RoomPtr& room, const Session& by, const Draft& draft, const std::vector<AccountPtr>& accounts) const;
  Posting departure(const RoomPtr& room, const Session& by, const Draft& draft) const;
  runtime::Task<bool> end_room(RoomPtr room, SessionPtr by);
  runtime::Task<Message> farewell_of(RoomPtr room, SessionPtr by);
  runtime::Task<void> bury(RoomId room);

  World& world_;
  Accounts& accounts_;
  Files& files_;
  Rooms& rooms_;
  Messages& messages_;
  Presence& presence_;
  Indexing& indexing_;
  Listener& listener_;
  bool is_stopping_ = false;
  std::size_t burying_ = 0;
};

}  // namespace cocotalk::domain
