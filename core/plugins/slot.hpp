// Where an interface is found.
#pragma once

#include "core/plugins/provider.hpp"

#include <cocotalk/abi.h>

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cocotalk::plugins {

// The present provider of one interface. The address never changes, so users keep it. All functions [any].
class Slot {
 public:
  // Counts itself first and looks again: either exchange() is seen here, or this lease is seen by who waits for leases.
  coco_lease acquire() noexcept {
    for (;;) {
      Provider* provider = now_.load();
      if (provider == nullptr) return {nullptr, nullptr};
      LeasePage& page = provider->page();
      page.take();
      if (now_.load() == provider) return {page.table(), &page};
      page.give_back();
    }
  }
  static void release(coco_lease lease) noexcept {
    if (lease.slot != nullptr) static_cast<LeasePage*>(lease.slot)->give_back();
  }
  // Returns the provider until now; the leases on it are still out.
  Provider* exchange(Provider* provider) noexcept { return now_.exchange(provider); }
  // Takes `provider` away if it is the present one.
  void clear(Provider* provider) noexcept { replace(provider, nullptr); }
  // `provider` follows `before`, if that is the present one.
  void replace(Provider* before, Provider* provider) noexcept { now_.compare_exchange_strong(before, provider); }
  // Becomes the provider of an empty slot; of interfaces that many provide, the first one stays.
  void offer(Provider* provider) noexcept {
    Provider* nobody = nullptr;
    now_.compare_exchange_strong(nobody, provider);
  }

 private:
  std::atomic<Provider*> now_ = nullptr;
};

// All slots of a host, made on demand. [main]
class Slots {
 public:
  Slot& of(std::string_view interface_id) {
    const auto found = slots_.find(interface_id);
    return found != slots_.end() ? found->second : slots_[std::string(interface_id)];
  }
  // Where providers offer an interface: where users find it, unless somebody stands in front.
  Slot& behind(std::string_view interface_id) {
    const auto found = behind_.find(interface_id);
    return found != behind_.end() ? found->second : of(interface_id);
  }
  // From now on users find `front`, and the plugins' providers stand behind it. Before the first of them starts.
  Slot& put_in_front(std::string_view interface_id, Provider* front) {
    of(interface_id).offer(front);
    return behind_[std::string(interface_id)];
  }
  // Keeps the provider of a plugin that is gone.
  void keep(std::unique_ptr<Provider> gone) { kept_.push_back(std::move(gone)); }

 private:
  std::map<std::string, Slot, std::less<>> slots_, behind_;
  std::vector<std::unique_ptr<Provider>> kept_;
};

}  // namespace cocotalk::plugins
