#include "search/lookup.hpp"

#include <gtest/gtest.h>
#include <cocotalk/plugin.hpp>

#include <string>
#include <vector>

#include "search/tokenizer.hpp"
#include "tests/search/fed.hpp"

namespace cocotalk::search {
namespace {

constexpr std::int64_t now = 1'700'000'000'000;
using Numbers = std::vector<std::int64_t>;

std::string plan_of(const Database& database, const std::string& sql) {
  std::string out;
  for (Statement explain(database, "EXPLAIN QUERY PLAN " + sql); explain.step();) out.append(explain.bytes(3)).append("\n");
  return out;
}

// Whatever is asked, no table is read from end to end.
TEST(Lookup, EveryStatementUsesAnIndex) {
  const Fed fed;
  Database database(fed.path(), Database::Role::writer, 1 << 20);
  add_tokenizer(database);
  const std::string candidates = plan_of(database, candidates_sql);
  EXPECT_NE(candidates.find("VIRTUAL TABLE INDEX"), std::string::npos) << candidates;
  EXPECT_EQ(candidates.find("TEMP B-TREE"), std::string::npos) << "sorted by hand: " << candidates;
  for (const char* const sql : {group_sql, document_sql}) {
    const std::string plan = plan_of(database, sql);
    EXPECT_EQ(plan.find("SCAN"), std::string::npos) << sql << ": " << plan;
    EXPECT_NE(plan.find("SEARCH"), std::string::npos) << sql << ": " << plan;
  }
}

TEST(Lookup, FindsSyllablesBeginningsAndConsonants) {
  Fed fed;
  fed.add("room", 3, {{1, now, "내일 회의 있어요"}, {2, now + 1, "Hello WORLD"}, {3, now + 2, "하늘"}});
  EXPECT_EQ(fed.numbers("회의", {"room"}), (Numbers{1}));
  EXPECT_EQ(fed.numbers("회", {"room"}), (Numbers{1}));
  EXPECT_EQ(fed.numbers("ㅎㅇ", {"room"}), (Numbers{1}));
  EXPECT_EQ(fed.numbers("ㅎ", {"room"}), (Numbers{3, 1}));
  EXPECT_EQ(fed.numbers("world", {"room"}), (Numbers{2}));
}

TEST(Lookup, WhatLooksLikeAnExpressionIsOnlyWords) {
  Fed fed;
  fed.add("room", 1, {{1, now, "a \"quoted\" AND (b) OR c* NEAR"}});
  for (const char* const words : {"\"quoted\"", "AND", "(b)", "c*", "grp:quoted", "NEAR(a b)", "-quoted", "^a"})
    EXPECT_EQ(fed.numbers(words, {"room"}), words == std::string("grp:quoted") ? Numbers() : (Numbers{1})) << words;
}

TEST(Lookup, MarksOfGroupsCannotBeSaid) {
  Fed fed;
  fed.add("one", 1, {{1, now, "회의"}});
  fed.add("two", 1,
          {{2, now,
            "회의 \x01"
            "1"}});
  EXPECT_EQ(fed.numbers("회의", {"one"}), (Numbers{1}));
}

TEST(Lookup, LooksOnlySoFarAtOnceAndGoesOn) {
  Fed fed;
  std::vector<Doc> docs;
  for (std::int64_t i = 1; i <= 12'000; ++i) docs.push_back({i, now + i, "회의"});
  fed.add("room", 12'000, docs);
  const std::string group = "room";
  const std::string words = "회의";
  coco_search_group from_the_end{coco::view(group), 0};
  from_the_end.first = 20'000;  // all hits are left out
  coco_search_query query{sizeof query, 5, coco::view(words), &from_the_end, 1, 0};
  const Found first = fed.lookup.find(Question(query));
  EXPECT_TRUE(first.hits.empty());
  EXPECT_NE(first.next, 0);
  query.before = first.next;
  const Found second = fed.lookup.find(Question(query));
  EXPECT_TRUE(second.hits.empty());
  EXPECT_EQ(second.next, 0);
}

TEST(Lookup, SeesWhatWasFedBefore) {
  Fed fed;
  for (std::int64_t i = 1; i <= 20; ++i) {
    fed.add("room", i, {{i, now + i, "회의"}});
    ASSERT_EQ(fed.numbers("회의", {"room"}).size(), static_cast<std::size_t>(i));
  }
}

TEST(Lookup, RefusesAQuestionForNothing) {
  EXPECT_THROW(question_of("회의", {"room"}, 0), coco::Error);
  EXPECT_THROW(question_of("회의", {""}), coco::Error);
  EXPECT_NO_THROW(question_of("회의", {std::string(64, 'g')}));
  EXPECT_THROW(question_of("회의", {std::string(65, 'g')}), coco::Error);
}

}  // namespace
}  // namespace cocotalk::search
