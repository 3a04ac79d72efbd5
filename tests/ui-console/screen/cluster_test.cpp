#include "ui-console/screen/cluster.hpp"

#include <gtest/gtest.h>

namespace cocotalk::console {
namespace {

// All that is shown of a text, and how wide it is.
std::string shown(std::string_view text) {
  std::string out;
  int width = 0;
  while (!text.empty()) {
    const Cluster one = first_cluster(text);
    out += one.shown;
    width += one.width;
    text.remove_prefix(one.text.size());
  }
  return out + "|" + std::to_string(width);
}

TEST(Cluster, HangulIsTwoColumnsHoweverItIsWritten) {
  EXPECT_EQ(shown("한글"), "한글|4");
  EXPECT_EQ(shown("\u1112\u1161\u11AB"), "\u1112\u1161\u11AB|2") << "conjoining jamo, as a Mac sends them";
  EXPECT_EQ(shown("ㅋㅋ"), "ㅋㅋ|4");
}

TEST(Cluster, FullWidthIsTwoColumnsAndHalfWidthOne) { EXPECT_EQ(shown("Ａａｱ"), "Ａａｱ|5"); }

TEST(Cluster, OfJoinedEmojiTheFirstIsShown) {
  EXPECT_EQ(shown("👨‍👩‍👧‍👦"), "👨|2");
  EXPECT_EQ(shown("👍🏽"), "👍|2");
  EXPECT_EQ(shown("🇰🇷"), "🇰🇷|2");
  EXPECT_EQ(shown("❤️"), "❤|1");
  EXPECT_EQ(shown("1️⃣"), "1\u20E3|1");
}

TEST(Cluster, AJoinedEmojiIsOneCluster) {
  EXPECT_EQ(first_cluster("👨‍👩‍👧‍👦!").text, "👨‍👩‍👧‍👦");
}

TEST(Cluster, MarksStandUponTheirCharacterAndAreBounded) {
  EXPECT_EQ(shown("e\u0301"), "e\u0301|1");
  EXPECT_EQ(shown("e\u0301\u0302\u0303\u0304\u0305\u0306"), "e\u0301\u0302\u0303\u0304|1");
  EXPECT_EQ(shown("\u0301"), "◌\u0301|1") << "one that stands alone would stand upon the frame";
}

TEST(Cluster, WhatIsShownIsShownTheSameWayAgain) {
  for (const char* text :
       {"\u11AB", "\u1161\u11AB", "^\u11AB", "\u0301", "👨‍👩‍👧‍👦", "🇰🇷🇰", "a\u202Eb", "\u1161x"}) {
    const std::string once = fitted(text, 20);
    EXPECT_EQ(fitted(once, 20), once) << text;
    EXPECT_EQ(width_of(once), width_of(text)) << text;
  }
}

TEST(Cluster, ControlCharactersNeverGoThrough) {
  EXPECT_EQ(shown("\x1b[2J"), "\uFFFD[2J|4");
  EXPECT_EQ(shown("a\x07\x7f\u009b"), "a\uFFFD\uFFFD\uFFFD|4");
  EXPECT_EQ(shown("\xff\xc3"), "\uFFFD\uFFFD|2");
}

TEST(Cluster, WhatReordersTextOrHasNoWidthIsLeftOut) { EXPECT_EQ(shown("a\u202Eb\u200Bc\u2066\uFEFF"), "abc|3"); }

TEST(Fitted, CutsBetweenClustersAndSaysSo) {
  EXPECT_EQ(fitted("안녕하세요", 10), "안녕하세요");
  EXPECT_EQ(fitted("안녕하세요", 9), "안녕하세…");
  EXPECT_EQ(fitted("안녕하세요", 8), "안녕하…") << "half a character is not shown";
  EXPECT_EQ(fitted("abc", 1), "…");
  EXPECT_EQ(fitted("abc", 0), "");
}

TEST(Wrapped, BreaksBetweenWordsWhereItCan) {
  EXPECT_EQ(wrapped("the quick brown fox", 10), (std::vector<std::string>{"the quick", "brown fox"}));
  EXPECT_EQ(wrapped("antidisestablish", 6), (std::vector<std::string>{"antidi", "sestab", "lish"}));
  EXPECT_EQ(wrapped("a\n\nb", 6), (std::vector<std::string>{"a", "", "b"}));
}

TEST(Wrapped, NeverSplitsACluster) {
  EXPECT_EQ(wrapped("가나다", 3), (std::vector<std::string>{"가", "나", "다"}));
  EXPECT_EQ(wrapped("👨‍👩‍👧‍👦👍🏽", 2), (std::vector<std::string>{"👨", "👍"}));
}

TEST(Wrapped, AWordThatWasTakenToTheNextLineMayFillIt) {
  EXPECT_EQ(wrapped(" a가", 2), (std::vector<std::string>{"", "a", "가"}));
}

TEST(Wrapped, NoLineIsWiderThanAsked) {
  for (int columns = 2; columns < 20; ++columns)
    for (const std::string& line :
         wrapped("회의는 세 시에 시작합니다 meeting at three 👨‍👩‍👧‍👦 ok?", columns))
      EXPECT_LE(width_of(line), columns) << line;
}

}  // namespace
}  // namespace cocotalk::console
