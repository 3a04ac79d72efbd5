#include "core/domain/cache.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace cocotalk::domain {
namespace {

using Words = Cache<int, std::string>;
std::shared_ptr<std::string> word(int n) { return std::make_shared<std::string>(std::to_string(n)); }

TEST(Cache, KeepsTheMostRecentlyUsed) {
  Words cache(3);
  for (int n = 1; n <= 3; ++n) cache.put(n, word(n));
  ASSERT_NE(cache.find(1), nullptr);
  cache.put(4, word(4));
  EXPECT_EQ(cache.find(2), nullptr);
  EXPECT_EQ(*cache.find(1), "1");
  EXPECT_EQ(cache.size(), 3u);
}

TEST(Cache, KeepsWhatSomebodyHoldsBeyondItsCapacity) {
  Words cache(2);
  const std::shared_ptr<std::string> held = word(1);
  cache.put(1, held);
  for (int n = 2; n <= 10; ++n) cache.put(n, word(n));
  EXPECT_EQ(cache.find(1), held);
}

TEST(Cache, ManyHeldValuesDoNotKeepTheOthersFromBeingForgotten) {
  Words cache(100);
  std::vector<std::shared_ptr<std::string>> held;
  for (int n = 0; n < 50; ++n) cache.put(n, held.emplace_back(word(n)));
  for (int n = 50; n < 10'000; ++n) cache.put(n, word(n));
  EXPECT_LE(cache.size(), 150u);
  for (int n = 0; n < 50; ++n) EXPECT_EQ(cache.find(n), held[static_cast<std::size_t>(n)]);
}

TEST(Cache, ShrinksAgainWhenNobodyHoldsThem) {
  Words cache(10);
  {
    std::vector<std::shared_ptr<std::string>> held;
    for (int n = 0; n < 100; ++n) cache.put(n, held.emplace_back(word(n)));
    EXPECT_EQ(cache.size(), 100u);
  }
  for (int n = 100; n < 120; ++n) cache.put(n, word(n));
  EXPECT_EQ(cache.size(), 10u);
}

TEST(Cache, PutReplaces) {
  Words cache(3);
  cache.put(1, word(1));
  cache.put(1, word(2));
  EXPECT_EQ(*cache.find(1), "2");
  EXPECT_EQ(cache.size(), 1u);
}

TEST(Cache, EveryRemovalIsALoss) {
  Words cache(2);
  cache.put(1, word(1));
  cache.put(2, word(2));
  const std::uint64_t before = cache.losses();
  cache.put(3, word(3));
  const std::uint64_t evicted = cache.losses();
  EXPECT_GT(evicted, before);
  cache.erase(3);
  const std::uint64_t erased = cache.losses();
  EXPECT_GT(erased, evicted);
  cache.erase(99);
  EXPECT_EQ(cache.losses(), erased) << "nothing was removed";
  cache.invalidate(99);
  EXPECT_GT(cache.losses(), erased) << "its row may be on the way in somebody's read";
}

}  // namespace
}  // namespace cocotalk::domain
