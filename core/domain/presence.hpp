// Who looks at which room now, by the links that are open; and how far everybody has read.
#pragma once

#include "core/domain/links.hpp"
#include "core/domain/listener.hpp"
#include "core/domain/rooms.hpp"

namespace cocotalk::domain {

// Lives on the loop. A member is present while one of his links looks at the room; when the last one stops, he has read up to
// there. Pages leave sockets behind that nobody looks at (wire document, Q17): of a page's sockets only the one with the newest
// evidence counts, and none when the page's list has been gone for a while.
class Presence {
 public:
  Presence(World& world, Rooms& rooms, Links& links, Listener& listener)
      : world_(world), rooms_(rooms), links_(links), listener_(listener) {}

  // Refuses BAD_REQUEST, NOT_PERMITTED. A link looks at one room at most.
  runtime::Task<void> enter(LinkPtr link, RoomId room);
  // The link looks away.
  void away(Link& link);
  // The link is about to be closed.
  void closing(const Link& link);
  // An original client says something in the room of its socket: so it does look at it.
  runtime::Task<void> evidence(LinkPtr link, RoomId room);
  // The account leaves the room: none of its links looks at it any more, and nobody is told.
  void forget(Room& room, AccountId account);

  // Read positions on their way to the storage.
  std::size_t being_stored() const { return being_stored_; }

 private:
  static bool is_list(const Link& link) { return link.by_ticket && !link.view; }
  void end_of_page(const Session& session);
  void store(const Room& room, const Member& member);
  runtime::Task<void> write(RoomId room, Member member);
  World& world_;
  Rooms& rooms_;
  Links& links_;
  Listener& listener_;
  std::size_t being_stored_ = 0;
};

}  // namespace cocotalk::domain
