// What /proc says of the server under load and of the processors.
#pragma once

#include "load/clock.hpp"

#include <sys/types.h>

#include <cstdint>
#include <string>
#include <vector>

namespace cocotalk::load {

// Counters at one moment, all of them growing; the difference of two is what a stretch of time cost.
struct Reading {
  Nanoseconds at_ns;
  double server_cpu_s;  // of all threads of the server's processes
  double core_busy_s;   // of the server's processor: everything but idle and stolen time
  double steal_s;       // taken from all our processors by other guests
  double own_cpu_s;     // of this process
};

// The process `server` with its descendants, as they are when the meter is made; 0 is nobody. `core` < 0: no processor is its
// own.
class Meter {
 public:
  Meter(pid_t server, int core);
  Reading read() const;
  std::int64_t resident_bytes() const;
  bool has_server() const { return !processes_.empty(); }
  bool has_core() const { return core_ >= 0; }

 private:
  std::vector<pid_t> processes_;
  int core_;
};

}  // namespace cocotalk::load
