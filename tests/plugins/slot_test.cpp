#include "core/plugins/slot.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <deque>
#include <latch>
#include <vector>

namespace cocotalk::plugins {
namespace {

auto already() { return std::chrono::steady_clock::now(); }

TEST(Slot, GivesNothingWhileNobodyProvides) {
  Slot slot;
  EXPECT_EQ(slot.acquire().table, nullptr);
  Slot::release({nullptr, nullptr});
}

TEST(Slot, KeepsAProviderWhileALeaseIsOut) {
  int table = 0;
  Provider provider(&table);
  Slot slot;
  slot.offer(&provider);
  const coco_lease lease = slot.acquire();
  EXPECT_EQ(lease.table, &table);
  slot.clear(&provider);
  EXPECT_EQ(slot.acquire().table, nullptr) << "no new leases";
  EXPECT_FALSE(provider.wait_for_leases(already()));
  Slot::release(lease);
  EXPECT_TRUE(provider.wait_for_leases(already()));
  EXPECT_EQ(provider.calls(), 1u);
}

TEST(Slot, KeepsTheFirstOfMany) {
  Provider first(nullptr), second(nullptr);
  Slot slot;
  slot.offer(&first);
  slot.offer(&second);
  slot.clear(&second);
  EXPECT_EQ(slot.exchange(nullptr), &first);
}

TEST(Slot, ReplacesOnlyWhoIsThere) {
  Provider first(nullptr), second(nullptr), third(nullptr);
  Slot slot;
  slot.offer(&first);
  slot.replace(&second, &third);
  slot.replace(&first, &second);
  EXPECT_EQ(slot.exchange(nullptr), &second);
}

TEST(Slots, LetAFrontStandBeforeThePlugins) {
  int front_table = 0, table = 0;
  Provider front(&front_table), behind(&table);
  Slots slots;
  Slot& place = slots.put_in_front("test/1", &front);
  slots.behind("test/1").offer(&behind);
  slots.behind("other/1").offer(&behind);
  EXPECT_EQ(slots.of("test/1").acquire().table, &front_table);
  EXPECT_EQ(place.acquire().table, &table);
  EXPECT_EQ(slots.of("other/1").acquire().table, &table);
}

// What a replacement does, again and again under load: nobody may ever use a table whose leases were waited for. As fast as it
// goes, so that exchanges fall between the steps of acquire().
TEST(Slot, NeverLendsWhatWasWaitedFor) {
  constexpr std::size_t rounds = 400'000;
  struct Table {
    std::atomic<bool> is_dead = false;
  };
  std::vector<Table> tables(rounds);
  std::deque<Provider> providers;
  for (const Table& table : tables) providers.emplace_back(&table);
  Slot slot;
  slot.offer(&providers[0]);
  std::atomic<bool> is_over = false;
  std::atomic<int> used_dead = 0;
  std::latch calling(2);
  std::vector<std::thread> callers;
  for (int i = 0; i < 2; ++i)
    callers.emplace_back([&] {
      calling.count_down();
      while (!is_over) {
        const coco_lease lease = slot.acquire();
        if (static_cast<const Table*>(lease.table)->is_dead) ++used_dead;
        Slot::release(lease);
      }
    });
  calling.wait();
  for (std::size_t i = 1; i < rounds; ++i) {
    const Provider* old = slot.exchange(&providers[i]);
    while (old->is_leased()) std::this_thread::yield();
    tables[i - 1].is_dead = true;
  }
  is_over = true;
  for (std::thread& caller : callers) caller.join();
  EXPECT_EQ(used_dead, 0);
}

}  // namespace
}  // namespace cocotalk::plugins
