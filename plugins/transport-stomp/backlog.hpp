// What a link has yet to hear because its client does not read fast enough.
#pragma once

#include <cstdint>
#include <list>
#include <map>
#include <string>
#include <string_view>
#include <utility>

#include "transport-stomp/event.hpp"

namespace cocotalk::stomp {

struct Subscription;

// Waits in order behind what net has queued: events, shared with everybody else who waits for them, and frames of the link's own.
// Of states only the newest waits. Made when a link falls behind, gone when it has heard everything; on its lane, whose `total`
// it counts for.
class Backlog {
 public:
  struct Waiting {
    Subscription* subscription = nullptr;  // nullptr: a frame
    SharedEvent event = {};                // nullptr with a subscription: here it missed some
    std::string frame = {};
  };

  explicit Backlog(std::int64_t& total) : total_(total) {}
  Backlog(const Backlog&) = delete;
  Backlog& operator=(const Backlog&) = delete;
  ~Backlog() { total_ -= static_cast<std::int64_t>(bytes_); }

  void add(Subscription& subscription, const SharedEvent& event);
  void add(std::string frame);
  void add_gap(Subscription& subscription);
  bool is_empty() const { return waiting_.empty(); }
  // The oldest. Needs one.
  Waiting take();
  // What waits, as if nothing were shared.
  std::uint64_t bytes() const { return bytes_; }
  // Drops the events and gaps (nullptr) for which drop(subscription, event) holds.
  template <class Drop>
  void drop_if(Drop&& drop) {
    for (auto at = waiting_.begin(); at != waiting_.end();) {
      const auto next = std::next(at);
      if (at->subscription != nullptr && drop(*at->subscription, at->event.get())) erase(at);
      at = next;
    }
  }

 private:
  using Place = std::list<Waiting>::iterator;
  using StateKey = std::pair<const Subscription*, std::string_view>;  // the text is the waiting event's own
  static StateKey key_of(const Waiting& waiting);
  void push(Waiting waiting);
  void erase(Place at);

  std::int64_t& total_;
  std::list<Waiting> waiting_;
  std::map<StateKey, Place> states_;
  std::uint64_t bytes_ = 0;
};

}  // namespace cocotalk::stomp
