// The letters of one lane.
#pragma once

#include <cocotalk/net.h>

#include <cstdint>
#include <functional>
#include <mutex>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "transport-stomp/letter.hpp"

namespace cocotalk::stomp {

// Takes letters from any thread and has them read on the lane, in order, waking it once for however many arrive before it looks.
// Nobody ever waits: what is more than `max_bytes` of events is dropped, and the lane is told what it missed.
class Mailbox {
 public:
  using Reader = std::function<void(Letter&&)>;  // on the lane
  Mailbox(const coco_net* net, std::uint32_t lane, std::uint64_t max_bytes, Reader reader)
      : net_(net), lane_(lane), max_bytes_(max_bytes), reader_(std::move(reader)) {}

  void put(Letter letter);  // [any]
  // Letters put from now on are dropped. What was posted before runs once more, and posts nothing.
  void shut();

 private:
  struct Missed {
    std::set<std::pair<LinkName, std::uint64_t>> deliveries;
    std::unordered_map<std::string, LostEvents::Count> topics;
    std::unordered_map<std::string, SharedEvent> states;  // the newest of each topic and key
    bool is_empty() const { return deliveries.empty() && topics.empty() && states.empty(); }
  };
  static void look(void* self);
  void read_some();
  bool begin_batch();
  void end_batch();
  void miss(const Letter& letter);

  const coco_net* const net_;
  const std::uint32_t lane_;
  const std::uint64_t max_bytes_;
  const Reader reader_;

  std::mutex mutex_;  // of what follows
  bool is_shut_ = false, is_posted_ = false;
  std::uint64_t bytes_ = 0;  // of events in letters_ and in what is still to be read of reading_
  std::vector<Letter> letters_;
  Missed missed_;

  std::vector<Letter> reading_;  // the lane's batch: keeps its memory between turns
  std::size_t next_ = 0;
  Missed missed_before_;
};

}  // namespace cocotalk::stomp
