#include "core/host/top/series.hpp"

#include <gtest/gtest.h>

namespace cocotalk::host::top {
namespace {

TEST(Series, RisesWithWhatWasSeen) {
  Series series;
  for (int i = 0; i <= 7; ++i) series.add(i * Series::column_ms, i);
  EXPECT_EQ(series.line(8), "▁▂▃▄▅▆▇█");
  EXPECT_EQ(series.line(10), "  ▁▂▃▄▅▆▇█") << "the newest at the right";
  EXPECT_EQ(series.line(2), "▇█") << "only as many as there is room for";
  EXPECT_EQ(series.line(0), "");
}

TEST(Series, OfOneColumnTheHighestCounts) {
  Series series;
  series.add(0, 8);
  series.add(1000, 2);
  series.add(Series::column_ms - 1, 4);
  series.add(Series::column_ms, 4);
  EXPECT_EQ(series.line(2), "█▅");
}

TEST(Series, WhereNothingWasSeenItIsBlank) {
  Series series;
  EXPECT_EQ(series.line(3), "   ");
  series.add(0, 1);
  series.add(Series::column_ms, std::nullopt);
  series.add(3 * Series::column_ms, 1);
  EXPECT_EQ(series.line(4), "█  █");
}

TEST(Series, NothingAtAllIsALowLine) {
  Series series;
  for (int i = 0; i < 3; ++i) series.add(i * Series::column_ms, 0);
  EXPECT_EQ(series.line(3), "▁▁▁");
}

TEST(Series, ForgetsWhatIsOlderThanItsColumnsAndMindsNoClockThatGoesBack) {
  Series series;
  series.add(0, 100);
  series.add(Series::most_columns * Series::column_ms, 1);
  EXPECT_EQ(series.line(1), "█") << "the 100 is forgotten";
  series.add(0, 2);
  EXPECT_EQ(series.line(1), "█");
  EXPECT_EQ(series.line(2), " █");
}

}  // namespace
}  // namespace cocotalk::host::top
