// What happens in the domain, told to the links that hear it: native events and the original clients' frames.
#pragma once

#include <unordered_map>

#include "core/domain/links.hpp"
#include "core/domain/listener.hpp"
#include "core/domain/world.hpp"

namespace cocotalk::api {

// The native event of a message.
domain::Event native_event(const domain::Message& message);
// The original clients' MessageVo.
domain::Event legacy_event(const domain::Message& message);

// Lives on the loop. Renders an event once, and only when somebody hears it.
class Fanout final : public domain::Listener {
 public:
  Fanout(domain::World& world, domain::Links& links) : world_(world), links_(links) {}

  void session_ended(const domain::Session& session, const std::string& successor) override;
  void room_created(const domain::Room& room) override;
  void message_posted(const domain::Room& room, const domain::Message& message, domain::Link* from) override;
  void presence_changed(domain::Room& room, domain::AccountId account, bool here) override;
  void friends_changed(domain::AccountId account) override;

 private:
  void tell_original_clients(const domain::Room& room, const domain::Message& message, domain::Link* from);
  // A room of a thousand has a thousand such states with every message: they do not carry its members.
  enum class Told { whole_room, changes };
  void tell_state(const domain::Room& room, const domain::Member& member, Told told);
  void broadcast_members(domain::Room& room);
  void broadcast_again(const domain::RoomId& id, std::weak_ptr<domain::Room> room);
  void close_later(const domain::LinkPtr& link, coco_close_code code);

  domain::World& world_;
  domain::Links& links_;
  // Rooms whose members were told less than half a second ago, and whether they changed since.
  std::unordered_map<domain::RoomId, bool, domain::IdHash> told_lately_;
};

}  // namespace cocotalk::api
