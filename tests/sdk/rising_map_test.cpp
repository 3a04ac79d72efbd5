#include <cocotalk/rising_map.hpp>

#include <gtest/gtest.h>

#include <functional>
#include <map>
#include <memory>
#include <random>

namespace {

using Map = coco::RisingMap<int, std::shared_ptr<int>>;

int value_of(const Map& map, int key) {
  const std::shared_ptr<int>* const found = map.find(key);
  return found == nullptr ? -1 : **found;
}

TEST(RisingMap, FindsWhatWasPutAndNothingElse) {
  Map map;
  EXPECT_TRUE(map.is_empty());
  EXPECT_EQ(map.find(1), nullptr);
  map.put(2, std::make_shared<int>(20));
  map.put(5, std::make_shared<int>(50));
  map.put(3, std::make_shared<int>(30));  // late
  EXPECT_EQ(value_of(map, 2), 20);
  EXPECT_EQ(value_of(map, 3), 30);
  EXPECT_EQ(value_of(map, 5), 50);
  for (const int other : {0, 1, 4, 6}) EXPECT_EQ(map.find(other), nullptr) << other;
  EXPECT_EQ(map.size(), 3u);
}

TEST(RisingMap, ReplacesUnderTheSameKey) {
  Map map;
  map.put(1, std::make_shared<int>(10));
  map.put(1, std::make_shared<int>(11));
  EXPECT_EQ(value_of(map, 1), 11);
  EXPECT_EQ(map.size(), 1u);
  map.erase(1);
  map.put(1, std::make_shared<int>(12));
  EXPECT_EQ(value_of(map, 1), 12);
  EXPECT_EQ(map.size(), 1u);
}

// What an erased value does when it goes may ask the map, which has forgotten it by then.
TEST(RisingMap, HasForgottenAValueBeforeItIsDestroyed) {
  Map map;
  bool is_known = true;
  map.put(1, std::shared_ptr<int>(new int(1), [&](const int* value) {
            is_known = map.find(1) != nullptr;
            delete value;
          }));
  map.erase(1);
  EXPECT_FALSE(is_known);
}

TEST(RisingMap, AgreesWithAMapWhateverComesAndGoes) {
  std::mt19937 random(1);
  Map map;
  std::map<int, int> expected;
  int next = 0;
  for (int step = 0; step < 20'000; ++step) {
    if (random() % 5 < 2 || expected.empty()) {
      map.put(++next, std::make_shared<int>(next));
      expected.emplace(next, next);
    } else {
      const int key = static_cast<int>(random() % static_cast<unsigned>(next)) + 1;
      map.erase(key);
      expected.erase(key);
      EXPECT_EQ(map.find(key), nullptr);
    }
    ASSERT_EQ(map.size(), expected.size());
  }
  for (int key = 0; key <= next + 1; ++key) ASSERT_EQ(map.find(key) != nullptr, expected.contains(key)) << key;
  std::vector<int> in_order;
  map.for_each([&](const std::shared_ptr<int>& value) { in_order.push_back(*value); });
  EXPECT_TRUE(std::ranges::is_sorted(in_order));
  EXPECT_EQ(in_order.size(), expected.size());
}

}  // namespace
