// The plugins that serve, each in its place.
#pragma once

#include "core/host/plan.hpp"
#include "core/plugins/instance.hpp"

#include <cstddef>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

namespace cocotalk::host {

struct Seat {
  std::shared_ptr<const PlannedPlugin> planned;  // its code: goes after the instance
  std::unique_ptr<plugins::Instance> instance;

  const plugins::Description& description() const { return planned->library.description(); }
};

// In the order of starting: providers before who needs them. Changed on [main] alone, which therefore reads without a lock;
// others read with for_each().
class Seats {
 public:
  void add(Seat seat) {
    const std::lock_guard lock(mutex_);
    seats_.push_back(std::move(seat));
  }
  // From the last one on.
  void clear() {
    while (!seats_.empty()) seats_.pop_back();
  }
  // Returns who sat there.
  Seat exchange(std::size_t index, Seat seat) {
    const std::lock_guard lock(mutex_);
    return std::exchange(seats_[index], std::move(seat));
  }

  std::size_t size() const { return seats_.size(); }
  const Seat& operator[](std::size_t index) const { return seats_[index]; }
  auto begin() const { return seats_.begin(); }
  auto end() const { return seats_.end(); }

  // [any]
  template <class Look>
  void for_each(Look&& look) const {
    const std::lock_guard lock(mutex_);
    for (const Seat& seat : seats_) look(*seat.instance);
  }

 private:
  mutable std::mutex mutex_;
  std::vector<Seat> seats_;
};

}  // namespace cocotalk::host
