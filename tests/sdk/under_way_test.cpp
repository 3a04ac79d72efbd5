#include <cocotalk/testing/fake_host.hpp>
#include <cocotalk/under_way.hpp>

#include <gtest/gtest.h>

#include <optional>
#include <thread>
#include <vector>

namespace coco {
namespace {

using cocotalk::testing::Answer;

TEST(UnderWay, WithNothingUnderWayTheEndIsAnsweredAtOnce) {
  UnderWay under_way;
  under_way.begin();
  Answer<int> drained;
  under_way.end(Completion(drained.expect_nothing()));
  EXPECT_TRUE(drained.answered());
  EXPECT_EQ(drained.status(), COCO_OK);
}

TEST(UnderWay, TheLastPartAnswers) {
  UnderWay under_way;
  UnderWay::Part one = under_way.begin(), other = one;
  Answer<int> drained;
  under_way.end(Completion(drained.expect_nothing()));
  one.reset();
  EXPECT_FALSE(drained.answered());
  other.reset();
  EXPECT_EQ(drained.status(), COCO_OK);
}

TEST(UnderWay, NothingBeginsAfterTheEnd) {
  UnderWay under_way;
  EXPECT_TRUE(under_way.begin());
  under_way.end(Completion());
  EXPECT_FALSE(under_way.begin());
}

TEST(UnderWay, PartsMayOutliveIt) {
  std::optional<UnderWay> under_way(std::in_place);
  const UnderWay::Part part = under_way->begin();
  under_way.reset();
}

TEST(UnderWay, ThreadsThatBeginWhileItEndsAreWaitedForOrRefused) {
  UnderWay under_way;
  Answer<int> drained;
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i)
    threads.emplace_back([&] {
      while (true) {
        const UnderWay::Part part = under_way.begin();
        if (!part) return;
        EXPECT_FALSE(drained.answered());
      }
    });
  under_way.end(Completion(drained.expect_nothing()));
  EXPECT_EQ(drained.status(), COCO_OK);
  for (std::thread& thread : threads) thread.join();
}

}  // namespace
}  // namespace coco
