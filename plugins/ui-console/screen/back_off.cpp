#include "ui-console/screen/back_off.hpp"

#include <algorithm>

namespace cocotalk::console {

std::chrono::milliseconds pause_before(unsigned attempt, double random) {
  constexpr unsigned most_doublings = 6;
  constexpr double first_ms = 500, longest_ms = 30'000;
  const double whole = std::min(longest_ms, first_ms * static_cast<double>(1U << std::min(attempt, most_doublings)));
  return std::chrono::milliseconds(static_cast<std::int64_t>(whole / 2 + whole / 2 * random));
}

}  // namespace cocotalk::console
