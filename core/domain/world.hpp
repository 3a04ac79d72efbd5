// What every part of the domain is given: the host (clock, random, log, interfaces), the loop, the store, the limits.
#pragma once

#include <cocotalk/plugin.hpp>

#include <string>

#include "core/domain/limits.hpp"
#include "core/domain/refusal.hpp"
#include "core/domain/store.hpp"
#include "core/runtime/executor.hpp"

namespace cocotalk::domain {

struct World {
  World(coco::Host h, runtime::Executor& e, Limits l) : host(h), executor(e), store(h, e), limits(l) {}
  coco::Host host;
  runtime::Executor& executor;
  Store store;
  Limits limits;

  std::string
      shortage;  // why nothing more is taken in (promises.md, limits); empty: there is enough. The service looks each second

  // For whatever adds to the store: refuses RETRY while there is a shortage. Reading and signing in go on.
  void refuse_if_short() const {
    if (!shortage.empty()) throw Refusal(COCO_RETRY, "RETRY", shortage, 1000);
  }
  std::int64_t now_ms() const { return host.now_ms(); }
};

}  // namespace cocotalk::domain
