// A plugin loaded, created and destroyed in a process of its own: what it breaks there, it breaks there alone.
#pragma once

#include "core/host/configuration.hpp"
#include "core/plugins/finding.hpp"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <vector>

namespace cocotalk::host {

struct ProbeLimits {
  std::chrono::milliseconds time{10'000};
  std::chrono::seconds processor{10};
  std::uint64_t memory_bytes = 2ull << 30;
};

struct Probe {
  std::filesystem::path file;
  std::vector<Override> settings;  // "lanes", "3": the plugin's own; the others have their defaults
  ProbeLimits limits;
  std::filesystem::path program = "/proc/self/exe";  // one with run_program()
};

// Nothing: it was created and destroyed without a word. Waits for the child [any]. What crashes, ends the process, does not come
// back, writes to standard output or leaves a thread behind is a sentence that names the function it happened in. Throws
// coco::Error when there can be no child.
plugins::Findings probe(const Probe& probe);

}  // namespace cocotalk::host
