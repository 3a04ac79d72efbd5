#include "core/plugins/slot.hpp"

#include <gtest/gtest.h>

#include <array>
#include <vector>

namespace cocotalk::plugins {
namespace {

using namespace std::chrono_literals;

auto soon() { return std::chrono::steady_clock::now() + 20s; }
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

// What a replacement does, again and again under load: nobody may ever use a table whose leases were waited for.
TEST(Slot, NeverLendsWhatWasWaitedFor) {
  constexpr int rounds = 100;
  struct Table {
    std::atomic<bool> is_dead = false;
  };
  std::array<Table, rounds> tables;
  std::vector<std::unique_ptr<Provider>> providers;
  for (Table& table : tables) providers.push_back(std::make_unique<Provider>(&table));
  Slot slot;
  slot.offer(providers[0].get());
  std::atomic<bool> is_over = false;
  std::atomic<int> used_dead = 0;
  std::atomic<std::uint64_t> calls = 0;
  std::vector<std::thread> callers;
  for (int i = 0; i < 3; ++i)
    callers.emplace_back([&] {
      while (!is_over) {
        const coco_lease lease = slot.acquire();
        if (static_cast<const Table*>(lease.table)->is_dead) ++used_dead;
        ++calls;
        Slot::release(lease);
      }
    });
  for (std::size_t i = 1; i < rounds; ++i) {
    const std::uint64_t before = calls;
    while (calls < before + 10) std::this_thread::yield();
    Provider* old = slot.exchange(providers[i].get());
    ASSERT_TRUE(old->wait_for_leases(soon()));
    tables[i - 1].is_dead = true;
  }
  is_over = true;
  for (std::thread& caller : callers) caller.join();
  EXPECT_EQ(used_dead, 0);
}

}  // namespace
}  // namespace cocotalk::plugins
