#include "transport-stomp/switchboard.hpp"

#include <algorithm>
#include <span>

namespace cocotalk::stomp {

void Switchboard::shut() {
  for (const auto& mailbox : mailboxes_) mailbox->shut();
}

void Switchboard::link_opened(coco_link link, Place place) {
  const std::lock_guard lock(mutex_);
  places_.put(link, place);
}

void Switchboard::link_closed(coco_link link) {
  const std::lock_guard lock(mutex_);
  places_.erase(link);
}

std::optional<Place> Switchboard::place_of(coco_link link) const {
  const std::lock_guard lock(mutex_);
  const Place* const found = places_.find(link);
  return found == nullptr ? std::nullopt : std::optional(*found);
}

void Switchboard::listen(std::string_view topic, std::uint32_t lane) {
  const std::lock_guard lock(mutex_);
  std::vector<std::uint32_t>& lanes = listeners_[std::string(topic)];
  lanes.resize(mailboxes_.size());
  ++lanes[lane];
}

void Switchboard::unlisten(std::string_view topic, std::uint32_t lane) {
  const std::lock_guard lock(mutex_);
  const auto found = listeners_.find(std::string(topic));
  if (found == listeners_.end()) return;
  --found->second[lane];
  if (std::ranges::all_of(found->second, [](std::uint32_t n) { return n == 0; })) listeners_.erase(found);
}

void Switchboard::publish(const coco_event& event, std::string_view made_up_id) {
  std::vector<bool> listens(mailboxes_.size());
  bool anybody = false;
  {
    const std::lock_guard lock(mutex_);
    for (const coco_view topic : std::span(event.topics, event.n_topics)) {
      const auto found = listeners_.find(std::string(coco::text(topic)));
      if (found == listeners_.end()) continue;
      for (std::size_t lane = 0; lane < listens.size(); ++lane)
        if (found->second[lane] > 0) listens[lane] = anybody = true;
    }
  }
  if (!anybody) return;
  const auto copy = std::make_shared<const Event>(event, made_up_id);
  for (std::uint32_t lane = 0; lane < listens.size(); ++lane)
    if (listens[lane]) put(lane, Published{copy});
}

}  // namespace cocotalk::stomp
