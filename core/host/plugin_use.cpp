#include "core/host/plugin_use.hpp"

#include <algorithm>

namespace cocotalk::host {

PluginUse use_of(const plugins::Instance& plugin) {
  using std::chrono::nanoseconds;
  PluginUse out;
  std::uint64_t timed = 0;
  nanoseconds lasted{0};
  for (const plugins::Traffic& one : plugin.traffic()) {
    out.calls += one.calls;
    out.under_way += one.under_way;
    if (!one.is_leased_per_call) continue;
    timed += one.calls;
    lasted += one.lasted;
  }
  if (timed == 0) return out;
  const nanoseconds mean = lasted / static_cast<std::int64_t>(timed);
  out.mean = std::max(nanoseconds(0), mean);  // the clock is coarse: the sum of a few short calls may fall below
  return out;
}

}  // namespace cocotalk::host
