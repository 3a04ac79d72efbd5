// Rooms: loading, making, who is in them.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/domain/accounts.hpp"
#include "core/domain/listener.hpp"
#include "core/domain/room.hpp"
#include "core/domain/session.hpp"
#include "core/domain/world.hpp"

namespace cocotalk::domain {

struct NewRoom {
  std::string name, image;
  RoomType type = RoomType::group;
  std::vector<AccountId> members;  // the maker included
};

// Lives on the loop. There is never more than one Room in memory for a room: it is forgotten only when nobody holds it.
class Rooms {
 public:
  Rooms(World& world, Accounts& accounts, Listener& listener)
      : world_(world),
        accounts_(accounts),
        listener_(listener),
        cache_(world.limits.cached_rooms),
        of_account_(world.limits.cached_accounts) {}

  // Null when unknown.
  runtime::Task<RoomPtr> find(RoomId id);
  // One entry per id, null for unknown ones; one read for all that are not in memory.
  runtime::Task<std::vector<RoomPtr>> find_all(std::vector<RoomId> ids);
  // In memory, or null.
  RoomPtr cached(const RoomId& id) { return cache_.find(id); }
  // The room, of which the account is a member (also one that left a private room); refuses BAD_REQUEST, NOT_PERMITTED.
  runtime::Task<RoomPtr> find_for(RoomId id, AccountId account);
  // The rooms the account is in (joining).
  runtime::Task<std::vector<RoomPtr>> of(AccountId account);
  // What the private room of two accounts is found by.
  static std::string pair_key(AccountId a, AccountId b);
  // The private room of two accounts; null when there is none.
  runtime::Task<RoomPtr> find_private(AccountId a, AccountId b);

  // The account's room with itself; made when it has none.
  runtime::Task<RoomPtr> own(SessionPtr by);

  // Makes a room after the rules of wire document 5.6.1. A private room that exists already is refused as BAD_REQUEST. Who blocks
  // the maker is left out of a group, and has a private room that he does not see.
  runtime::Task<RoomPtr> create(SessionPtr by, NewRoom draft);

  // After it was stored: these are in the room, the account is not, the room is no more.
  void bring_in(Room& room, const std::vector<Member>& members);
  void take_out(Room& room, AccountId account, std::int64_t left_ms);
  void forget(const Room& room);
  // The rooms in memory show the account as it is now, and who looks at them is told.
  runtime::Task<void> account_changed(AccountPtr account);

  // Any member may. An empty image: none. Refuses NOT_PERMITTED; in a private room, whose name each client makes, BAD_REQUEST.
  runtime::Task<Message> rename(SessionPtr by, RoomId room, std::string name);
  runtime::Task<Message> set_image(SessionPtr by, RoomId room, std::string image);
  // Any member may, of any room. The message is one of the room; nothing: no notice. Refuses NOT_PERMITTED.
  runtime::Task<Message> set_notice(SessionPtr by, RoomPtr room, std::optional<MessageId> message);

 private:
  void check_name(const std::string& name) const;
  void check_image(const std::string& image) const;
  runtime::Task<RoomPtr> find_group_for(RoomId id, AccountId account);
  // What changes of a room by an event of its sequence that is no message.
  struct Change {
    const char *kind, *column;
    std::string Room::*field;
  };
  static const Change renamed, pictured, noticed;
  runtime::Task<Message> change(SessionPtr by, RoomPtr room, const Change* what, std::string value);
  // Which of these block the other one, in this order, when it is to be a private room.
  runtime::Task<std::vector<bool>> blocking(const NewRoom& draft);
  runtime::Task<RoomPtr> try_create(SessionPtr by, NewRoom draft, std::vector<AccountPtr> accounts);
  World& world_;
  Accounts& accounts_;
  Listener& listener_;
  Cache<RoomId, Room, IdHash> cache_;
  Cache<AccountId, const std::vector<RoomId>> of_account_;
};

}  // namespace cocotalk::domain
