// Open connections of signed-in devices, and what each has joined.
#pragma once

#include <cocotalk/gateway.h>
#include <cocotalk/plugin.hpp>
#include <cocotalk/rising_map.hpp>

#include <forward_list>
#include <map>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "core/domain/publication.hpp"
#include "core/domain/room.hpp"
#include "core/domain/session.hpp"
#include "core/runtime/mutex.hpp"

namespace cocotalk::domain {

// One connection. Made by Links::open, gone when its transport closed it; what happens on it meanwhile looks at is_open. There
// are many, and most are idle: what few need is made for them.
struct Link {
  Link(coco_link link_id, runtime::Executor& executor) : id(link_id), order(executor) {}
  const coco_link id;
  const coco_transport* back = nullptr;
  SessionPtr session;
  AccountPtr account;  // as it was when the link was opened
  bool is_open = true;
  bool by_ticket = false;  // an original client: no answers, no sequences
  bool is_asked_to_renew = false;
  // A live subscription: the transport's number, and its topic, which lives as long as somebody listens.
  struct Subscription {
    std::uint64_t number;
    const std::string* topic;
  };
  std::forward_list<Subscription> subscriptions;
  std::forward_list<std::uint64_t> catching_up;  // those that are not live yet
  struct View {
    RoomId last;
    RoomPtr now;  // null: it looked away
  };
  std::unique_ptr<View> view;  // null: it never looked at a room; an original client's socket is then that of its list
  Room* looking_at() const { return view ? view->now.get() : nullptr; }
  // What it woke a private room with. The web client sends the same again as an ordinary message: that is this one (5.6.5).
  struct Awakening {
    RoomId room;
    std::string content, client_id;
  };
  std::unique_ptr<const Awakening> awakening;
  std::int64_t renewal_due_ms = 0;  // when its access token ends, or the time to renew it; 0: it has none
  runtime::Mutex order;             // held from a command's start until its effect is in the storage's queue
  // Said by this link before it joined the room's topic (wire document 5.7, rule 3).
  std::unique_ptr<std::vector<Message>> unheard;
};
using LinkPtr = std::shared_ptr<Link>;

// An event before it crosses the waist; the fields are those of coco_event.
struct Event {
  std::vector<std::string> topics;
  std::string kind, content_type = "application/json", body, message_id, state_key, except_session;
  PackedHeaders headers;
  std::int64_t seq = 0, to_seq = 0, ts_ms = 0;
  AccountId sender = 0;
};

// Lives on the loop.
class Links {
 public:
  explicit Links(runtime::Executor& executor) : executor_(executor) {}

  LinkPtr open(const coco_transport* back, SessionPtr session, AccountPtr account, bool by_ticket);
  // Null when unknown or closed.
  LinkPtr find(coco_link id) const;
  void close(const LinkPtr& link);
  std::vector<LinkPtr> of_session(const Session& session) const;
  std::vector<LinkPtr> of_account(AccountId account) const;
  std::vector<LinkPtr> of_transport(const coco_transport* back) const;
  std::size_t size() const { return links_.size(); }

  void join(Link& link, std::uint64_t subscription, const std::string& topic);
  void leave(Link& link, std::uint64_t subscription);
  // The account's links hear none of these topics any more.
  void expel(AccountId account, const std::vector<std::string>& topics);
  bool is_heard(const std::string& topic) const { return listeners_.contains(topic); }

  // To everybody who joined one of the topics; those that nobody hears are left out.
  void publish(Event event) const;
  // The same for one topic and an event that is in the waist's form already; `topics` is filled in here.
  void publish(const std::string& topic, coco_event& event) const;
  // To one subscription of one link.
  static void deliver(const Link& link, std::uint64_t subscription, const Event& event);
  // To the link's subscriptions to `topic`; answers how many there were.
  static std::size_t deliver_to(const Link& link, const std::string& topic, const Event& event);

 private:
  runtime::Executor& executor_;
  coco_link next_ = 1;
  coco::RisingMap<coco_link, LinkPtr> links_;
  std::unordered_map<AccountId, std::vector<coco_link>> by_account_;  // ascending
  std::unordered_map<std::string, std::map<const coco_transport*, std::size_t>>
      listeners_;  // topic → subscriptions per transport
};

}  // namespace cocotalk::domain
