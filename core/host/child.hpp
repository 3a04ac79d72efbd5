// A process of this program's, with three ways back: its two outputs and a report.
#pragma once

#include <chrono>
#include <string>
#include <vector>

namespace cocotalk::host {

struct ChildOutcome {
  bool is_late = false;  // it was killed at the deadline, with all it started
  int signal = 0;        // that ended it; 0: it ended itself
  int exit_code = 0;
  std::string output;  // of standard output and error, the first 64 KiB
  std::string report;  // of the descriptor report_descriptor, the first 64 KiB
};

// The child writes its report there.
inline constexpr int report_descriptor = 3;

// Runs to the end, or to the deadline. `arguments`: the program first. `environment`: NAME=VALUE. Standard input is empty. Throws
// coco::Error when it cannot be started.
ChildOutcome run_child(const std::vector<std::string>& arguments, const std::vector<std::string>& environment,
                       std::chrono::milliseconds time);

}  // namespace cocotalk::host
