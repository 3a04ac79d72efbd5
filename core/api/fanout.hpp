// What happens in the domain, told to the links that hear it: native events and the original clients' frames; and to plugins.
#pragma once

#include <map>
#include <span>
#include <unordered_map>
#include <vector>

#include "core/api/hearing.hpp"
#include "core/domain/links.hpp"
#include "core/domain/listener.hpp"
#include "core/domain/world.hpp"

namespace cocotalk::api {

// The native event of a message, or of what happened.
domain::Event native_event(const domain::Message& message);
// The original clients' MessageVo.
domain::Event legacy_event(const domain::Message& message, const domain::Room& room,
                           std::span<const domain::Member> invitees = {});

// Lives on the loop. Renders an event once, and only when somebody hears it.
class Fanout final : public domain::Listener {
 public:
  Fanout(domain::World& world, domain::Links& links, const Hearing& plugins)
      : world_(world),
        links_(links),
        plugins_(plugins),
        messages_(world.host.counter("messages_total", "messages stored in rooms, also who came and who left")) {}

  void session_ended(const domain::Session& session, const std::string& successor) override;
  void room_created(const domain::Room& room) override;
  void message_posted(const domain::Room& room, const domain::Message& message, domain::Link* from) override;
  void members_joined(domain::Room& room, const domain::Message& message, const std::vector<domain::Member>& joined,
                      domain::Link* from) override;
  void member_left(domain::Room& room, const domain::Message& message, domain::AccountId who) override;
  void room_gone(const domain::Room& room, domain::AccountId last) override;
  void room_removed(const domain::Room& room, const domain::Message& farewell) override;
  void room_changed(domain::Room& room, const domain::Message& event) override;
  void notice_changed(const domain::Room& room, const domain::Message& event) override;
  void message_changed(const domain::Room& room, const domain::Message& event,
                       const std::vector<domain::AccountId>& hidden_from) override;
  void message_hidden(const domain::Room& room, domain::AccountId account, const domain::MessageId& message) override;
  void preferences_changed(const domain::Room& room, const domain::Member& member) override;
  void members_changed(domain::Room& room) override;
  void presence_changed(domain::Room& room, domain::AccountId account, bool here) override;
  void typing_changed(const domain::Room& room, const domain::Session& by, bool types) override;
  void friends_changed(domain::AccountId account) override;

  // The account is no more.
  void account_deleted(domain::AccountId account) const;
  // An event of a plugin, to the members who hear the room's /live; not to those who do not want to hear the sender.
  void tell_live(const domain::Room& room, const domain::Event& event) const;

  // `room/new` to one original client alone: it asked to make a private room that exists, and waits for it (wire document, Q21).
  static void show_again(const domain::Link& link, const domain::Room& room);

 private:
  // Whom what the sender says here never reaches.
  static std::vector<domain::AccountId> kept_from(const domain::Room& room, domain::AccountId sender);
  // Members for whom the event is not hear its place in the sequence alone.
  void tell_native_clients(const domain::Room& room, const domain::Message& event, const std::vector<domain::AccountId>& not_for);
  void tell_original_clients(const domain::Room& room, const domain::Message& message, domain::Link* from);
  // What `from` said before it subscribed, so that it hears it then (wire document 5.7, rule 3).
  void keep_unheard(const domain::Room& room, const domain::Message& message, domain::Link* from) const;
  void publish_to(std::vector<std::string> topics, domain::Event event) const;
  // RoomVo, for pages and for everybody else.
  void publish_room(const domain::Room& room, const std::vector<std::string>& topics, const std::string& state_key) const;
  // A room of a thousand has a thousand such states with every message: they do not carry its members.
  enum class Told { whole_room, changes };
  void tell_state(const domain::Room& room, const domain::Member& member, Told told);
  // Those whose lists have the room.
  static std::vector<domain::AccountId> listing(const domain::Room& room);
  // Without those whom what the sender says never reaches.
  static std::vector<domain::AccountId> listing(const domain::Room& room, domain::AccountId sender);
  // To the members who joined the topic, but for those that `not_for` names.
  void publish_to_others(const domain::Room& room, const std::string& topic, const domain::Event& event,
                         const std::vector<domain::AccountId>& not_for) const;
  static std::vector<std::string> own_topics(const std::vector<domain::AccountId>& accounts, std::string_view leaf);
  void end_subscriptions(const domain::Room& room, domain::AccountId account);
  void tell_gone(const domain::Room& room, domain::AccountId account);
  // A state of one member, told to those who hear the room's /live.
  struct Live {
    const char *kind, *field;
    std::string value;  // JSON
    const domain::Session* except = nullptr;
  };
  void publish_live(const domain::Room& room, domain::AccountId account, const Live& what) const;
  void tell_presence(domain::Room& room, domain::AccountId account, bool here);
  // How far the member has read. Of whoever looks at the room `here` says it: everything.
  void tell_read(const domain::Room& room, domain::AccountId account) const;
  // Who says something has read what came before, also when he does not look.
  void tell_read_by_sender(const domain::Room& room, const domain::Message& message) const;
  void broadcast_members_at_once(domain::Room& room);
  void broadcast_members(domain::Room& room);
  void broadcast_again(const domain::RoomId& id, std::weak_ptr<domain::Room> room);
  void close_later(const domain::LinkPtr& link, coco_close_code code);

  // To the plugins that want to hear it: an event of a room's sequence, and whom it concerns.
  void tell_plugins(const domain::Message& event, std::span<const domain::AccountId> concerns = {}) const;
  // The room is no more.
  void tell_plugins_of_end(const domain::Message& farewell) const;

  domain::World& world_;
  domain::Links& links_;
  const Hearing& plugins_;
  std::int64_t* const messages_;
  // Who looked away from which room less than presence_grace_ms ago, and the others were not told yet; the number is that of the
  // departure.
  std::map<std::pair<domain::RoomId, domain::AccountId>, std::uint64_t> departures_;
  std::uint64_t last_departure_ = 0;
  // Rooms whose members were told less than half a second ago, and whether they changed since.
  std::unordered_map<domain::RoomId, bool, domain::IdHash> told_lately_;
};

}  // namespace cocotalk::api
