#include "net/timers.hpp"

#include <algorithm>

namespace cocotalk::net {

namespace {

// Of two orders less than 2^31 apart.
bool is_before(std::uint32_t a, std::uint32_t b) { return static_cast<std::int32_t>(a - b) < 0; }

}  // namespace

bool Timers::later(const Entry& a, const Entry& b) {
  return a.due_ms != b.due_ms ? a.due_ms > b.due_ms : is_before(b.order, a.order);
}

std::uint64_t Timers::add(std::uint64_t due_ms, Fn fn, void* arg) {
  if (heap_.size() > 2 * live_ + 64) forget_cancelled();
  if (free_.empty()) {
    free_.push_back(static_cast<std::uint32_t>(slots_.size()));
    slots_.emplace_back();
  }
  const std::uint32_t slot = free_.back();
  free_.pop_back();
  const std::uint32_t order = order_;
  slots_[slot] = {fn, arg, order};
  if (++order_ == 0) order_ = 1;
  ++live_;
  heap_.push_back({due_ms, order, slot});
  std::push_heap(heap_.begin(), heap_.end(), later);
  return static_cast<std::uint64_t>(order) << 32 | slot;
}

void Timers::release(std::uint32_t slot) {
  slots_[slot].fn = nullptr;
  free_.push_back(slot);
  --live_;
}

void Timers::cancel(std::uint64_t id) {
  const auto slot = static_cast<std::uint32_t>(id);
  if (slot >= slots_.size() || slots_[slot].fn == nullptr || slots_[slot].order != id >> 32) return;
  release(slot);
}

void Timers::pop() {
  std::pop_heap(heap_.begin(), heap_.end(), later);
  heap_.pop_back();
}

// Cancelled entries wait in the heap for their time; when they are the most, all go at once.
void Timers::forget_cancelled() {
  std::erase_if(heap_, [this](const Entry& e) { return !is_live(e); });
  std::make_heap(heap_.begin(), heap_.end(), later);
}

std::optional<std::uint64_t> Timers::next_ms() {
  while (!heap_.empty() && !is_live(heap_.front())) pop();
  if (heap_.empty()) return std::nullopt;
  return heap_.front().due_ms;
}

void Timers::run(std::uint64_t now_ms) {
  const std::uint32_t before = order_;
  while (next_ms().value_or(UINT64_MAX) <= now_ms && is_before(heap_.front().order, before)) {
    const std::uint32_t slot = heap_.front().slot;
    const Slot due = slots_[slot];
    pop();
    release(slot);
    due.fn(due.arg);
  }
}

}  // namespace cocotalk::net
