// How much a plugin is used.
#pragma once

#include "core/plugins/instance.hpp"

#include <chrono>
#include <cstdint>
#include <optional>

namespace cocotalk::host {

// All interfaces of a plugin together.
struct PluginUse {
  std::uint64_t calls = 0, under_way = 0;
  std::optional<std::chrono::nanoseconds> mean;  // of a call; nothing without calls that say something
};

PluginUse use_of(const plugins::Instance& plugin);

}  // namespace cocotalk::host
