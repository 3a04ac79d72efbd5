#include "net/budget.hpp"

#include "net/lane.hpp"
#include "net/shared.hpp"

#include <algorithm>
#include <memory>

namespace cocotalk::net {

// What a lane is asked to do.
struct Budget::Step {
  Budget* budget;
  Lane* lane;
  std::uint64_t connection = 0;
};

std::uint64_t Budget::total() const {
  return static_cast<std::uint64_t>(std::max<std::int64_t>(total_.load(std::memory_order_relaxed), 0));
}

std::uint32_t Budget::percent() const {
  return static_cast<std::uint32_t>(std::min<std::uint64_t>(total() * 100 / shared_.limits.outbox_total_bytes, UINT32_MAX));
}

void Budget::count(std::int64_t added) {
  if (added == 0) return;
  total_.fetch_add(added, std::memory_order_relaxed);
  coco::add(shared_.metrics.outbox_bytes, added);
  if (added > 0 && total() > shared_.limits.outbox_total_bytes && !is_looking_.exchange(true)) look_for_largest();
}

void Budget::look_for_largest() {
  {
    const std::lock_guard lock(mutex_);
    awaited_ = shared_.lanes.size();
    largest_ = largest_bytes_ = 0;
  }
  for (const std::unique_ptr<Lane>& lane : shared_.lanes) ask(*lane);
}

void Budget::ask(Lane& lane) {
  auto step = std::make_unique<Step>(Step{this, &lane});
  const bool is_asked = lane.post(
      [](void* arg) {
        const std::unique_ptr<Step> here(static_cast<Step*>(arg));
        const Connection* const largest = here->lane->largest();
        here->budget->answered(largest != nullptr ? largest->id() : 0, largest != nullptr ? largest->backlog() : 0);
      },
      step.get());
  if (is_asked)
    static_cast<void>(step.release());
  else
    answered(0, 0);  // the lane has ended
}

// The last lane to answer has the largest of all closed, unless others have read meanwhile.
void Budget::answered(std::uint64_t connection, std::uint64_t bytes) {
  std::uint64_t chosen = 0;
  {
    const std::lock_guard lock(mutex_);
    if (bytes > largest_bytes_) largest_ = connection, largest_bytes_ = bytes;
    if (--awaited_ > 0) return;
    chosen = largest_;
  }
  if (chosen == 0 || total() <= shared_.limits.outbox_total_bytes)
    is_looking_ = false;
  else
    close(*shared_.lanes[SlotId::of(chosen).lane], chosen);
}

// It gives its bytes back at the end of the turn in which it is told. Until then nobody looks again, or a second one would be
// closed for the same bytes.
void Budget::close(Lane& lane, std::uint64_t connection) {
  auto step = std::make_unique<Step>(Step{this, &lane, connection});
  const bool is_told = lane.post(
      [](void* arg) {
        std::unique_ptr<Step> here(static_cast<Step*>(arg));
        if (Connection* const largest = here->lane->find(here->connection)) largest->tell_slow();
        const bool has_next_turn = here->lane->post(
            [](void* self) { std::unique_ptr<Step>(static_cast<Step*>(self))->budget->is_looking_ = false; }, here.get());
        if (has_next_turn) static_cast<void>(here.release());
      },
      step.get());
  if (is_told)
    static_cast<void>(step.release());
  else
    is_looking_ = false;  // the lane has ended, and its connections with it
}

}  // namespace cocotalk::net
