// Things with names that are never reused: {lane, generation, slot} in 64 bits. A stale name finds nothing.
#pragma once

#include <cstdint>
#include <stdexcept>
#include <utility>
#include <vector>

namespace cocotalk::net {

// A name's parts: 8 bits of lane, 32 of generation (never 0, so a name is never 0), 24 of slot.
struct SlotId {
  std::uint32_t lane, generation, slot;

  static SlotId of(std::uint64_t id) {
    return {static_cast<std::uint32_t>(id >> 56), static_cast<std::uint32_t>(id >> 24),
            static_cast<std::uint32_t>(id & 0xFFFFFF)};
  }
  std::uint64_t packed() const {
    return static_cast<std::uint64_t>(lane) << 56 | static_cast<std::uint64_t>(generation) << 24 | slot;
  }
};

template <class T>
class Slots {
 public:
  explicit Slots(std::uint32_t lane) : lane_(lane) {}

  // The name put() will give to the next one.
  std::uint64_t next_id() {
    if (free_.empty()) {
      if (slots_.size() > 0xFFFFFF) throw std::length_error("a lane is full");
      free_.push_back(static_cast<std::uint32_t>(slots_.size()));
      slots_.emplace_back();
    }
    return SlotId{lane_, slots_[free_.back()].generation, free_.back()}.packed();
  }
  T& put(T value) {
    const SlotId id = SlotId::of(next_id());
    free_.pop_back();
    ++used_;
    slots_[id.slot].is_used = true;
    return slots_[id.slot].value = std::move(value);
  }
  const T* find(std::uint64_t packed) const {
    const SlotId id = SlotId::of(packed);
    if (id.lane != lane_ || id.slot >= slots_.size()) return nullptr;
    const Slot& slot = slots_[id.slot];
    return slot.is_used && slot.generation == id.generation ? &slot.value : nullptr;
  }
  // Whatever its generation.
  const T* at(std::uint32_t slot) const { return slot < slots_.size() && slots_[slot].is_used ? &slots_[slot].value : nullptr; }
  // Takes it out; its name is stale from here on.
  T take(std::uint64_t packed) {
    const std::uint32_t at = SlotId::of(packed).slot;
    Slot& slot = slots_[at];
    if (++slot.generation == 0) slot.generation = 1;
    slot.is_used = false;
    --used_;
    free_.push_back(at);
    return std::exchange(slot.value, T{});
  }
  // fn may take out what it is given, and nothing else.
  template <class Fn>
  void for_each(Fn&& fn) const {
    for (const Slot& slot : slots_)
      if (slot.is_used) fn(slot.value);
  }
  std::size_t size() const { return used_; }

 private:
  struct Slot {
    T value{};
    std::uint32_t generation = 1;
    bool is_used = false;
  };
  const std::uint32_t lane_;
  std::vector<Slot> slots_;
  std::vector<std::uint32_t> free_;
  std::size_t used_ = 0;
};

}  // namespace cocotalk::net
