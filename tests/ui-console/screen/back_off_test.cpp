#include "ui-console/screen/back_off.hpp"

#include <gtest/gtest.h>

namespace cocotalk::console {
namespace {

using std::chrono::milliseconds;

TEST(BackOff, DoublesUpToHalfAMinute) {
  EXPECT_EQ(pause_before(0, 0.0), milliseconds(250));
  EXPECT_EQ(pause_before(1, 0.0), milliseconds(500));
  for (const unsigned attempt : {6U, 7U, 1000U}) EXPECT_EQ(pause_before(attempt, 0.0), milliseconds(15'000));
}

TEST(BackOff, ChanceIsHalfOfIt) {
  EXPECT_EQ(pause_before(1, 0.5), milliseconds(750));
  EXPECT_LE(pause_before(9, 0.999), milliseconds(30'000));
}

}  // namespace
}  // namespace cocotalk::console
