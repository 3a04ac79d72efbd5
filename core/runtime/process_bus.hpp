// cocotalk.bus/1 of a service that is one process: listeners are called by whoever publishes, and the only host is this one.
#pragma once

#include <cocotalk/bus.h>
#include <cocotalk/plugin.hpp>

#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cocotalk::runtime {

// Owned by who uses it, and outlives its listeners. All functions [any]. It calls nobody while it holds its lock.
class ProcessBus {
 public:
  ProcessBus() = default;
  ProcessBus(const ProcessBus&) = delete;
  ProcessBus& operator=(const ProcessBus&) = delete;

  const coco_bus* table() const noexcept { return &table_; }

  void publish(std::string_view subject, std::string_view body);
  void subscribe(std::string_view subject, const coco_bus_listener& listener);
  void unsubscribe(void* ctx);
  void announce(std::string_view address, std::uint64_t load);
  void hosts(coco::Completion&& done);

 private:
  struct Subscription {
    std::string subject;
    coco_bus_listener listener;
    std::size_t calls = 0;  // under way
  };
  struct Announcement {
    std::string address;
    std::uint64_t load;
  };
  std::vector<std::shared_ptr<Subscription>> begin_calls(std::string_view subject);

  std::mutex mutex_;
  std::condition_variable call_ended_;
  std::vector<std::shared_ptr<Subscription>> subscriptions_;
  std::optional<Announcement> announced_;  // by a process that lives as long as we do
  const coco_bus table_{sizeof table_,
                        0,
                        this,
                        COCO_BIND(coco_bus, publish, ProcessBus),
                        COCO_BIND(coco_bus, subscribe, ProcessBus),
                        COCO_BIND(coco_bus, unsubscribe, ProcessBus),
                        COCO_BIND(coco_bus, announce, ProcessBus),
                        COCO_BIND(coco_bus, hosts, ProcessBus)};
};

}  // namespace cocotalk::runtime
