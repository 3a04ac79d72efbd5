// The storage as everybody sees it: one that goes on when the plugin behind it is exchanged.
#pragma once

#include "core/host/held_copies.hpp"
#include "core/plugins/slot.hpp"

#include <cocotalk/storage.h>
#include <cocotalk/plugin.hpp>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string_view>
#include <vector>

namespace cocotalk::host {

// Two instances must never have one database open, so between the old one's end and the new one's beginning nobody is there: what
// is asked then waits here, in order, at most `most_held` calls, beyond them busy. Remembers what was defined, for the next
// instance. Its functions are those of the interface; hold() and resume() [main].
class StorageFront {
 public:
  static constexpr std::size_t most_held = 4096;

  explicit StorageFront(plugins::Slots& slots) : behind_(slots.put_in_front(COCO_STORAGE, &provider_)) {}
  StorageFront(const StorageFront&) = delete;
  StorageFront& operator=(const StorageFront&) = delete;

  // From now on what is asked waits.
  void hold();
  // Defines everything that was defined. Throws coco::Error.
  void define_again(const coco_storage& storage) const;
  // Hands what waits to whoever is behind, then lets everything pass; nobody there: it is answered "retry".
  void resume();
  // How long calls waited the last time.
  std::chrono::nanoseconds last_pause() const { return last_pause_; }

  void define(const coco_schema& schema);
  void commit(const coco_transaction& transaction, coco::Completion&& done);
  void read(const coco_range* ranges, std::uint64_t n, coco::Completion&& done);
  void backup(std::string_view path, coco::Completion&& done);
  void restore(std::string_view path);

 private:
  using Held = std::function<void()>;
  // Runs `now` with a lease, or keeps what `later` makes. The lease goes back when the call is answered.
  template <class Now, class Later>
  void pass(coco::Completion&& done, Now&& now, Later&& later);

  const coco_storage table_{sizeof table_,
                            0,
                            this,
                            COCO_BIND(coco_storage, define, StorageFront),
                            COCO_BIND(coco_storage, commit, StorageFront),
                            COCO_BIND(coco_storage, read, StorageFront),
                            COCO_BIND(coco_storage, backup, StorageFront),
                            COCO_BIND(coco_storage, restore, StorageFront),
                            nullptr};
  plugins::Provider provider_{&table_};
  plugins::Slot& behind_;
  std::vector<std::unique_ptr<KeptSchema>> schemas_;  // [main]
  std::atomic<bool> is_holding_ = false;
  std::mutex mutex_;
  std::vector<Held> held_;
  std::chrono::steady_clock::time_point held_since_;  // [main]
  std::chrono::nanoseconds last_pause_{0};            // [main]
};

}  // namespace cocotalk::host
