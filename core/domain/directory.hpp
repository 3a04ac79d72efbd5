// Which host a client is sent to: the wire document's chat-server directory (7), without counters that drift.
#pragma once

#include <cocotalk/bus.h>

#include <cstdint>
#include <string>

#include "core/domain/world.hpp"
#include "core/runtime/process_bus.hpp"
#include "core/runtime/task.hpp"

namespace cocotalk::domain {

// Lives on the loop. Asks the plugin that provides cocotalk.bus/1; without one the process is alone.
class Directory {
 public:
  explicit Directory(World& world) : world_(world) {}

  // Once a second: this host is alive and has so many links.
  void announce(std::uint64_t links);

  // The address of the least loaded host that is alive; empty: the host that was asked, wherever the client has reached it.
  runtime::Task<std::string> least_loaded();

 private:
  World& world_;
  runtime::ProcessBus alone_;
};

}  // namespace cocotalk::domain
