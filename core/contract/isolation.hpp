// Runs a piece of work in a process of its own, so that what it does to its process it does to nothing else.
#pragma once

#include <chrono>
#include <functional>
#include <string>

namespace cocotalk::contract {

struct Outcome {
  bool has_ended_itself = false;  // with `code`; else it crashed, or was stopped at the deadline
  int code = 0;
  std::string how;       // of one that did not end itself: "crashed with SIGSEGV", "was still at work after 60 s"
  std::string findings;  // what it wrote to the descriptor it was given
  std::string words;     // the end of what it said on standard output and standard error
};

// Forks; the child has a process group of its own, at most 2 GiB of data, no core file and nothing on standard input. `work` is
// given a descriptor for what it finds; what it returns is the child's exit code. From a process without threads.
Outcome isolated(const std::function<int(int findings)>& work, std::chrono::seconds deadline);

}  // namespace cocotalk::contract
