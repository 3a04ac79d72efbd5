#include "core/plugins/provider.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace cocotalk::plugins {
namespace {

using namespace std::chrono_literals;

class ProviderTest : public ::testing::Test {
 protected:
  LeasePage& take() {
    LeasePage& page = provider.page();
    page.take();
    return page;
  }
  Provider provider{nullptr};
  const Provider::Time begin = std::chrono::steady_clock::now();
};

TEST_F(ProviderTest, CountsWhatIsUnderWay) {
  LeasePage& one = take();
  LeasePage& other = take();
  one.give_back();
  EXPECT_EQ(provider.calls(), 2u);
  EXPECT_EQ(provider.under_way(), 1u);
  other.give_back();
  EXPECT_FALSE(provider.is_leased());
}

TEST_F(ProviderTest, TellsALateCallOnceAndToTheMillisecond) {
  LeasePage& page = take();
  provider.turn(begin);
  EXPECT_EQ(provider.newly_late(begin + 999ms, 1s), 0u);
  EXPECT_EQ(provider.newly_late(begin + 1s, 1s), 1u);
  EXPECT_EQ(provider.newly_late(begin + 5s, 1s), 0u) << "it was told";
  EXPECT_TRUE(provider.has_late(begin + 5s, 1s)) << "and is not answered";
  page.give_back();
  EXPECT_FALSE(provider.has_late(begin + 5s, 1s));
}

TEST_F(ProviderTest, CallsNobodyLateForTheCallsOfOthers) {
  LeasePage& late = take();
  provider.turn(begin);
  LeasePage& young = take();
  provider.turn(begin + 900ms);
  EXPECT_EQ(provider.newly_late(begin + 1s, 1s), 1u);
  EXPECT_EQ(provider.newly_late(begin + 1900ms, 1s), 1u);
  late.give_back();
  young.give_back();
}

TEST_F(ProviderTest, UsesAPageAgainWhenItsCallsAreAnswered) {
  LeasePage& first = take();
  provider.turn(begin);
  LeasePage& second = take();
  EXPECT_NE(&first, &second);
  first.give_back();
  provider.turn(begin + 1s);
  EXPECT_EQ(&provider.page(), &first);
  LeasePage& again = take();
  provider.turn(begin + 2s);
  EXPECT_EQ(provider.newly_late(begin + 2500ms, 1s), 1u) << "the second; the first page's new call is young";
  again.give_back();
  second.give_back();
}

TEST_F(ProviderTest, KeepsItsPageWhileNobodyAsks) {
  const LeasePage& page = take();
  provider.page().give_back();
  for (int i = 0; i < 100; ++i) provider.turn(begin + i * 250ms);
  EXPECT_EQ(&provider.page(), &page);
}

// The clock is coarse, so what is short may count as nothing or as a few milliseconds, but never for ever.
TEST_F(ProviderTest, SumsUpWhatCallsLasted) {
  LeasePage& page = take();
  EXPECT_GE(provider.lasted(), 0ns);
  while (provider.lasted() == 0ns) std::this_thread::yield();  // until the coarse clock has moved on
  const auto until_now = provider.lasted();
  EXPECT_GT(until_now, 0ns);
  page.give_back();
  const auto in_the_end = provider.lasted();
  EXPECT_GE(in_the_end, until_now);
  EXPECT_EQ(provider.lasted(), in_the_end) << "and no longer";
}

}  // namespace
}  // namespace cocotalk::plugins
