// The storage contract: what each operation of a transaction does, and when it is a conflict or invalid.
#pragma once

#include "cocotalk/testing/storage/fixture.hpp"

#include <limits>

namespace cocotalk::testing::storage {

constexpr std::int64_t largest = std::numeric_limits<std::int64_t>::max();

TEST_P(StorageContract, AnEmptyTransactionSucceeds) {
  const Committed done = commit(Batch());
  EXPECT_EQ(done.status, COCO_OK);
  EXPECT_EQ(done.first_result, std::vector<std::uint64_t>{0});
}

TEST_P(StorageContract, InsertStoresARow) {
  EXPECT_EQ(status_of(Batch().insert("head", {i(1), i(2), i(3)})), COCO_OK);
  EXPECT_EQ(rows({"head"}), (std::vector<Row>{{i(1), i(2), i(3)}}));
}

TEST_P(StorageContract, InsertConflictsWithATakenKey) {
  commit(Batch().insert("head", {i(1), i(2), i(3)}));
  EXPECT_EQ(status_of(Batch().insert("head", {i(1), i(7), i(7)})), COCO_CONFLICT);
  EXPECT_EQ(rows({"head"}), (std::vector<Row>{{i(1), i(2), i(3)}}));
}

TEST_P(StorageContract, InsertConflictsWithATakenUniqueIndex) {
  commit(Batch().insert("item", item(1, 1, t("a"))));
  EXPECT_EQ(status_of(Batch().insert("item", item(1, 2, t("a")))), COCO_CONFLICT);
  EXPECT_EQ(seqs({"item"}), Seqs{1});
}

TEST_P(StorageContract, RowsWithNullInAUniqueIndexNeverCollide) {
  EXPECT_EQ(status_of(Batch().insert("item", item(1, 1)).insert("item", item(1, 2)).insert("item", item(2, 1))), COCO_OK);
}

TEST_P(StorageContract, PutStoresOrReplacesTheRowWithTheSameKey) {
  EXPECT_EQ(status_of(Batch().put("item", item(1, 1, t("a"), 5))), COCO_OK);
  EXPECT_EQ(status_of(Batch().put("item", item(1, 1, t("b"), 6))), COCO_OK);
  EXPECT_EQ(rows({"item"}), (std::vector<Row>{item(1, 1, t("b"), 6)}));
  EXPECT_EQ(status_of(Batch().insert("item", item(1, 2, t("a")))), COCO_OK) << "the replaced row has left the index";
}

TEST_P(StorageContract, PutConflictsWithAnotherRowInAUniqueIndexAndReplacesNeither) {
  commit(Batch().insert("item", item(1, 1, t("a"))).insert("item", item(1, 2, t("b"))));
  EXPECT_EQ(status_of(Batch().put("item", item(1, 2, t("a")))), COCO_CONFLICT);
  EXPECT_EQ(rows({"item"}), (std::vector<Row>{item(1, 1, t("a")), item(1, 2, t("b"))}));
}

TEST_P(StorageContract, SetChangesTheNamedColumnsOnly) {
  commit(Batch().insert("item", {i(1), i(1), t("a"), i(5), b("x")}));
  EXPECT_EQ(status_of(Batch().set("item", {i(1), i(1)}, {{"data", b("y")}, {"name", null}})), COCO_OK);
  EXPECT_EQ(rows({"item"}), (std::vector<Row>{{i(1), i(1), null, i(5), b("y")}}));
}

TEST_P(StorageContract, SetConflictsWithoutARowAndWithATakenUniqueIndex) {
  commit(Batch().insert("item", item(1, 1, t("a"))).insert("item", item(1, 2, t("b"))));
  EXPECT_EQ(status_of(Batch().set("item", {i(1), i(3)}, {{"weight", i(1)}})), COCO_CONFLICT);
  EXPECT_EQ(status_of(Batch().set("item", {i(1), i(2)}, {{"name", t("a")}})), COCO_CONFLICT);
}

TEST_P(StorageContract, AddAnswersTheNewValuesInTheOrderTheyWereNamed) {
  commit(Batch().insert("head", {i(1), i(10), i(100)}));
  const Committed done = commit(Batch().plus("head", {i(1)}, {{"top", i(-1)}, {"n", i(5)}}));
  EXPECT_EQ(done.results, (std::vector<std::int64_t>{99, 15}));
  EXPECT_EQ(rows({"head"}), (std::vector<Row>{{i(1), i(15), i(99)}}));
}

TEST_P(StorageContract, AddOfZeroAnswersTheValue) {
  commit(Batch().insert("head", {i(1), i(10), i(100)}));
  EXPECT_EQ(commit(Batch().plus("head", {i(1)}, {{"n", i(0)}})).results, std::vector<std::int64_t>{10});
}

TEST_P(StorageContract, AddIsInvalidBeyond64Bits) {
  commit(Batch().insert("head", {i(1), i(largest), i(0)}));
  EXPECT_EQ(status_of(Batch().plus("head", {i(1)}, {{"n", i(1)}})), COCO_INVALID);
  EXPECT_EQ(rows({"head"}), (std::vector<Row>{{i(1), i(largest), i(0)}}));
}

TEST_P(StorageContract, MaxKeepsTheLargerValueAndAnswersIt) {
  commit(Batch().insert("head", {i(1), i(10), i(100)}));
  const Committed done = commit(Batch().max("head", {i(1)}, {{"n", i(20)}, {"top", i(20)}}));
  EXPECT_EQ(done.results, (std::vector<std::int64_t>{20, 100}));
  EXPECT_EQ(rows({"head"}), (std::vector<Row>{{i(1), i(20), i(100)}}));
}

TEST_P(StorageContract, AddAndMaxConflictWithoutARow) {
  EXPECT_EQ(status_of(Batch().plus("head", {i(1)}, {{"n", i(1)}})), COCO_CONFLICT);
  EXPECT_EQ(status_of(Batch().max("head", {i(1)}, {{"n", i(1)}})), COCO_CONFLICT);
}

TEST_P(StorageContract, AppendNumbersFrom1PerPrefixAndIgnoresTheGivenNumber) {
  const Committed done =
      commit(Batch().append("item", item(1, 77)).append("item", {i(1), null, null, i(0), null}).append("item", item(2, 0)));
  EXPECT_EQ(done.results, (std::vector<std::int64_t>{1, 2, 1}));
  EXPECT_EQ(seqs({"item"}), (Seqs{1, 2, 1}));
}

TEST_P(StorageContract, AppendGoesOnAfterTheLargestNumber) {
  put_items(1, 41, 41);
  EXPECT_EQ(commit(Batch().append("item", item(1, 0))).results, std::vector<std::int64_t>{42});
}

TEST_P(StorageContract, AppendWithASingleKeyColumnNumbersTheTable) {
  EXPECT_EQ(commit(Batch().append("head", {null, i(0), i(0)}).append("head", {null, i(0), i(0)})).results,
            (std::vector<std::int64_t>{1, 2}));
}

TEST_P(StorageContract, AppendIsInvalidWhenTheNumbersAreUsedUp) {
  commit(Batch().insert("item", item(1, largest)));
  EXPECT_EQ(status_of(Batch().append("item", item(1, 0))), COCO_INVALID);
}

TEST_P(StorageContract, AppendConflictsWithATakenUniqueIndex) {
  commit(Batch().insert("item", item(1, 1, t("a"))));
  EXPECT_EQ(status_of(Batch().append("item", item(2, 0, t("a")))), COCO_CONFLICT);
}

TEST_P(StorageContract, EraseRemovesARowAndDoesNothingWithoutOne) {
  commit(Batch().insert("item", item(1, 1, t("a"))));
  EXPECT_EQ(status_of(Batch().erase("item", {i(1), i(1)}).erase("item", {i(1), i(1)})), COCO_OK);
  EXPECT_EQ(rows({"item"}), std::vector<Row>());
  EXPECT_EQ(status_of(Batch().insert("item", item(1, 2, t("a")))), COCO_OK);
}

TEST_P(StorageContract, ExpectHoldsWhenTheRowHasTheValues) {
  commit(Batch().insert("item", item(1, 1, null, 5)));
  EXPECT_EQ(status_of(Batch().expect("item", {i(1), i(1)})), COCO_OK) << "it exists, that is all that was asked";
  EXPECT_EQ(status_of(Batch().expect("item", {i(1), i(1)}, {{"weight", i(5)}, {"name", null}})), COCO_OK) << "NULL equals NULL";
  EXPECT_EQ(status_of(Batch().expect("item", {i(1), i(1)}, {{"weight", i(6)}})), COCO_CONFLICT);
  EXPECT_EQ(status_of(Batch().expect("item", {i(1), i(1)}, {{"name", t("")}})), COCO_CONFLICT);
  EXPECT_EQ(status_of(Batch().expect("item", {i(1), i(2)})), COCO_CONFLICT);
}

TEST_P(StorageContract, ExpectBindsItsValuesInTheOrderTheyWereNamed) {
  commit(Batch().insert("head", {i(1), i(10), i(100)}));
  EXPECT_EQ(status_of(Batch().expect("head", {i(1)}, {{"top", i(100)}, {"n", i(10)}})), COCO_OK);
}

TEST_P(StorageContract, AbsentHoldsWhenNoRowHasTheKeyOrItsBeginning) {
  commit(Batch().insert("item", item(1, 1)));
  EXPECT_EQ(status_of(Batch().absent("item", {i(1), i(2)}).absent("item", {i(2)})), COCO_OK);
  EXPECT_EQ(status_of(Batch().absent("item", {i(1), i(1)})), COCO_CONFLICT);
  EXPECT_EQ(status_of(Batch().absent("item", {i(1)})), COCO_CONFLICT);
}

TEST_P(StorageContract, AbsentLooksInTheNamedIndex) {
  commit(Batch().insert("item", item(1, 1, t("a"), 5)));
  EXPECT_EQ(status_of(Batch().absent("item", {t("b")}, "by_name").absent("item", {i(6)}, "by_weight")), COCO_OK);
  EXPECT_EQ(status_of(Batch().absent("item", {t("a")}, "by_name")), COCO_CONFLICT);
  EXPECT_EQ(status_of(Batch().absent("item", {i(5)}, "by_weight")), COCO_CONFLICT);
}

TEST_P(StorageContract, AbsentNeverFindsNull) {
  commit(Batch().insert("item", item(1, 1)));
  EXPECT_EQ(status_of(Batch().absent("item", {null}, "by_name").absent("item", {i(1), null}, "by_room_name")), COCO_OK);
}

TEST_P(StorageContract, WhatATableCannotHoldIsInvalidAndNamesTheOperation) {
  const auto invalid = [this](Batch bad) {
    const Committed done = commit(std::move(bad));
    EXPECT_EQ(done.status, COCO_INVALID);
    EXPECT_NE(done.why.find("operation 1"), std::string::npos) << done.why;
  };
  const auto after_one = [] { return Batch().absent("head", {i(1)}); };
  invalid(after_one().insert("nowhere", {i(1)}));
  invalid(after_one().insert("head", {i(1), i(2)}));
  invalid(after_one().insert("head", {i(1), i(2), t("3")}));
  invalid(after_one().insert("head", {i(1), i(2), null}));
  invalid(after_one().insert("head", {null, i(2), i(3)}));
  invalid(after_one().put("word", {b("a"), null}));
  invalid(after_one().append("word", {t("a"), null}));
  invalid(after_one().set("head", {i(1)}, {{"none", i(1)}}));
  invalid(after_one().set("head", {i(1)}, {{"room", i(2)}}));
  invalid(after_one().set("head", {i(1)}, {}));
  invalid(after_one().set("head", {i(1)}, {{"n", i(1)}, {"n", i(2)}}));
  invalid(after_one().set("item", {i(1)}, {{"weight", i(2)}}));
  invalid(after_one().plus("item", {i(1), i(1)}, {{"name", t("a")}}));
  invalid(after_one().plus("head", {i(1)}, {{"n", null}}));
  invalid(after_one().expect("head", {t("1")}));
  invalid(after_one().erase("head", {}));
  invalid(after_one().absent("item", {}));
  invalid(after_one().absent("item", {i(1)}, "by_nothing"));
  invalid(after_one().absent("item", {i(1), i(1), i(1)}));
}

}  // namespace cocotalk::testing::storage
