#include "conversation/text.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

namespace cocotalk::conversation {
namespace {

TEST(Text, StandsForItsBytes) {
  EXPECT_EQ(bytes_of("a b"), "a b");
  EXPECT_EQ(bytes_of("\\r\\n\\t\\\\\\\"\\xfF"), "\r\n\t\\\"\xFF");
  EXPECT_EQ(bytes_of("a\\0b"), std::string("a\0b", 3));
  EXPECT_EQ(bytes_of("<\\[3*ab]>"), "<ababab>");
  EXPECT_EQ(bytes_of("\\[2*\\x00]"), std::string(2, '\0'));
}

TEST(Text, RefusesWhatIsNoEscape) {
  for (const char* text : {"\\", "\\q", "\\x1", "\\xg0", "\\[3]", "\\[x*a]", "\\[3*a"})
    EXPECT_THROW(bytes_of(text), std::invalid_argument) << text;
}

TEST(Text, IsWrittenSoThatItCanBeReadAndReadBack) {
  const std::string bytes = std::string("a\r\n\0\x7F\xFF", 6) + "한\\" + std::string(40, 'x') + std::string(31, 'y');
  EXPECT_EQ(written(bytes), "a\\r\\n\\x00\\x7F\\xFF한\\\\\\[40*x]" + std::string(31, 'y'));
  EXPECT_EQ(bytes_of(written(bytes)), bytes);
}

TEST(Text, MatchesAPatternWithStars) {
  for (const char* pattern : {"close 1002", "*", "close *", "*1002", "c*e*2", "close 1002*", "*close*1002*"})
    EXPECT_TRUE(matches(pattern, "close 1002")) << pattern;
  for (const char* pattern : {"", "close", "1002", "close 1002 *", "*3", "c*x*", "close 1002*2"})
    EXPECT_FALSE(matches(pattern, "close 1002")) << pattern;
}

TEST(Text, IsTakenWordByWord) {
  std::string_view line = " close  1000 \"by\\\"e\" rest";
  EXPECT_EQ(take_word(line), "close");
  EXPECT_EQ(take_quoted(line), std::nullopt);
  EXPECT_EQ(take_word(line), "1000");
  EXPECT_EQ(take_quoted(line), "by\"e");
  EXPECT_EQ(take_word(line), "rest");
  EXPECT_EQ(take_word(line), "");
  line = "\"endless\\\"";
  EXPECT_THROW(take_quoted(line), std::invalid_argument);
}

}  // namespace
}  // namespace cocotalk::conversation
