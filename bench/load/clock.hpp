// The one clock of the load generator.
#pragma once

#include <cstdint>
#include <ctime>

namespace cocotalk::load {

using Nanoseconds = std::uint64_t;

inline constexpr Nanoseconds millisecond = 1'000'000, second = 1'000'000'000;

// Monotonic; the same clock in every thread and process of this machine.
inline Nanoseconds now_ns() {
  timespec t{};
  ::clock_gettime(CLOCK_MONOTONIC, &t);
  return static_cast<Nanoseconds>(t.tv_sec) * second + static_cast<Nanoseconds>(t.tv_nsec);
}

inline Nanoseconds nanoseconds(double seconds) { return static_cast<Nanoseconds>(seconds * static_cast<double>(second)); }
inline double seconds(Nanoseconds ns) { return static_cast<double>(ns) / static_cast<double>(second); }

}  // namespace cocotalk::load
