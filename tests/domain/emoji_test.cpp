#include "core/domain/emoji.hpp"

#include <gtest/gtest.h>

#include <string>

namespace cocotalk::domain {
namespace {

TEST(Emoji, IsAPictographWithWhatChangesIt) {
  for (const char* const one : {"👍", "❤", "❤️", "😂", "👍🏽", "☺️", "🦄", "🫠"}) EXPECT_TRUE(is_emoji(one)) << one;
}

TEST(Emoji, IsSeveralPictographsJoinedToOne) {
  for (const char* const one :
       {"👨‍👩‍👧‍👦", "👩🏻‍❤️‍💋‍👩🏿", "🏳️‍🌈", "🧑‍💻", "❤️‍🔥"})
    EXPECT_TRUE(is_emoji(one)) << one;
}

TEST(Emoji, IsAFlagOrAKeycap) {
  for (const char* const one : {"🇰🇷", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "1️⃣", "#⃣", "*️⃣"})
    EXPECT_TRUE(is_emoji(one)) << one;
}

TEST(Emoji, IsNoTextAndNoTwo) {
  for (const char* const other : {"",    "a",       "1",       "#",   "안",       " 👍",         "👍 ", "👍👍",   "👍a",  "🇰",
                                  "🇰🇷🇯", "👍‍", "‍👍", "️", "🏽🏽", "👍️️", "❤́",  "1️", "<b>", "⃣"})
    EXPECT_FALSE(is_emoji(other)) << other;
}

TEST(Emoji, IsValidUtf8) {
  EXPECT_FALSE(is_emoji("\xF0\x9F\x91"));
  EXPECT_FALSE(is_emoji("\xF0\x9F\x91\x8D\xFF"));
  EXPECT_FALSE(is_emoji(std::string("👍\0", 5)));
}

TEST(Emoji, IsAtMostSixtyFourBytes) {
  std::string family = "👩";
  while (family.size() + 7 <= 64) family += "‍👩";
  EXPECT_TRUE(is_emoji(family)) << family.size();
  EXPECT_FALSE(is_emoji(family + "‍👩"));
}

}  // namespace
}  // namespace cocotalk::domain
