#include "ui-console/text.hpp"

#include <gtest/gtest.h>

namespace cocotalk::console {
namespace {

TEST(Text, KnowsUtf8) {
  for (const char* good : {"", "abc", "우리방", "é", "😀", "\xF4\x8F\xBF\xBF"}) EXPECT_TRUE(is_utf8(good)) << good;
  for (const char* bad : {"\x80", "\xC0\x80", "\xC3", "\xE0\x80\x80", "\xED\xA0\x80", "\xF0\x80\x80\x80", "\xF4\x90\x80\x80",
                          "\xF5\x80\x80\x80", "a\xFF"})
    EXPECT_FALSE(is_utf8(bad)) << bad;
}

TEST(Text, NothingAPersonWroteDrivesTheTerminal) {
  EXPECT_EQ(harmless("\x1b[2Jboo\x07", " "), "\uFFFD[2Jboo\uFFFD");
  EXPECT_EQ(harmless("\xC2\x9B"
                     "31m",
                     " "),
            "\uFFFD31m");
  EXPECT_EQ(harmless("\x7F\xFF", " "), "\uFFFD\uFFFD");
  EXPECT_EQ(harmless("우리방 é 😀", " "), "우리방 é 😀");
}

TEST(Text, LineEndsBecomeWhatTheCallerWants) { EXPECT_EQ(harmless("a\r\nb\tc", "\n  "), "a\n  b c"); }

TEST(Text, SplitsAtBlanks) {
  EXPECT_EQ(words_of("  a\tb  c "), (std::vector<std::string>{"a", "b", "c"}));
  EXPECT_TRUE(words_of(" \t ").empty());
}

}  // namespace
}  // namespace cocotalk::console
