#include "search/query.hpp"

#include <gtest/gtest.h>
#include <cocotalk/plugin.hpp>

#include <algorithm>
#include <string>
#include <vector>

#include "search/terms.hpp"

namespace cocotalk::search {
namespace {

// What of the text is found.
std::vector<std::string> found(const std::string& words, const std::string& text, std::size_t max = 8) {
  std::vector<std::string> out;
  for (const coco_search_span& span : Query(words).spans_in(text, max))
    out.push_back(text.substr(span.begin, span.end - span.begin));
  return out;
}
using Found = std::vector<std::string>;

TEST(Query, AWordOfTwoSyllablesStandsAnywhere) {
  EXPECT_EQ(found("회의", "내일 대회의실에서 회의"), (Found{"회의", "회의"}));
  EXPECT_EQ(found("회의", "회 의"), Found());
  EXPECT_EQ(found("회의", "후의"), Found());
}

TEST(Query, ASingleSyllableStandsWhereAWordBegins) {
  EXPECT_EQ(found("회", "회의 대회"), (Found{"회"}));
  EXPECT_EQ(found("회", "대회"), Found());
  EXPECT_EQ(found("h", "Hey, the oh"), (Found{"H"}));
}

TEST(Query, ConsonantsStandForSyllables) {
  EXPECT_EQ(found("ㅎㅇ", "내일 회의 있어요"), (Found{"회의"}));
  EXPECT_EQ(found("ㅎㅇ", "ㅎㅇ 안녕"), (Found{"ㅎㅇ"}));
  EXPECT_EQ(found("ㅎ", "내일 회의"), (Found{"회"}));
  EXPECT_EQ(found("회ㅇ", "회의"), (Found{"회의"}));
  EXPECT_EQ(found("ㅎㅇ", "하나"), Found());
  EXPECT_EQ(found("ㄱ", "까치"), Found());
  EXPECT_EQ(found("ㅏ", "ㅏ 하"), (Found{"ㅏ"}));  // a vowel is only itself
}

TEST(Query, LettersAreWithoutCase) {
  EXPECT_EQ(found("hello", "Say HELLO"), (Found{"HELLO"}));
  EXPECT_EQ(found("ÉTÉ", "l'été"), (Found{"été"}));
}

TEST(Query, AllWordsMustStand) {
  EXPECT_EQ(found("내일 회의", "회의는 내일"), (Found{"회의", "내일"}));
  EXPECT_EQ(found("내일 회의", "회의는 오늘"), Found());
}

TEST(Query, OverlappingFindsAreOne) { EXPECT_EQ(found("회의 의실", "회의실"), (Found{"회의실"})); }

TEST(Query, SaysNoMoreFindsThanAskedFor) { EXPECT_EQ(found("ab", "ab ab ab", 2).size(), 2u); }

TEST(Query, EmojiAreFound) {
  EXPECT_EQ(found("👍", "좋아요👍"), (Found{"👍"}));
  EXPECT_EQ(found("👍", "좋아요👍🏽").size(), 1u);
}

TEST(Query, RefusesWhatHasNoWord) {
  for (const char* const words : {"", "   ", "!?", "\xFF", "\u200D"}) EXPECT_THROW(Query{words}, coco::Error) << words;
}

TEST(Query, RefusesTooMuch) {
  const auto words = [](std::size_t n) {
    std::string out;
    for (std::size_t i = 0; i < n; ++i) out += "ab ";
    return out;
  };
  EXPECT_NO_THROW(Query{words(Query::max_words)});
  EXPECT_THROW(Query{words(Query::max_words + 1)}, coco::Error);
  EXPECT_NO_THROW(Query{std::string(Query::max_characters, 'a')});
  EXPECT_THROW(Query{std::string(Query::max_characters + 1, 'a')}, coco::Error);
}

// Otherwise the index would hide what match() finds.
TEST(Query, WhateverStandsInATextHasItsTermsThere) {
  const std::string texts[] = {"내일 대회의실에서 회의 ㅎㅇ", "Say HELLO to A형 👍👍", "회의록 v2 会議室 ㅋㅋㅋ 크크",
                               "ab 가a나 ㅏㅏ 1시"};
  const std::string words[] = {"회의", "회",   "ㅎㅇ", "ㅎ", "회ㅇ", "ㅎ의", "hello", "h",   "aㅎ", "a형", "ㅋㅋ",
                               "크ㅋ", "議室", "議",   "👍",  "👍👍",   "ㅏㅏ", "가a",   "ㄱa", "ㅏ",  "1시", "1ㅅ"};
  for (const std::string& text : texts) {
    std::vector<std::string> terms;
    each_term(text, [&](std::string_view term) { terms.emplace_back(term); });
    for (const std::string& word : words) {
      const Query query(word);
      if (query.spans_in(text, 1).empty()) continue;
      for (const std::string& term : query.terms())
        EXPECT_NE(std::find(terms.begin(), terms.end(), term), terms.end())
            << "'" << word << "' in '" << text << "' without " << term;
    }
  }
}

}  // namespace
}  // namespace cocotalk::search
