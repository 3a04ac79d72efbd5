// How long one waits before a link is tried again. Pure.
#pragma once

#include <chrono>

namespace cocotalk::console {

// Doubled with every attempt (0: the first one) from 0.5 to 30 s, of which at least half is waited. `random`, from 0 to below 1,
// keeps those who lost the same host from coming back at the same moment.
std::chrono::milliseconds pause_before(unsigned attempt, double random);

}  // namespace cocotalk::console
