#include "transport-stomp/backlog.hpp"

#include <cassert>

namespace cocotalk::stomp {
namespace {

std::uint64_t weight(const Backlog::Waiting& waiting) {
  return sizeof waiting + (waiting.event ? waiting.event->bytes() : waiting.frame.size());
}

}  // namespace

Backlog::StateKey Backlog::key_of(const Waiting& waiting) {
  return {waiting.subscription, coco::text(waiting.event->get().state_key)};
}

void Backlog::push(Waiting waiting) {
  const std::uint64_t added = weight(waiting);
  waiting_.push_back(std::move(waiting));
  bytes_ += added;
  total_ += static_cast<std::int64_t>(added);
}

void Backlog::add(Subscription& subscription, const SharedEvent& event) {
  push({&subscription, event, {}});
  if (!event->is_state()) return;
  const auto older = states_.find(key_of(waiting_.back()));
  if (older != states_.end()) erase(older->second);
  states_.emplace(key_of(waiting_.back()), std::prev(waiting_.end()));
}

void Backlog::add(std::string frame) { push({nullptr, {}, std::move(frame)}); }

void Backlog::add_gap(Subscription& subscription) { push({&subscription, {}, {}}); }

Backlog::Waiting Backlog::take() {
  assert(!is_empty());
  Waiting oldest = waiting_.front();
  erase(waiting_.begin());
  return oldest;
}

void Backlog::erase(Place at) {
  const std::uint64_t removed = weight(*at);
  bytes_ -= removed;
  total_ -= static_cast<std::int64_t>(removed);
  if (at->event && at->event->is_state()) states_.erase(key_of(*at));
  waiting_.erase(at);
}

}  // namespace cocotalk::stomp
