// Which plugins a host starts without, because they crash.
#pragma once

#include "core/host/crash_record.hpp"
#include "core/plugins/order.hpp"

#include <cstddef>
#include <span>
#include <string>
#include <vector>

namespace cocotalk::host {

struct LeftOut {
  std::string plugin;    // its id
  std::string sentence;  // why, and the way back
};

struct Spared {
  std::vector<std::size_t> candidates;  // those that are left out
  std::vector<LeftOut> left_out;        // in the same order
  std::vector<std::string> warnings;    // of those that should be, and cannot: somebody needs them
};

// Leaves out who crashed too often, unless another one that stays cannot do without it. Pure but for the times of the libraries'
// files.
Spared spare(std::span<const plugins::Candidate> candidates, const CrashRecord& record);

}  // namespace cocotalk::host
