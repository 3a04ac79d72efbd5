// What every provider of cocotalk.search/1 must do, whatever it takes for a word. Include it in one file of a test program and
// name the provider there:
//
//   COCO_SEARCH_CONTRACT(Mine, [] { return provider_of<coco_search>(coco_plugin_abi1, COCO_SEARCH); })
#pragma once

#include <cocotalk/search.h>
#include <cocotalk/testing/disk_faults.hpp>
#include <cocotalk/testing/provider.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <deque>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace cocotalk::testing {

class SearchContract : public Contract<coco_search> {
 protected:
  struct Doc {
    std::int64_t number;
    std::int64_t after_ms;  // some moment
    std::string text;
  };
  struct Hits {
    std::vector<std::string> names;  // "room 7"
    std::int64_t next = 0;
  };
  using Groups = std::vector<std::pair<std::string, std::int64_t>>;
  static constexpr std::int64_t moment = 1'700'000'000'000;

  SearchContract() { EXPECT_EQ(open("first"), COCO_OK); }

  coco_status open(const std::string& record) {
    Answer<int> answer;
    search->open(search->self, coco::view(record), answer.expect_nothing());
    return answer.status();
  }
  coco_status feed(std::string group, std::int64_t position, std::vector<Doc> docs) {
    std::vector<coco_search_document> documents;
    for (const Doc& doc : docs)
      documents.push_back({sizeof(coco_search_document), 0, doc.number, moment + doc.after_ms, coco::view(doc.text)});
    std::vector<const coco_search_document*> pointers;
    for (const coco_search_document& document : documents) pointers.push_back(&document);
    const coco_search_batch batch{sizeof batch, 0, coco::view(group), position, pointers.data(), pointers.size()};
    const coco_search_batch* const batches[] = {&batch};
    Answer<int> answer;
    search->index(search->self, batches, 1, answer.expect_nothing());
    group.assign(group.size(), 'x');  // borrowed for the call
    for (Doc& doc : docs) doc.text.assign(doc.text.size(), 'x');
    return answer.status();
  }
  std::vector<std::int64_t> positions(const std::vector<std::string>& groups) {
    std::vector<coco_view> views;
    for (const std::string& group : groups) views.push_back(coco::view(group));
    Answer<std::vector<std::int64_t>> answer;
    search->positions(search->self, views.data(), views.size(),
                      answer.expect<coco_search_positions>([](const coco_search_positions* result) {
                        return std::vector<std::int64_t>(result->positions, result->positions + result->n_positions);
                      }));
    return answer.kept().value_or(std::vector<std::int64_t>());
  }
  void begin(Answer<Hits>& answer, const std::string& words, const Groups& groups, std::uint32_t limit, std::int64_t before) {
    std::vector<coco_search_group> raw;
    for (const auto& [name, first] : groups) raw.push_back({coco::view(name), first});
    const coco_search_query query{sizeof query, limit, coco::view(words), raw.data(), raw.size(), before};
    search->query(search->self, &query, answer.expect<coco_search_hits>([](const coco_search_hits* result) {
      Hits hits;
      for (std::uint64_t i = 0; i < result->n_hits; ++i)
        hits.names.push_back(std::string(coco::text(result->hits[i].group)) + " " + std::to_string(result->hits[i].number));
      hits.next = result->next;
      return hits;
    }));
  }
  Hits find(const std::string& words, const Groups& groups, std::uint32_t limit = 100, std::int64_t before = 0) {
    Answer<Hits> answer;
    begin(answer, words, groups, limit, before);
    EXPECT_EQ(answer.status(), COCO_OK) << answer.why();
    return answer.kept().value_or(Hits());
  }
  std::vector<std::pair<std::uint64_t, std::uint64_t>> match(const std::string& words, const std::string& text,
                                                             std::uint64_t room = 8) {
    std::vector<coco_search_span> spans(room);
    std::uint64_t n = room;
    coco_error error{};
    EXPECT_EQ(search->match(search->self, coco::view(words), coco::view(text), spans.data(), &n, &error), COCO_OK) << error.text;
    std::vector<std::pair<std::uint64_t, std::uint64_t>> out;
    for (std::uint64_t i = 0; i < n; ++i) out.emplace_back(spans[i].begin, spans[i].end);
    return out;
  }
  using Names = std::vector<std::string>;

  Provider<coco_search> provider = GetParam().make();
  const coco_search* search = provider.get();
};

TEST_P(SearchContract, FindsTheNewestFirstInAllGroups) {
  feed("a", 3, {{1, 3'000, "apple pie"}, {2, 9'000, "apple juice"}, {3, 5'000, "pear"}});
  feed("b", 1, {{7, 6'000, "an apple"}});
  EXPECT_EQ(find("apple", {{"a", 1}, {"b", 1}}).names, (Names{"a 2", "b 7", "a 1"}));
  EXPECT_EQ(find("apple", {{"a", 1}, {"b", 1}}).next, 0);
}

TEST_P(SearchContract, FindsOnlyWhatHasAllWords) {
  feed("a", 2, {{1, 1'000, "apple pie"}, {2, 2'000, "apple juice"}});
  EXPECT_EQ(find("pie apple", {{"a", 1}}).names, (Names{"a 1"}));
  EXPECT_EQ(find("apple cake", {{"a", 1}}).names, Names());
}

TEST_P(SearchContract, FindsOnlyInTheGroupsAskedAboutAndFromTheirFirstOn) {
  feed("a", 2, {{1, 1'000, "apple"}, {2, 2'000, "apple"}});
  feed("b", 1, {{1, 3'000, "apple"}});
  EXPECT_EQ(find("apple", {{"a", 2}}).names, (Names{"a 2"}));
  EXPECT_EQ(find("apple", {{"c", 1}}).names, Names());
  EXPECT_EQ(find("apple", {}).names, Names());
}

TEST_P(SearchContract, FindsInMoreGroupsThanAnybodyLists) {
  Groups all;
  for (int i = 0; i < 600; ++i) all.emplace_back("group" + std::to_string(i), 1);
  feed("group0", 1, {{1, 1'000, "apple"}});
  feed("group599", 1, {{1, 2'000, "apple"}});
  feed("other", 1, {{1, 3'000, "apple"}});
  EXPECT_EQ(find("apple", all).names, (Names{"group599 1", "group0 1"}));
}

TEST_P(SearchContract, PagesHoldEveryDocumentOnce) {
  std::vector<Doc> docs;
  for (std::int64_t i = 1; i <= 10; ++i) docs.push_back({i, 1'000, "apple"});  // all in one moment
  feed("a", 10, docs);
  Names all;
  std::int64_t before = 0;
  for (int pages = 0; pages < 10; ++pages) {
    const Hits page = find("apple", {{"a", 1}}, 3, before);
    EXPECT_LE(page.names.size(), 3u);
    all.insert(all.end(), page.names.begin(), page.names.end());
    before = page.next;
    if (before == 0) break;
  }
  EXPECT_EQ(before, 0);
  EXPECT_EQ(all.size(), 10u);
  std::sort(all.begin(), all.end());
  EXPECT_EQ(std::unique(all.begin(), all.end()), all.end());
}

TEST_P(SearchContract, ADocumentThatIsIndexedAgainIsReplacedAtItsPlace) {
  feed("a", 2, {{1, 1'000, "apple"}, {2, 2'000, "pear plum"}});
  feed("a", 3, {{1, 1'000, "pear"}});
  EXPECT_EQ(find("apple", {{"a", 1}}).names, Names());
  EXPECT_EQ(find("pear", {{"a", 1}}).names, (Names{"a 2", "a 1"}));
}

TEST_P(SearchContract, AnEmptyTextErases) {
  feed("a", 1, {{1, 1'000, "apple"}});
  feed("a", 2, {{1, 1'000, ""}, {5, 1'000, ""}});
  EXPECT_EQ(find("apple", {{"a", 1}}).names, Names());
  EXPECT_EQ(positions({"a"}), (std::vector<std::int64_t>{2}));
}

TEST_P(SearchContract, OfANumberThatComesTwiceTheLaterCounts) {
  feed("a", 2, {{1, 1'000, "apple"}, {1, 1'000, "pear"}});
  EXPECT_EQ(find("apple", {{"a", 1}}).names, Names());
  EXPECT_EQ(find("pear", {{"a", 1}}).names, (Names{"a 1"}));
}

TEST_P(SearchContract, PositionsAreThoseOfTheLastFeeding) {
  feed("a", 4, {{1, 1'000, "apple"}});
  feed("b", 9, {});
  EXPECT_EQ(positions({"b", "unknown", "a"}), (std::vector<std::int64_t>{9, 0, 4}));
  feed("a", 5, {});
  EXPECT_EQ(positions({"a"}), (std::vector<std::int64_t>{5}));
}

TEST_P(SearchContract, AGroupThatIsForgottenIsGone) {
  feed("a", 1, {{1, 1'000, "apple"}});
  feed("b", 1, {{1, 1'000, "apple"}});
  Answer<int> forgotten;
  search->forget(search->self, coco::view("a"), forgotten.expect_nothing());
  ASSERT_EQ(forgotten.status(), COCO_OK);
  EXPECT_EQ(find("apple", {{"a", 1}, {"b", 1}}).names, (Names{"b 1"}));
  EXPECT_EQ(positions({"a"}), (std::vector<std::int64_t>{0}));
}

TEST_P(SearchContract, TheSameRecordIsKeptAndAnotherIsBegunAnew) {
  feed("a", 1, {{1, 1'000, "apple"}});
  open("first");
  EXPECT_EQ(find("apple", {{"a", 1}}).names, (Names{"a 1"}));
  open("second");
  EXPECT_EQ(find("apple", {{"a", 1}}).names, Names());
  EXPECT_EQ(positions({"a"}), (std::vector<std::int64_t>{0}));
  feed("a", 1, {{1, 1'000, "pear"}});
  EXPECT_EQ(find("pear", {{"a", 1}}).names, (Names{"a 1"}));
}

TEST_P(SearchContract, NamesOfGroupsAreAnyBytes) {
  const std::string zero("\0a", 2), high("\xff\xfe", 2);
  feed(zero, 1, {{1, 1'000, "apple"}});
  feed(high, 2, {{1, 2'000, "apple"}});
  EXPECT_EQ(find("apple", {{zero, 1}, {high, 1}}).names, (Names{high + " 1", zero + " 1"}));
  EXPECT_EQ(positions({zero, high, std::string("\0b", 2)}), (std::vector<std::int64_t>{1, 2, 0}));
}

TEST_P(SearchContract, MatchSaysWhereTheWordsStand) {
  using Spans = std::vector<std::pair<std::uint64_t, std::uint64_t>>;
  EXPECT_EQ(match("apple", "an apple, apple"), (Spans{{3, 8}, {10, 15}}));
  EXPECT_EQ(match("pie apple", "apple pie"), (Spans{{0, 5}, {6, 9}}));
  EXPECT_EQ(match("apple pie", "an apple"), Spans());
  EXPECT_EQ(match("apple", "apple apple apple", 2).size(), 2u);
}

TEST_P(SearchContract, RefusesToLookForNothing) {
  Answer<Hits> answer;
  begin(answer, " ", {{"a", 1}}, 1, 0);
  EXPECT_EQ(answer.status(), COCO_INVALID);
  EXPECT_FALSE(answer.why().empty());
  coco_search_span span;
  std::uint64_t n = 1;
  coco_error error{};
  EXPECT_EQ(search->match(search->self, coco::view(" "), coco::view("text"), &span, &n, &error), COCO_INVALID);
}

TEST_P(SearchContract, WordsAndTextsAreInAnyScript) {
  feed("a", 3, {{1, 1'000, "오늘 점심 메뉴"}, {2, 2'000, "emoji 😀 party"}, {3, 3'000, "Größe"}});
  EXPECT_EQ(find("점심", {{"a", 1}}).names, (Names{"a 1"}));
  EXPECT_EQ(find("party", {{"a", 1}}).names, (Names{"a 2"}));
  EXPECT_EQ(find("Größe", {{"a", 1}}).names, (Names{"a 3"}));
}

TEST_P(SearchContract, BatchesOfOneCallAreAllIndexed) {
  const std::string text = "apple";
  const coco_search_document document{sizeof document, 0, 1, moment, coco::view(text)};
  const coco_search_document* const documents[] = {&document};
  const coco_search_batch a{sizeof a, 0, coco::view("a"), 1, documents, 1}, b{sizeof b, 0, coco::view("b"), 7, documents, 1};
  const coco_search_batch* const batches[] = {&a, &b};
  Answer<int> answer;
  search->index(search->self, batches, 2, answer.expect_nothing());
  ASSERT_EQ(answer.status(), COCO_OK) << answer.why();
  EXPECT_EQ(find("apple", {{"a", 1}, {"b", 1}}).names.size(), 2u);
  EXPECT_EQ(positions({"a", "b"}), (std::vector<std::int64_t>{1, 7}));
}

TEST_P(SearchContract, MatchIsPureOnManyThreads) {
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t)
    threads.emplace_back([this] {
      for (int i = 0; i < 50; ++i) EXPECT_EQ(match("apple", "an apple").size(), 1u);
    });
  for (std::thread& thread : threads) thread.join();
}

// ---- life and faults

TEST_P(SearchContract, FeedingAndAskingGoOnAtOnce) {
  feed("a", 1, {{1, 1'000, "apple"}});
  std::thread feeding([this] {
    for (std::int64_t n = 2; n <= 30; ++n) EXPECT_EQ(feed("a", n, {{n, n * 1'000, "apple"}}), COCO_OK);
  });
  std::size_t last = 1;
  for (int i = 0; i < 30; ++i) {
    const std::size_t found = find("apple", {{"a", 1}}).names.size();
    EXPECT_GE(found, last) << "a later answer knows no less";
    last = found;
  }
  feeding.join();
  EXPECT_EQ(find("apple", {{"a", 1}}).names.size(), 30u);
}

TEST_P(SearchContract, AFailingDiskNeverLetsPositionAndDocumentsDisagree) {
  DiskFaults disk;
  if (!disk) GTEST_SKIP() << DiskFaults::why_not;
  feed("a", 1, {{1, 1'000, "apple"}});
  for (const int with : {ENOSPC, EIO}) {
    disk.fail_writes(with);
    const coco_status fed = feed("a", 2, {{2, 2'000, "apple"}});
    disk.mend();
    const bool is_in = positions({"a"}) == std::vector<std::int64_t>{2};
    EXPECT_EQ(find("apple", {{"a", 1}}).names.size(), is_in ? 2u : 1u);
    EXPECT_TRUE(fed == COCO_OK || fed == COCO_RETRY || fed == COCO_BUSY) << fed;
    EXPECT_TRUE(fed != COCO_OK || is_in) << "answered ok, and not there";
  }
  EXPECT_EQ(feed("a", 3, {{3, 3'000, "apple"}}), COCO_OK) << "and then it goes on";
}

TEST_P(SearchContract, WhenItIsDrainedEveryCallIsAnswered) {
  if (provider.plugin() == nullptr) GTEST_SKIP() << a_fake;
  feed("a", 1, {{1, 1'000, "apple"}});
  std::deque<Answer<Hits>> answers(30);
  for (Answer<Hits>& answer : answers) begin(answer, "apple", {{"a", 1}}, 10, 0);
  EXPECT_EQ(provider.plugin()->stop(), COCO_OK);
  EXPECT_TRUE(all_answered(answers)) << "drained, and a query is not answered";
}

TEST_P(SearchContract, AQueryThatComesTooLateIsAnsweredToo) {
  if (provider.plugin() == nullptr) GTEST_SKIP() << a_fake;
  EXPECT_EQ(provider.plugin()->stop(), COCO_OK);
  Answer<Hits> late;
  begin(late, "apple", {{"a", 1}}, 10, 0);
  late.status();
}

}  // namespace cocotalk::testing

#define COCO_SEARCH_CONTRACT(Name, ...) COCO_CONTRACT(Name, SearchContract, coco_search, __VA_ARGS__)
