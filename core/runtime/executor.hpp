// Where the domain's code runs, one piece of work at a time.
#pragma once

#include <cstdint>
#include <functional>

namespace cocotalk::runtime {

using Work = std::function<void()>;

// The loop in the program; a seeded scheduler in the simulator. Work posted by one thread runs in the order of posting.
class Executor {
 public:
  virtual ~Executor() = default;
  // [any] Runs `work` later, never inside the call.
  virtual void post(Work work) = 0;
  // [loop] Runs `work` once after `delay_ms`. Not cancellable: the work looks whether it is still wanted.
  virtual void after(std::int64_t delay_ms, Work work) = 0;
};

}  // namespace cocotalk::runtime
