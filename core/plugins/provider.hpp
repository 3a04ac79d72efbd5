// One plugin's table of one interface, and the leases taken on it.
#pragma once

#include <cocotalk/abi.h>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <thread>

#include <time.h>

namespace cocotalk::plugins {

// The leases taken in one stretch of time. A lease points to its page, so an old page with leases out names late calls exactly,
// without a list of calls. Owned by its provider. All functions [any].
class LeasePage {
 public:
  explicit LeasePage(const void* table) noexcept : table_(table) {}
  LeasePage(const LeasePage&) = delete;
  LeasePage& operator=(const LeasePage&) = delete;

  const void* table() const noexcept { return table_; }
  void take() noexcept {
    time_.fetch_sub(now_ns(), std::memory_order_relaxed);
    taken_.fetch_add(1);
  }
  void give_back() noexcept {
    time_.fetch_add(now_ns(), std::memory_order_relaxed);
    returned_.fetch_add(1);
  }
  std::uint64_t taken() const noexcept { return taken_.load(std::memory_order_relaxed); }
  // `returned` first: it only grows and never passes `taken`, so equal numbers mean that at the first look nothing was out.
  std::uint64_t out() const noexcept {
    const std::uint64_t returned = returned_.load();
    return taken_.load() - returned;
  }
  // What all its leases lasted together, those that are out until now.
  std::int64_t lasted_ns() const noexcept {
    return time_.load(std::memory_order_relaxed) + static_cast<std::int64_t>(out()) * now_ns();
  }

 private:
  friend class Provider;
  // Good to a few milliseconds, and a quarter of the cost of the exact clock; over many calls the errors cancel out.
  static std::int64_t now_ns() noexcept {
    timespec now{};
    ::clock_gettime(CLOCK_MONOTONIC_COARSE, &now);
    return std::int64_t{now.tv_sec} * 1'000'000'000 + now.tv_nsec;
  }

  const void* const table_;
  std::atomic<std::uint64_t> taken_ = 0, returned_ = 0;
  std::atomic<std::int64_t> time_ = 0;  // of every give_back() less that of every take()
  std::atomic<LeasePage*> next_ = nullptr;
  std::chrono::steady_clock::time_point closed_{};  // [main] when another page took its place
  bool is_told_ = false;                            // [main] its late calls are
};

// Owned by its instance, then by the slots: it outlives the plugin itself until the host is gone, because a late acquire() may
// still look at it for a moment. All functions [any] unless they say otherwise.
class Provider {
 public:
  using Time = std::chrono::steady_clock::time_point;

  explicit Provider(const void* table) noexcept : first_(table) {}
  Provider(const Provider&) = delete;
  Provider& operator=(const Provider&) = delete;
  ~Provider() {
    for (LeasePage* page = first_.next_; page != nullptr;) {
      const std::unique_ptr<LeasePage> owned(page);
      page = page->next_;
    }
  }

  const void* table() const noexcept { return first_.table(); }
  LeasePage& page() noexcept { return *now_.load(std::memory_order_acquire); }

  // How often it was leased since it exists, how many leases are out, and what all lasted together.
  std::uint64_t calls() const noexcept { return sum(&LeasePage::taken); }
  std::uint64_t under_way() const noexcept { return sum(&LeasePage::out); }
  std::chrono::nanoseconds lasted() const noexcept { return std::chrono::nanoseconds(sum(&LeasePage::lasted_ns)); }
  bool is_leased() const noexcept { return under_way() != 0; }

  // Waits until no lease is out; false when some still is at the deadline. [main], and only after the slot holds another
  // provider. Looks again and again, so that giving a lease back costs little.
  bool wait_for_leases(Time deadline) const {
    while (is_leased()) {
      if (std::chrono::steady_clock::now() >= deadline) return false;
      std::this_thread::sleep_for(std::chrono::microseconds(100));
    }
    return true;
  }

  // Begins a new page, if the present one was used. [main], a few times a second.
  void turn(Time now) {
    LeasePage& before = page();
    if (before.out() == 0) return;
    LeasePage* last = &first_;
    LeasePage* unused = nullptr;
    for (LeasePage* at = &first_; at != nullptr; last = at, at = at->next_)
      if (at->out() == 0) unused = at;
    if (unused == nullptr) last->next_ = unused = new LeasePage(table());
    unused->is_told_ = false;
    before.closed_ = now;
    now_.store(unused, std::memory_order_release);
  }

  // Leases that have been out for `limit` or longer and were not told before. [main]
  std::uint64_t newly_late(Time now, std::chrono::milliseconds limit) {
    std::uint64_t n = 0;
    for (LeasePage* at = &first_; at != nullptr; at = at->next_) {
      if (!is_late(*at, now, limit) || at->is_told_) continue;
      n += at->out();
      at->is_told_ = true;
    }
    return n;
  }
  // Whether a lease has been out for `limit` or longer. [main]
  bool has_late(Time now, std::chrono::milliseconds limit) const {
    for (const LeasePage* at = &first_; at != nullptr; at = at->next_)
      if (is_late(*at, now, limit)) return true;
    return false;
  }

 private:
  bool is_late(const LeasePage& page, Time now, std::chrono::milliseconds limit) const {
    return &page != now_.load(std::memory_order_relaxed) && page.out() != 0 && now - page.closed_ >= limit;
  }
  template <class Number>
  Number sum(Number (LeasePage::*of)() const noexcept) const noexcept {
    Number all = 0;
    for (const LeasePage* at = &first_; at != nullptr; at = at->next_) all += (at->*of)();
    return all;
  }

  LeasePage first_;
  std::atomic<LeasePage*> now_ = &first_;
};

}  // namespace cocotalk::plugins
