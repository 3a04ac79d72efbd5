// How much the host has to do: over the last ten seconds, and over the last hour.
#pragma once

#include "core/runtime/metrics.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>

namespace cocotalk::host {

// What the plugins' numbers say of one interval. Nothing where no plugin counts it, or nothing happened that has a mean.
struct Load {
  std::optional<std::int64_t> connections;  // at its end
  std::optional<double> messages_per_second, deliveries_per_second, commits_per_second;
  std::optional<double> commit_ms;  // the mean of one
};

// Kept in memory. Lives on [main], which calls look() several times an interval.
class LoadHistory {
 public:
  using Time = std::chrono::steady_clock::time_point;
  static constexpr std::chrono::seconds every{10};
  static constexpr std::size_t longest = 360;

  // The first look begins the first interval. Of several that went by without a look each gets their mean.
  void look(const runtime::Metrics& metrics, Time now, std::int64_t utc_ms);

  // Oldest first.
  const std::deque<Load>& loads() const { return loads_; }
  // When the last interval ended, or the first one began; 0 before the first look.
  std::int64_t until_ms() const { return until_ms_; }

 private:
  // Numbers that only grow.
  struct Counted {
    std::optional<std::int64_t> messages, deliveries, commits, commit_microseconds;
  };
  static Counted counted(const runtime::Metrics& metrics);

  std::deque<Load> loads_;
  std::optional<Time> begun_;  // the interval that has not ended
  Time looked_;                // when `before_` was so
  Counted before_;
  std::int64_t until_ms_ = 0;
};

}  // namespace cocotalk::host
