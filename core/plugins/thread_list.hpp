// The threads of this process, as the kernel lists them.
#pragma once

#include <set>
#include <string>

#include <sys/types.h>

namespace cocotalk::plugins {

// Their kernel ids. [any]
std::set<pid_t> threads_of_process();

// What a thread calls itself; empty when it is gone.
std::string thread_name(pid_t thread);

// The threads that appear while a plugin is created and started: most likely its own. [main]
class OwnThreads {
 public:
  void begin();  // before a call of create() or start()
  void end();    // after it
  // Their names, if some are still there; waits a moment for those that are about to end.
  std::set<std::string> still_there() const;

 private:
  std::set<pid_t> before_, own_;
};

}  // namespace cocotalk::plugins
