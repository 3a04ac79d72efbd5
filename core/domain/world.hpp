// What every part of the domain is given: the host (clock, random, log, interfaces), the loop, the store, the limits.
#pragma once

#include <cocotalk/plugin.hpp>

#include "core/domain/limits.hpp"
#include "core/domain/store.hpp"
#include "core/runtime/executor.hpp"

namespace cocotalk::domain {

struct World {
  World(coco::Host h, runtime::Executor& e, Limits l) : host(h), executor(e), store(h, e), limits(l) {}
  coco::Host host;
  runtime::Executor& executor;
  Store store;
  Limits limits;

  std::int64_t now_ms() const { return host.now_ms(); }
};

}  // namespace cocotalk::domain
