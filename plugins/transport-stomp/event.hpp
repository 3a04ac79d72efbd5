// A copy of a coco_event that outlives the call that brought it.
#pragma once

#include <cocotalk/transport.h>
#include <cocotalk/plugin.hpp>

#include <memory>
#include <string>
#include <vector>

#include "transport-stomp/session_id.hpp"

namespace cocotalk::stomp {

// Made once on the loop, read on any lane, never changed. All its views point into itself.
class Event {
 public:
  // `made_up_id` becomes the message id of an event that has none.
  Event(const coco_event& original, std::string_view made_up_id);
  Event(const Event&) = delete;
  Event& operator=(const Event&) = delete;

  const coco_event& get() const { return event_; }
  std::span<const coco_view> topics() const { return topics_; }
  bool is_state() const { return event_.state_key.size > 0; }
  bool has_sequence() const { return event_.seq != 0; }
  // Whose links do not hear it.
  const std::optional<SessionId>& except() const { return except_; }
  // Said to a topic, and neither stored nor a state: who misses it can be told only that it did.
  bool is_passing() const { return !topics_.empty() && !is_state() && !has_sequence(); }
  // What its copy takes.
  std::size_t bytes() const { return sizeof *this + bytes_.size(); }
  // The position of a reader who has it: behind a gap it is the gap's end.
  std::uint64_t position() const { return event_.to_seq != 0 ? event_.to_seq : event_.seq; }

 private:
  template <class F>
  void for_each_view(F&& f);
  coco_event event_;
  std::string bytes_;
  std::vector<coco_view> topics_;
  std::vector<coco_header> headers_;
  std::optional<SessionId> except_;
};

using SharedEvent = std::shared_ptr<const Event>;

}  // namespace cocotalk::stomp
