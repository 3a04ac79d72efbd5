#include "load/histogram.hpp"

#include <gtest/gtest.h>

namespace cocotalk::load {
namespace {

TEST(LoadHistogram, IsExactForSmallValues) {
  Histogram histogram;
  for (Nanoseconds value = 0; value < 100; ++value) histogram.add(value);
  EXPECT_EQ(histogram.total(), 100u);
  EXPECT_EQ(histogram.quantile(0), 0u);
  EXPECT_EQ(histogram.quantile(0.5), 50u);
  EXPECT_EQ(histogram.quantile(0.99), 99u);
}

TEST(LoadHistogram, IsNeverBetterThanTheTruthAndAtMostASixtyFourthWorse) {
  for (Nanoseconds value = 1; value < Nanoseconds{1} << 62; value = value * 3 + 1) {
    Histogram histogram;
    histogram.add(value);
    histogram.add(~Nanoseconds{0});  // so that the largest value does not say the answer
    EXPECT_GE(histogram.quantile(0), value);
    EXPECT_LE(histogram.quantile(0), value + value / 64);
  }
}

TEST(LoadHistogram, KnowsTheLargestValueExactly) {
  Histogram histogram;
  histogram.add(1'000'003);
  histogram.add(5);
  EXPECT_EQ(histogram.largest(), 1'000'003u);
  EXPECT_EQ(histogram.quantile(1), 1'000'003u);
}

TEST(LoadHistogram, AnswersNothingWithNothing) { EXPECT_EQ(Histogram().quantile(0.5), 0u); }

}  // namespace
}  // namespace cocotalk::load
