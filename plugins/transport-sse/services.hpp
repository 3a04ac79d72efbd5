// What all parts of the plugin share.
#pragma once

#include <cocotalk/gateway.h>
#include <cocotalk/http.h>
#include <cocotalk/net.h>
#include <cocotalk/plugin.hpp>
#include <cocotalk/under_way.hpp>

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <utility>

namespace cocotalk::sse {

struct Limits {
  std::uint64_t soft_bytes, hard_bytes;  // of what one client has not taken
  std::int64_t no_progress_s, heart_beat_s, retry_ms;
  std::uint64_t max_topics, max_streams, max_request_bytes;
};

// Lives from start() to the answer of stop(); every task and every question under way holds a part of it.
struct Services {
  Services(const coco_gateway* its_gateway, const coco_net* its_net, const coco_http* its_http, const Limits& its_limits,
           std::int64_t* its_deliveries)
      : gateway(its_gateway), net(its_net), http(its_http), limits(its_limits), deliveries(its_deliveries) {}

  const coco_gateway* const gateway;
  const coco_net* const net;
  const coco_http* const http;
  const Limits limits;
  std::int64_t* const deliveries;  // counts events sent to subscriptions
  coco::UnderWay under_way;

  // [any] Runs `f` on a lane, in the order of posting; not at all when the plugin has stopped or the lane is gone.
  void post(std::uint32_t lane, std::function<void()> f) {
    struct Task {
      coco::UnderWay::Part part;  // let go of last
      std::function<void()> f;
    };
    auto task = std::make_unique<Task>(Task{under_way.begin(), std::move(f)});
    if (!task->part) return;
    const auto run = [](void* arg) {
      const std::unique_ptr<Task> owned(static_cast<Task*>(arg));
      owned->f();
      owned->f = nullptr;
    };
    if (net->post(net->self, lane, run, task.get()) == COCO_OK) task.release();
  }

  // [lane] Answers a request with JSON.
  void respond(coco_exchange exchange, int status, std::string_view json, std::uint32_t retry_after_ms = 0) const;
};

// Refusals of the plugin's own, and how the core's words are numbers of HTTP.
std::string refusal_json(std::string_view code, std::string_view detail);
int http_status(coco_status status);

}  // namespace cocotalk::sse
