#include "search/characters.hpp"

#include <gtest/gtest.h>

#include <string>

namespace cocotalk::search {
namespace {

// The characters as text; '|' before one that begins a word, '.' before one that merely does not follow.
std::string read(std::string_view text) {
  std::string out;
  for (const Character& c : characters_of(text)) {
    if (c.begins_word)
      out += '|';
    else if (!c.follows)
      out += '.';
    append_utf8(out, c.code);
  }
  return out;
}

TEST(Characters, AreWithoutCaseAndPunctuation) {
  EXPECT_EQ(read("Hello, World-42!"), "|hello|world|42");
  EXPECT_EQ(read("ÄÖÜ ΣΊΣΥΦΟΣ"), "|aou|σισυφοσ");
  EXPECT_EQ(read("Straße"), "|strasse");
  EXPECT_EQ(read(""), "");
  EXPECT_EQ(read(" \t\n...!?^`"), "");
}

TEST(Characters, AreTheSameHoweverTheyAreWritten) {
  EXPECT_EQ(read("\u1112\u116C\u110B\u1174"), "|회의");          // decomposed
  EXPECT_EQ(read("\u1112\u116C\u1100\u1161\u11A8"), "|회각");    // with a final consonant
  EXPECT_EQ(read("\u1112 \u1112\u116C"), "|ㅎ|회");              // a lone consonant
  EXPECT_EQ(read("ＡＢＣ　１２"), "|abc|12");                    // full width
  EXPECT_EQ(read("cafe\u0301 café"), "|cafe|cafe");              // accents
  EXPECT_EQ(read("co\u00ADope\u200Drate\uFE0F"), "|cooperate");  // what nobody sees
}

TEST(Characters, OfSyllablesKnowTheFirstConsonant) {
  const std::vector<Character> syllables = characters_of("가까힣ㅎa");
  ASSERT_EQ(syllables.size(), 5u);
  EXPECT_EQ(syllables[0].initial, U'ㄱ');
  EXPECT_EQ(syllables[1].initial, U'ㄲ');
  EXPECT_EQ(syllables[2].initial, U'ㅎ');
  EXPECT_FALSE(syllables[3].is_syllable());
  EXPECT_EQ(syllables[4].initial, U'a');
}

TEST(Characters, EmojiAndScriptsWithoutBlanksBeginWords) {
  EXPECT_EQ(read("좋아👍👍🏽네"), "|좋아|👍|👍|네");
  EXPECT_EQ(read("会議a"), "|会|議|a");
  EXPECT_FALSE(characters_of("会議").at(0).follows);
  EXPECT_TRUE(characters_of("会議").at(1).follows);
}

TEST(Characters, KnowTheirBytes) {
  const std::string text = "a 회\u1112\u116C!";
  const std::vector<Character> found = characters_of(text);
  ASSERT_EQ(found.size(), 3u);
  EXPECT_EQ(text.substr(found[1].begin, found[1].end - found[1].begin), "회");
  EXPECT_EQ(text.substr(found[2].begin, found[2].end - found[2].begin), "\u1112\u116C");
}

TEST(Characters, WhatIsNoUtf8Separates) {
  EXPECT_EQ(read("ab\xFF"
                 "cd\xED\xA0\x80"
                 "ef"),
            "|ab|cd|ef");
  EXPECT_EQ(read(std::string_view("ab\0cd", 5)), "|ab|cd");
  EXPECT_EQ(read("ab\xEC"), "|ab");
}

TEST(Characters, InitialsAreThoseSyllablesBeginWith) {
  for (const char32_t code : U"ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ") EXPECT_TRUE(code == 0 || is_initial(code));
  for (const char32_t code : U"ㄳㅏㅣa회") EXPECT_FALSE(is_initial(code));
}

}  // namespace
}  // namespace cocotalk::search
