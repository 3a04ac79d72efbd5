// Where an interface is found, and who still holds it.
#pragma once

#include <cocotalk/abi.h>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <thread>

namespace cocotalk::plugins {

// One plugin's table of one interface, with the leases taken on it. Owned by its instance; it outlives the plugin itself until
// the host is gone, because a late acquire() may still look at it for a moment. All functions [any].
class Provider {
 public:
  explicit Provider(const void* table) noexcept : table_(table) {}
  Provider(const Provider&) = delete;
  Provider& operator=(const Provider&) = delete;

  const void* table() const noexcept { return table_; }
  void take() noexcept { taken_.fetch_add(1); }
  void give_back() noexcept { returned_.fetch_add(1); }
  // How often it was leased since it exists.
  std::uint64_t calls() const noexcept { return taken_.load(std::memory_order_relaxed); }
  // `returned` first: it only grows and never passes `taken`, so equal numbers mean that at the first look nothing was out.
  bool is_leased() const noexcept {
    const std::uint64_t returned = returned_.load();
    return taken_.load() != returned;
  }
  // Waits until no lease is out; false when some still is at the deadline. [main], and only after the slot holds another
  // provider. Looks every millisecond, so that giving a lease back costs no more than one addition.
  bool wait_for_leases(std::chrono::steady_clock::time_point deadline) const {
    while (is_leased()) {
      if (std::chrono::steady_clock::now() >= deadline) return false;
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    return true;
  }

 private:
  const void* const table_;
  std::atomic<std::uint64_t> taken_ = 0, returned_ = 0;
};

// The present provider of one interface. The address never changes, so users keep it. All functions [any].
class Slot {
 public:
  // Counts itself first and looks again: either exchange() is seen here, or this lease is seen by who waits for leases.
  coco_lease acquire() noexcept {
    for (;;) {
      Provider* provider = now_.load();
      if (provider == nullptr) return {nullptr, nullptr};
      provider->take();
      if (now_.load() == provider) return {provider->table(), provider};
      provider->give_back();
    }
  }
  static void release(coco_lease lease) noexcept {
    if (lease.slot != nullptr) static_cast<Provider*>(lease.slot)->give_back();
  }
  // Returns the provider until now; the leases on it are still out.
  Provider* exchange(Provider* provider) noexcept { return now_.exchange(provider); }
  // Takes `provider` away if it is the present one.
  void clear(Provider* provider) noexcept { now_.compare_exchange_strong(provider, nullptr); }
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

 private:
  std::map<std::string, Slot, std::less<>> slots_;
};

}  // namespace cocotalk::plugins
