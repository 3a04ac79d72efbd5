#include "core/plugins/fault_count.hpp"

#include <gtest/gtest.h>

namespace cocotalk::plugins {
namespace {

using namespace std::chrono_literals;

bool is_exceeded_after(std::initializer_list<std::chrono::milliseconds> times) {
  FaultCount faults;
  const auto begin = FaultCount::Clock::now();
  for (const auto time : times) faults.add(begin + time);
  return faults.is_exceeded();
}

TEST(FaultCount, FourAreForgivenAndFiveAreNot) {
  EXPECT_FALSE(is_exceeded_after({0s, 1s, 2s, 3s}));
  EXPECT_TRUE(is_exceeded_after({0s, 1s, 2s, 3s, 4s}));
}

TEST(FaultCount, FiveWithinAMinuteCountAndFiveInAMinuteDoNot) {
  EXPECT_TRUE(is_exceeded_after({0s, 15s, 30s, 45s, 59'999ms}));
  EXPECT_FALSE(is_exceeded_after({0s, 15s, 30s, 45s, 60s}));
  EXPECT_FALSE(is_exceeded_after({0s, 20s, 40s, 60s, 80s, 100s, 120s, 140s}));
  EXPECT_TRUE(is_exceeded_after({0s, 100s, 101s, 102s, 103s, 104s})) << "whatever was before";
}

}  // namespace
}  // namespace cocotalk::plugins
