// Everything of this transport that lives on one lane of net.
#pragma once

#include <cocotalk/rising_map.hpp>

#include <memory>
#include <string>
#include <vector>

#include "transport-stomp/command.hpp"
#include "transport-stomp/link.hpp"
#include "transport-stomp/net_channel.hpp"
#include "transport-stomp/services.hpp"
#include "transport-stomp/sockjs_exchanges.hpp"
#include "transport-stomp/sockjs_sessions.hpp"
#include "transport-stomp/topic_index.hpp"

namespace cocotalk::stomp {

// The links of one lane, and who of them hears what. Made when the transport starts; all methods on the lane's thread.
class Lane {
 public:
  Lane(const Services& services, std::uint32_t number)
      : services_(services), number_(number), sockjs_sessions_(services, number), sockjs_exchanges_(services, number) {}

  void adopt(std::unique_ptr<Link> link);
  // Makes the exchange's connection a WebSocket and the link's channel. Otherwise the exchange has been answered.
  void upgrade(coco_exchange exchange, std::string_view subprotocol, std::uint64_t message_limit, std::unique_ptr<Link> link,
               std::unique_ptr<NetChannel> channel);
  void gone(LinkName name);  // its channel is
  void read(Letter&& letter);
  LinkName next_name() { return LinkName(++last_name_); }

  // What links note while an event goes round, for settle().
  void note_lagging(Subscription& subscription) { lagging_.push_back(&subscription); }
  void forget_lagging(const Subscription& gone) { std::erase(lagging_, &gone); }
  void note_behind(Link& link) { behind_.push_back(link.name()); }
  void note_too_slow(Link& link) { too_slow_.push_back(link.name()); }
  // Does what could not be done while the index was read.
  void settle();
  // How much net is given to send of one link, and how much a link may leave unread before events are dropped: next to nothing
  // when all links together leave too much.
  std::uint64_t handover_bytes() const { return is_tight_ ? tight_handover : services_.limits.handover; }
  std::uint64_t soft_bytes() const { return is_tight_ ? 0 : services_.limits.soft_outbox; }
  // What waits in the backlogs of this lane.
  std::int64_t& waiting_bytes() { return waiting_bytes_; }

  // Tells `emptied(arg)` when the last link and SockJS session is gone, unless stop() comes first.
  void retire(void (*emptied)(void* arg), void* arg);
  // Says `why` to every link, ends it and tells `closed(arg)` when the last one is gone; those that take longer than the drain
  // deadline are cut.
  void stop(std::string_view why, void (*closed)(void* arg), void* arg);
  // After that, and when no letter comes any more: answers the requests that are left.
  void clear();

  const Services& services() const { return services_; }
  std::uint32_t number() const { return number_; }
  TopicIndex& index() { return index_; }
  Translator& translator() { return translator_; }
  SockjsSessions& sockjs_sessions() { return sockjs_sessions_; }
  SockjsExchanges& sockjs_exchanges() { return sockjs_exchanges_; }

 private:
  void read(Published& letter);
  void read(Delivered& letter);
  void read(LostDelivery& letter);
  void read(LostEvents& letter);
  void read(Tightened&) {}  // settle() looks
  void read(CloseOrdered& letter);
  void read(Expelled& letter);
  void read(Opened& letter);
  void read(Joined& letter);
  void read(Answered& letter);
  void read(SockjsPolled& letter) { sockjs_sessions_.read(letter); }
  void read(SockjsPollGone& letter) { sockjs_sessions_.read(letter); }
  void read(SockjsSaid& letter) { sockjs_sessions_.read(std::move(letter)); }
  void read(SockjsServed& letter) { sockjs_exchanges_.read(letter); }
  void read(SockjsTaken& letter) { sockjs_exchanges_.read(letter); }
  void fan_out(const SharedEvent& event, const Group& group);
  void fan_out_to_sessions(const SharedEvent& event, const Group& group);
  void count_sent(std::int64_t events);
  std::string_view encode(const Event& event, const Group& group);
  Link* find(LinkName name);
  void bury();
  void cut_all();
  void look_if_empty();
  void watch_budget();
  static constexpr std::uint64_t tight_handover = 4096;
  std::vector<LinkName> names() const;

  const Services& services_;
  const std::uint32_t number_;
  SockjsSessions sockjs_sessions_;  // outlive their links
  SockjsExchanges sockjs_exchanges_;
  coco::RisingMap<LinkName, std::unique_ptr<Link>> links_;
  TopicIndex index_;
  Translator translator_;
  std::string scratch_, message_;
  std::vector<Subscription*> lagging_;
  std::vector<LinkName> too_slow_, behind_, gone_;
  std::uint64_t last_name_ = 0;
  std::int64_t waiting_bytes_ = 0, told_bytes_ = 0;  // told: to net
  bool is_tight_ = false;
  std::uint64_t drain_timer_ = 0;
  void (*closed_)(void*) = nullptr;
  void* closed_arg_ = nullptr;
  std::uint64_t empty_timer_ = 0;  // while it retires
  void (*emptied_)(void*) = nullptr;
  void* emptied_arg_ = nullptr;
};

}  // namespace cocotalk::stomp
