#include "ui-console/inbox.hpp"

#include <utility>

namespace cocotalk::console {

bool Inbox::push(Event event) {
  const std::lock_guard lock(mutex_);
  if (waiting_.size() >= max_events) return false;
  waiting_.emplace_back(std::move(event));
  filled_.set();
  return true;
}

void Inbox::push(LinkEnded ended) {
  const std::lock_guard lock(mutex_);
  waiting_.emplace_back(std::move(ended));
  filled_.set();
}

std::optional<Incoming> Inbox::pop() {
  const std::lock_guard lock(mutex_);
  if (waiting_.empty()) return std::nullopt;
  Incoming first = std::move(waiting_.front());
  waiting_.pop_front();
  if (waiting_.empty()) filled_.clear();
  return first;
}

void Inbox::stop() {
  change([this] { is_stopped_ = true; });
  stopping_.set();
}

bool Inbox::is_stopped() {
  const std::lock_guard lock(mutex_);
  return is_stopped_;
}

}  // namespace cocotalk::console
