// One client that listens: an answer that does not end, and the link behind it.
#pragma once

#include "transport-sse/event.hpp"
#include "transport-sse/query.hpp"
#include "transport-sse/services.hpp"
#include "transport-sse/text.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <utility>

namespace cocotalk::sse {

class Lane;

// Owned by its lane, and used there only. What a client does not take is bounded: beyond the soft limit states replace each
// other, kept topics are left and joined again from where the client is, and what passes by is dropped; beyond the hard limit, or
// without progress, it is cut.
class Stream {
 public:
  struct Topic {
    std::string destination;
    std::uint64_t number = 0;  // its name at the gateway; 0: not joined, the stream lags
    std::string joined;        // the topic events name; empty: not live yet
  };

  Stream(Services& services, Lane& lane, std::string name, coco_exchange exchange)
      : services_(services), lane_(lane), name_(std::move(name)), exchange_(exchange) {}
  Stream(const Stream&) = delete;
  Stream& operator=(const Stream&) = delete;

  const std::string& name() const { return name_; }
  coco_exchange exchange() const { return exchange_; }
  coco_link link() const { return link_; }
  const std::string& session() const { return session_; }
  bool is_open() const { return link_ != 0; }
  std::size_t topics() const { return topics_.size(); }
  bool has(std::uint64_t subscription) const { return topics_.contains(subscription); }

  // From here on it is removed from its lane when the client goes.
  void watch();

  // The link is open: the answer begins.
  void begin(const coco_opened& opened, std::string_view origin);
  // Joins a topic under a number of the client's, from a position or live; `settled` hears how it ended, on the lane, when the
  // client is to be told otherwise than by an event.
  using Settled = std::function<void(coco_status, std::uint64_t head, const std::string& why)>;
  void join(std::uint64_t subscription, std::string destination, std::uint64_t from_seq, Settled settled = {});
  bool leave(std::uint64_t subscription);

  // Something for one of its subscriptions, by the gateway's number.
  void hear(std::uint64_t number, const SharedEvent& event);
  void expel(std::uint64_t number);
  void say(std::string_view event, std::string_view data) { write(event_text("", event, data)); }

  // Once a second. False: it does not read, and must go.
  bool tick();
  // The last event and the end of the answer.
  void end(coco_close_code code, std::string_view reason);
  // Takes its topics out of the lane's index and closes its link. The answer is over.
  void close();

 private:
  void write(std::string_view text);
  std::uint64_t unread() const;
  void settle(std::uint64_t subscription, std::uint64_t number, coco_status status, const std::string& topic, std::uint64_t head,
              const std::string& why, const Settled& settled);
  void send(std::uint64_t subscription, const Topic& topic, const SharedEvent& event);
  void lag(Topic& topic);
  void catch_up();
  void wait(std::uint64_t subscription, const SharedEvent& event);

  Services& services_;
  Lane& lane_;
  const std::string name_;
  const coco_exchange exchange_;
  coco_link link_ = 0;
  std::string session_;

  std::map<std::uint64_t, Topic> topics_;  // by the client's number
  Positions positions_;                    // of those that have sequences
  std::uint64_t last_number_ = 0;
  std::map<std::pair<std::uint64_t, std::string>, SharedEvent> states_;  // the newest that wait, by subscription and key
  std::uint64_t waiting_bytes_ = 0;                                      // of these

  std::uint64_t written_ = 0, taken_ = 0;
  std::int64_t quiet_s_ = 0, stuck_s_ = 0;
};

}  // namespace cocotalk::sse
