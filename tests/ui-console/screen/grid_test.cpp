#include "ui-console/screen/grid.hpp"

#include <gtest/gtest.h>

namespace cocotalk::console {
namespace {

TEST(Grid, HoldsWhatIsPutWhereItIsPut) {
  Grid grid({2, 6});
  EXPECT_EQ(grid.put({1, 2}, "abc", Style::strong, 10), 5);
  EXPECT_EQ(grid.text(), "\n  abc\n");
  EXPECT_EQ(grid.at(1, 2).style, Style::strong);
}

TEST(Grid, WhatDoesNotFitIsLeftOut) {
  Grid grid({1, 4});
  grid.put({0, 1}, "가나", Style::plain, 10);
  EXPECT_EQ(grid.text(), " 가\n") << "no half of a wide character";
  grid.put({0, 0}, "abcdef", Style::plain, 2);
  EXPECT_EQ(grid.text(), "ab\n");
}

TEST(Grid, OfAWideCharacterNoHalfStaysAlone) {
  Grid left({1, 4}), right({1, 4});
  left.put({0, 0}, "가", Style::plain, 2);
  left.put({0, 0}, "a", Style::plain, 1);
  EXPECT_EQ(left.line(0), "a");
  right.put({0, 1}, "가", Style::plain, 2);
  right.put({0, 2}, "나", Style::plain, 2);
  EXPECT_EQ(right.line(0), "  나");
}

TEST(Grid, PlacesOutsideAreIgnored) {
  Grid grid({1, 3});
  for (const Place place : {Place{1, 0}, Place{-1, 0}, Place{0, -1}, Place{0, 3}}) grid.put(place, "x", Style::plain, 3);
  EXPECT_EQ(grid.text(), "\n");
}

}  // namespace
}  // namespace cocotalk::console
