// What the host lends a plugin, behind its coco_host.
#include "core/plugins/instance.hpp"

#include <cocotalk/plugin.hpp>

#include <sys/random.h>

#include <cerrno>
#include <chrono>
#include <cstdlib>

namespace cocotalk::plugins {
namespace {

std::int64_t wall_clock_ms() {
  return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::system_clock::now().time_since_epoch()).count();
}

void fill_with_random(void* out, std::uint64_t size) {
  auto* bytes = static_cast<char*>(out);
  while (size > 0) {
    const ssize_t n = ::getrandom(bytes, size, 0);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) std::abort();  // a kernel without randomness can keep no secret
    bytes += n;
    size -= static_cast<std::uint64_t>(n);
  }
}

}  // namespace

void Instance::fill_host() {
  host_.size = sizeof host_;
  host_.ctx = this;
  host_.log = [](void* ctx, coco_log_level level, coco_view text) {
    Instance& instance = of(ctx);
    if (level >= COCO_LOG_ERROR) instance.count_error();
    instance.lending_.log.write(level, instance.id(), coco::text(text));
  };
  host_.log_enabled = [](void* ctx, coco_log_level level) -> std::int32_t {
    return of(ctx).lending_.log.is_enabled(level) ? 1 : 0;
  };
  host_.acquire = [](void* ctx, const char* interface_id) -> coco_lease {
    for (const Needed& needed : of(ctx).needed_)
      if (needed.interface_id == interface_id) return needed.slot->acquire();
    return {nullptr, nullptr};
  };
  host_.release = [](void*, coco_lease lease) { Slot::release(lease); };
  host_.metric = [](void* ctx, coco_metric_kind kind, const char* name, const char* labels, const char* help) {
    const Instance& instance = of(ctx);
    return instance.lending_.metrics.find(kind, instance.id(), name, labels == nullptr ? "" : labels,
                                          help == nullptr ? "" : help);
  };
  host_.run_blocking = [](void* ctx, void (*fn)(void*), void* arg) { return of(ctx).lending_.workers.submit(fn, arg); };
  host_.now_ms = [](void*) { return wall_clock_ms(); };
  host_.random = [](void*, void* out, std::uint64_t size) { fill_with_random(out, size); };
  host_.health = [](void* ctx, coco_health state, coco_view sentence) {
    Instance& instance = of(ctx);
    const std::lock_guard lock(instance.health_mutex_);
    instance.health_ = {state, std::string(coco::text(sentence))};
  };
  host_.stop_host = [](void* ctx, std::int32_t exit_code, coco_view why) {
    const Instance& instance = of(ctx);
    instance.lending_.stop_host(exit_code, instance.id() + ": " + std::string(coco::text(why)));
  };
  host_.data_dir = coco::view(lending_.data_dir);
  host_.plugin_id = coco::view(id());
  host_.fault = [](void* ctx, coco_view what) { of(ctx).count_fault(std::string(coco::text(what))); };
}

}  // namespace cocotalk::plugins
