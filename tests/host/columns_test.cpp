#include "core/host/columns.hpp"

#include <gtest/gtest.h>

namespace cocotalk::host {
namespace {

TEST(Columns, WideCharactersHaveTwoAndMarksNone) {
  EXPECT_EQ(width_of("abc"), 3);
  EXPECT_EQ(width_of("한글"), 4);
  EXPECT_EQ(width_of("e\u0301"), 1);
  EXPECT_EQ(width_of("\xff"), 1);
}

TEST(Columns, WhatDoesNotFitIsCutBetweenCharacters) {
  EXPECT_EQ(fitted("한글이다", 8), "한글이다");
  EXPECT_EQ(fitted("한글이다", 7), "한글이…");
  EXPECT_EQ(fitted("한글이다", 6), "한글…");
  EXPECT_EQ(fitted("한글이다", 1), "…");
  EXPECT_EQ(fitted("한글이다", 0), "");
}

TEST(Columns, NothingDrivesATerminal) { EXPECT_EQ(harmless("red\x1b[31m\n\u202Eabc\xff"), "red\uFFFD[31m\uFFFDabc\uFFFD"); }

TEST(Columns, TextStandsAtEitherSide) {
  EXPECT_EQ(left_in("한", 4) + "|", "한  |");
  EXPECT_EQ(right_in("한", 4), "  한");
  EXPECT_EQ(right_in("longer", 4), "longer");
}

}  // namespace
}  // namespace cocotalk::host
