#include "search/terms.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

namespace cocotalk::search {
namespace {

using Terms = std::vector<std::string>;

Terms of_text(std::string_view text) {
  Terms out;
  each_term(text, [&](std::string_view term) { out.emplace_back(term); });
  std::sort(out.begin(), out.end());
  return out;
}
Terms sorted(Terms terms) {
  std::sort(terms.begin(), terms.end());
  return terms;
}
Terms of_word(std::string_view word) {
  const std::vector<Character> characters = characters_of(word);
  return terms_of_word(characters);
}

TEST(Terms, OfSyllablesArePairsTheirConsonantsAndTheBeginning) {
  EXPECT_EQ(of_text("회의실"), sorted({"회의", "의실", "ㅎㅇ", "ㅇㅅ", "^회", "^ㅎ"}));
}

TEST(Terms, OfOtherLettersArePairsAndTheBeginning) { EXPECT_EQ(of_text("Hey"), sorted({"he", "ey", "^h"})); }

TEST(Terms, DoNotReachOverTheEndOfAWord) { EXPECT_EQ(of_text("가 a"), sorted({"^가", "^ㄱ", "^a"})); }

TEST(Terms, OfMixedWordsHaveConsonantsWhereThereIsASyllable) { EXPECT_EQ(of_text("A형"), sorted({"a형", "aㅎ", "^a"})); }

TEST(Terms, OfAQueryAreSomeOfTheTextsItStandsIn) {
  EXPECT_EQ(of_word("회의"), (Terms{"회의"}));
  EXPECT_EQ(of_word("회"), (Terms{"^회"}));
  EXPECT_EQ(of_word("ㅎ"), (Terms{"^ㅎ"}));
  EXPECT_EQ(of_word("ㅎㅇ"), (Terms{"ㅎㅇ"}));
  EXPECT_EQ(of_word("회ㅇ"), (Terms{"ㅎㅇ"}));  // while it is being typed
  EXPECT_EQ(of_word("회의ㅅ"), (Terms{"회의", "ㅇㅅ"}));
}

TEST(Terms, ConsonantsThatWereWrittenAreFoundLikeSyllables) { EXPECT_EQ(of_text("ㅋㅋ"), sorted({"ㅋㅋ", "^ㅋ"})); }

}  // namespace
}  // namespace cocotalk::search
