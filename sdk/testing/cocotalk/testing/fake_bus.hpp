// A bus between hosts that a test makes up: they are alive and loaded as it says.
#pragma once

#include <cocotalk/bus.h>
#include <cocotalk/plugin.hpp>

#include <algorithm>
#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cocotalk::testing {

// Provides cocotalk.bus/1 while it lives. All functions [any], except that the test calls unsubscribe() when nobody publishes.
class FakeBus {
 public:
  struct Host {
    std::string address;
    std::uint64_t load;
    bool is_this;
  };

  const coco_bus* table() const noexcept { return &table_; }
  // Another host, from now on.
  void add(std::string address, std::uint64_t load) {
    const std::lock_guard lock(mutex_);
    hosts_.push_back({std::move(address), load, false});
  }
  // What hosts() answers from now on.
  void set_status(coco_status status) {
    const std::lock_guard lock(mutex_);
    status_ = status;
  }
  // How often this host has said that it is alive.
  int announcements() const {
    const std::lock_guard lock(mutex_);
    return announcements_;
  }

  void publish(std::string_view subject, std::string_view body) {
    std::vector<coco_bus_listener> hearing;
    {
      const std::lock_guard lock(mutex_);
      for (const auto& [of, listener] : listeners_)
        if (of == subject) hearing.push_back(listener);
    }
    for (const coco_bus_listener& one : hearing) one.on_message(one.ctx, coco::view(subject), coco::view(body));
  }
  void subscribe(std::string_view subject, const coco_bus_listener& listener) {
    if (subject.empty()) throw coco::Error(COCO_INVALID, "the subject is empty");
    const std::lock_guard lock(mutex_);
    listeners_.emplace_back(subject, listener);
  }
  void unsubscribe(void* ctx) {
    const std::lock_guard lock(mutex_);
    std::erase_if(listeners_, [ctx](const auto& one) { return one.second.ctx == ctx; });
  }
  void announce(std::string_view address, std::uint64_t load) {
    const std::lock_guard lock(mutex_);
    ++announcements_;
    std::erase_if(hosts_, [](const Host& host) { return host.is_this; });
    hosts_.insert(hosts_.begin(), Host{std::string(address), load, true});
  }
  void hosts(coco::Completion&& done) {
    const std::lock_guard lock(mutex_);
    if (status_ != COCO_OK) return done.fail(status_, "told to fail");
    std::vector<Host> order = hosts_;
    std::stable_sort(order.begin(), order.end(), [](const Host& a, const Host& b) { return a.load < b.load; });
    std::vector<coco_bus_host> raw;
    for (const Host& host : order)
      raw.push_back({sizeof(coco_bus_host), static_cast<std::uint32_t>(host.is_this), coco::view(host.address), host.load});
    std::vector<const coco_bus_host*> pointers;
    for (const coco_bus_host& host : raw) pointers.push_back(&host);
    const coco_bus_hosts out{sizeof out, 0, pointers.data(), pointers.size()};
    done.ok(&out);
  }

 private:
  mutable std::mutex mutex_;
  coco_status status_ = COCO_OK;
  int announcements_ = 0;
  std::vector<Host> hosts_;
  std::vector<std::pair<std::string, coco_bus_listener>> listeners_;
  const coco_bus table_{sizeof table_,
                        0,
                        this,
                        COCO_BIND(coco_bus, publish, FakeBus),
                        COCO_BIND(coco_bus, subscribe, FakeBus),
                        COCO_BIND(coco_bus, unsubscribe, FakeBus),
                        COCO_BIND(coco_bus, announce, FakeBus),
                        COCO_BIND(coco_bus, hosts, FakeBus)};
};

}  // namespace cocotalk::testing
