#pragma once

#include "transport-http/envelope.hpp"

#include <cocotalk/http.h>
#include <cocotalk/net.h>

#include <memory>
#include <utility>

namespace cocotalk::http {

// A lane, to run things on. Copyable.
struct Lane {
  const coco_net* net;
  std::uint32_t number;

  // [any] Runs `f` on the lane. False when the lane has ended: `f` was dropped.
  template <class F>
  bool run(F f) const {
    auto held = std::make_unique<F>(std::move(f));
    const auto call = [](void* arg) {
      const std::unique_ptr<F> owned(static_cast<F*>(arg));
      (*owned)();
    };
    if (net->post(net->self, number, call, held.get()) != COCO_OK) return false;
    held.release();
    return true;
  }
};

// The name of one request that waits for its answer. Copyable; answering twice, or one that is gone, does nothing.
struct Exchange {
  const coco_http* http;
  Lane lane;
  coco_exchange id;

  // [lane] With the headers every answer has: CORS (cocotalk-wire.md, 1.5), no caching, no guessing of types.
  void respond(const Reply& reply) const;
};

// [lane] Answers a pre-flight, without looking at anything but the headers it asks for.
void answer_preflight(const Exchange& exchange, const coco_http_request& request);

}  // namespace cocotalk::http
