// What the core's loop and the lanes share: where each link lives, which lanes listen to which topic, and the letters between.
#pragma once

#include <cocotalk/gateway.h>
#include <cocotalk/net.h>
#include <cocotalk/rising_map.hpp>

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "transport-stomp/mailbox.hpp"

namespace cocotalk::stomp {

// Where a link lives.
struct Place {
  std::uint32_t lane = 0;
  LinkName link{};
  bool operator==(const Place&) const = default;
};

// Made when the transport starts. Completions of the gateway share it, because one may come after the transport stopped; then
// everything is shut and nothing happens. All methods [any].
class Switchboard {
 public:
  void add(std::unique_ptr<Mailbox> lane) { mailboxes_.push_back(std::move(lane)); }  // before anything else
  void put(std::uint32_t lane, Letter letter) { mailboxes_[lane]->put(std::move(letter)); }
  // The same letter for all lanes but one.
  template <class Kind>
  void put_to_others(std::uint32_t but, const Kind& letter) {
    for (std::uint32_t lane = 0; lane < mailboxes_.size(); ++lane)
      if (lane != but) put(lane, letter);
  }
  void shut();

  void link_opened(coco_link link, Place place);
  void link_closed(coco_link link);
  std::optional<Place> place_of(coco_link link) const;

  // One more, one less subscription of this lane to the topic. Counted when the core's answer to a join is heard, on the loop, so
  // that whatever is published after it reaches the lane behind that answer.
  void listen(std::string_view topic, std::uint32_t lane);
  void unlisten(std::string_view topic, std::uint32_t lane);
  // One letter to each lane that listens to one of the event's topics.
  void publish(const coco_event& event, std::string_view made_up_id);

 private:
  std::vector<std::unique_ptr<Mailbox>> mailboxes_;  // by lane
  mutable std::mutex mutex_;
  coco::RisingMap<coco_link, Place> places_;
  std::unordered_map<std::string, std::vector<std::uint32_t>> listeners_;  // topic → subscriptions by lane
};

}  // namespace cocotalk::stomp
