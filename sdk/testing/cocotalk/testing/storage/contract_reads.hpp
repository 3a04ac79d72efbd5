// The storage contract: ranges.
#pragma once

#include "cocotalk/testing/storage/fixture.hpp"

#include <atomic>
#include <thread>

namespace cocotalk::testing::storage {

TEST_P(StorageContract, ARangeWithoutBoundsIsTheWholeTableInTheOrderOfItsKey) {
  commit(Batch().insert("item", item(2, 1)).insert("item", item(1, 2)).insert("item", item(1, 1)).insert("item", item(-1, 9)));
  EXPECT_EQ(rows({"item"}), (std::vector<Row>{item(-1, 9), item(1, 1), item(1, 2), item(2, 1)}));
}

TEST_P(StorageContract, AReadOfNothingAnswersNothing) {
  EXPECT_EQ(read({}).ranges.size(), 0u);
  EXPECT_EQ(rows({"item"}).size(), 0u);
}

TEST_P(StorageContract, ABoundIsAPrefixOfTheKey) {
  put_items(1, 1, 2);
  put_items(2, 1, 4);
  put_items(3, 1, 2);
  EXPECT_EQ(seqs({"item", "", {i(2)}, {i(2)}}), (Seqs{1, 2, 3, 4}));
  EXPECT_EQ(seqs({"item", "", {i(2), i(3)}, {i(2)}}), (Seqs{3, 4}));
  EXPECT_EQ(seqs({"item", "", {i(2)}, {i(2), i(3)}}), (Seqs{1, 2, 3}));
  EXPECT_EQ(seqs({"item", "", {i(2), i(2)}, {i(2), i(3)}}), (Seqs{2, 3}));
  EXPECT_EQ(seqs({"item", "", {i(2), i(4)}, {i(3), i(1)}}), (Seqs{4, 1})) << "bounds are compared column by column";
  EXPECT_EQ(seqs({"item", "", {i(3)}, {}}), (Seqs{1, 2}));
  EXPECT_EQ(seqs({"item", "", {}, {i(1), i(1)}}), Seqs{1});
  EXPECT_EQ(seqs({"item", "", {i(2), i(3)}, {i(2), i(2)}}), Seqs());
}

TEST_P(StorageContract, AnOpenBoundIsLeftOut) {
  put_items(1, 1, 2);
  put_items(2, 1, 4);
  put_items(3, 1, 2);
  EXPECT_EQ(seqs({"item", "", {i(2), i(1)}, {i(2), i(4)}, true, true}), (Seqs{2, 3}));
  EXPECT_EQ(seqs({"item", "", {i(2), i(2)}, {i(2)}, true, false}), (Seqs{3, 4}));
  EXPECT_EQ(seqs({"item", "", {i(2)}, {}, true, false}), (Seqs{1, 2})) << "all rows that begin with the bound";
  EXPECT_EQ(seqs({"item", "", {}, {i(2)}, false, true}), (Seqs{1, 2}));
  EXPECT_EQ(seqs({"item", "", {i(2)}, {i(2), i(3)}, true, false}), Seqs());
  EXPECT_EQ(seqs({"item", "", {i(2)}, {i(2)}, false, true}), Seqs());
  EXPECT_EQ(seqs({"item", "", {}, {}, true, true}).size(), 8u) << "no bound, nothing to leave out";
}

TEST_P(StorageContract, DescendingTurnsTheOrderAndLimitCutsFromItsBeginning) {
  put_items(1, 1, 9);
  EXPECT_EQ(seqs({"item", "", {i(1)}, {i(1)}, false, false, true, 3}), (Seqs{9, 8, 7}));
  EXPECT_EQ(seqs({"item", "", {i(1)}, {i(1), i(5)}, false, true, true, 2}), (Seqs{4, 3}));
  EXPECT_EQ(seqs({"item", "", {i(1), i(4)}, {}, true, false, false, 2}), (Seqs{5, 6}));
  EXPECT_EQ(seqs({"item", "", {}, {}, false, false, false, 100}).size(), 9u);
}

TEST_P(StorageContract, AnIndexOrdersByItsColumnsAndTiesByTheKey) {
  commit(Batch()
             .put("item", item(2, 1, null, 7))
             .put("item", item(1, 5, null, 7))
             .put("item", item(1, 9, null, 3))
             .put("item", item(1, 4, null, 7)));
  EXPECT_EQ(rows({"item", "by_weight"}),
            (std::vector<Row>{item(1, 9, null, 3), item(1, 4, null, 7), item(1, 5, null, 7), item(2, 1, null, 7)}));
  EXPECT_EQ(seqs({"item", "by_weight", {i(7)}, {i(7)}, false, false, true}), (Seqs{1, 5, 4}));
}

TEST_P(StorageContract, ASparseIndexHasNoRowsWithNull) {
  commit(Batch().put("item", item(1, 1)).put("item", item(1, 2, t("b"))).put("item", item(1, 3, t("a"))));
  EXPECT_EQ(seqs({"item", "by_name"}), (Seqs{3, 2}));
  EXPECT_EQ(seqs({"item", "by_name", {}, {t("a")}}), Seqs{3});
  EXPECT_EQ(seqs({"item", "by_name", {t("b")}, {t("b")}}), Seqs{2});
}

TEST_P(StorageContract, ASparseIndexOfSeveralColumnsHasNoRowsWithNullInAnyOfThem) {
  commit(Batch().put("item", item(1, 1, t("b"))).put("item", item(1, 2)).put("item", item(1, 3, t("a"))).put("item", item(2, 1)));
  EXPECT_EQ(seqs({"item", "named"}), (Seqs{3, 1}));
  EXPECT_EQ(seqs({"item", "named", {i(1)}, {i(1)}}), (Seqs{3, 1}));
  EXPECT_EQ(seqs({"item", "named", {i(1), t("a")}, {}, true}), Seqs{1});
  EXPECT_EQ(status_of(Batch().absent("item", {i(2)}, "named").absent("item", {i(1), t("c")}, "named")), COCO_OK);
  EXPECT_EQ(status_of(Batch().absent("item", {i(1)}, "named")), COCO_CONFLICT);
}

TEST_P(StorageContract, NullComesFirstInAnIndexAndIsInNoBoundedRange) {
  commit(Batch().put("item", item(1, 1, t("a"))).put("item", item(1, 2)).put("item", item(1, 3, t("b"))));
  EXPECT_EQ(seqs({"item", "by_room_name"}), (Seqs{2, 1, 3}));
  EXPECT_EQ(seqs({"item", "by_room_name", {i(1)}, {i(1)}, false, false, true}), (Seqs{3, 1, 2}));
  EXPECT_EQ(seqs({"item", "by_room_name", {i(1)}, {i(1), t("a")}}), Seqs{1});
  EXPECT_EQ(seqs({"item", "by_room_name", {i(1), t("")}, {i(1)}}), (Seqs{1, 3}));
}

TEST_P(StorageContract, TextsAreOrderedByBytesAndMayHoldNulAndAnyCharacter) {
  const std::string nul("a\0b", 3);
  const std::vector<std::string> in_order = {"", "a", nul, "ab", "b", "\xC3\xA9", "\xEA\xB0\x80", "\xF0\x9F\x92\xAC"};
  Batch batch;
  for (auto word = in_order.rbegin(); word != in_order.rend(); ++word) std::move(batch).insert("word", {t(*word), null});
  ASSERT_EQ(status_of(std::move(batch)), COCO_OK);
  std::vector<Row> expected;
  for (const std::string& word : in_order) expected.push_back({t(word), null});
  EXPECT_EQ(rows({"word"}), expected);
  EXPECT_EQ(rows({"word", "", {t(nul)}, {t(nul)}}), (std::vector<Row>{{t(nul), null}}));
}

TEST_P(StorageContract, BlobsComeBackByteForByteAndEmptyIsNotNull) {
  std::string all;
  for (int byte = 0; byte < 256; ++byte) all += static_cast<char>(byte);
  commit(Batch().insert("word", {t("all"), b(all)}).insert("word", {t("empty"), b("")}).insert("word", {t("null"), null}));
  EXPECT_EQ(rows({"word"}), (std::vector<Row>{{t("all"), b(all)}, {t("empty"), b("")}, {t("null"), null}}));
}

TEST_P(StorageContract, IntegersKeepAll64Bits) {
  constexpr std::int64_t smallest = std::numeric_limits<std::int64_t>::min();
  commit(Batch().insert("head", {i(smallest), i(largest), i(-1)}));
  EXPECT_EQ(rows({"head"}), (std::vector<Row>{{i(smallest), i(largest), i(-1)}}));
}

TEST_P(StorageContract, AWrongRangeIsInvalidAndNamesItself) {
  const auto invalid = [this](const Reach& bad) {
    const Found found = read({{"head"}, bad});
    EXPECT_EQ(found.status, COCO_INVALID);
    EXPECT_NE(found.why.find("range 1"), std::string::npos) << found.why;
  };
  invalid({"nowhere"});
  invalid({"item", "by_nothing"});
  invalid({"item", "", {t("1")}});
  invalid({"item", "", {null}});
  invalid({"item", "", {}, {i(1), i(1), i(1)}});
  invalid({"item", "by_weight", {i(1), i(1)}});
}

TEST_P(StorageContract, SeveralRangesAreAnsweredInTheirOrder) {
  put_items(1, 1, 2);
  commit(Batch().insert("head", {i(7), i(8), i(9)}));
  const Found found = read({{"head"}, {"item", "", {i(5)}, {i(5)}}, {"item"}});
  ASSERT_EQ(found.ranges.size(), 3u);
  EXPECT_EQ(found.ranges[0], (std::vector<Row>{{i(7), i(8), i(9)}}));
  EXPECT_EQ(found.ranges[1].size(), 0u);
  EXPECT_EQ(found.ranges[2].size(), 2u);
}

TEST_P(StorageContract, AReadSeesWhatWasAnsweredBefore) {
  for (std::int64_t n = 1; n <= 50; ++n) {
    ASSERT_EQ(status_of(Batch().put("head", {i(1), i(n), i(0)})), COCO_OK);
    ASSERT_EQ(rows({"head"}), (std::vector<Row>{{i(1), i(n), i(0)}}));
  }
}

TEST_P(StorageContract, AllRangesOfAReadAreOneSnapshotWhileOthersWrite) {
  commit(Batch().insert("head", {i(1), i(0), i(0)}).insert("head", {i(2), i(0), i(0)}));
  std::atomic<bool> enough = false;
  std::thread writer([&] {
    while (!enough) commit(Batch().plus("head", {i(1)}, {{"n", i(1)}}).plus("head", {i(2)}, {{"n", i(1)}}));
  });
  std::vector<Reach> reaches(100, Reach{"head", "", {i(1)}, {i(1)}});
  reaches.back().from = reaches.back().to = {i(2)};
  std::int64_t last = 0;
  for (int k = 0; k < 200; ++k) {
    const Found found = read(reaches);
    const auto one = std::get<std::int64_t>(found.ranges.at(0).at(0)[1]);
    for (const std::vector<Row>& range : found.ranges) EXPECT_EQ(range.at(0)[1], i(one));
    EXPECT_GE(one, last) << "a later read is not older";
    last = one;
  }
  enough = true;
  writer.join();
}

}  // namespace cocotalk::testing::storage
