// The timers of one lane. Pure: it is told the time.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

namespace cocotalk::net {

class Timers {
 public:
  using Fn = void (*)(void* arg);
  // The id is never 0.
  std::uint64_t add(std::uint64_t due_ms, Fn fn, void* arg);
  void cancel(std::uint64_t id);
  // When the next one is due.
  std::optional<std::uint64_t> next_ms();
  // Runs what is due, in order of time, and what that adds for `now_ms` only at the next call.
  void run(std::uint64_t now_ms);
  std::size_t size() const { return live_; }
  // Entries kept, cancelled ones with them.
  std::size_t waiting() const { return heap_.size(); }

 private:
  // `order` counts what was added, never 0, and begins again after 2^32: it tells apart who is due at the same time, and a timer
  // from one that had its slot before.
  struct Entry {
    std::uint64_t due_ms;
    std::uint32_t order, slot;
  };
  struct Slot {
    Fn fn = nullptr;  // nullptr: free
    void* arg = nullptr;
    std::uint32_t order = 0;
  };
  static bool later(const Entry& a, const Entry& b);
  bool is_live(const Entry& e) const { return slots_[e.slot].order == e.order && slots_[e.slot].fn != nullptr; }
  void release(std::uint32_t slot);
  void pop();
  void forget_cancelled();

  std::vector<Entry> heap_;
  std::vector<Slot> slots_;
  std::vector<std::uint32_t> free_;
  std::uint32_t order_ = 1;  // of the next
  std::size_t live_ = 0;
};

}  // namespace cocotalk::net
