// Defects a plugin survives: exceptions that reached its waist although nothing should throw them. The host counts them.
#pragma once

#include <cocotalk/abi.h>
#include <cocotalk/view.hpp>

#include <atomic>
#include <string_view>

namespace coco::detail {

// The host of the plugin that this code is part of, from create() to destroy(). One per library, so it is hidden.
__attribute__((visibility("hidden"))) inline std::atomic<const coco_host*> host_of_faults = nullptr;

inline void report_fault(std::string_view what) noexcept {
  const coco_host* host = host_of_faults.load(std::memory_order_relaxed);
  if (host != nullptr && COCO_HAS(host, fault)) host->fault(host->ctx, view(what));
}

}  // namespace coco::detail
