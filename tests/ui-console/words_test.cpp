#include "ui-console/words.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <set>

namespace cocotalk::console {
namespace {

TEST(Words, TimesAreThoseOfThisMachine) {
  ::setenv("TZ", "KST-9", 1);
  ::tzset();
  EXPECT_EQ(clock_of("2022-02-04T04:21:14.542"), "13:21");
  EXPECT_EQ(clock_of("soon"), "");
  EXPECT_EQ(day_of("2022-02-04T14:59:59.999"), "Friday, 4 February 2022");
  EXPECT_EQ(day_of("2022-02-04T15:00:00.000"), "Saturday, 5 February 2022");
  EXPECT_EQ(day_of("soon"), "");
}

TEST(Words, EveryNumberThatEndsALinkHasItsSentence) {
  std::set<std::string> sentences;
  for (const coco_close_code code : {4001, 4009, 4010, 4013, 4029, 1012, 1006}) sentences.insert(sentence_of({code, "x"}));
  EXPECT_EQ(sentences.size(), 7U);
}

}  // namespace
}  // namespace cocotalk::console
