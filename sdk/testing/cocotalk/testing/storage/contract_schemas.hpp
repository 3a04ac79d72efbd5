// The storage contract: schemas and their versions; backup and restore.
#pragma once

#include "cocotalk/testing/storage/fixture.hpp"

namespace cocotalk::testing::storage {

TEST_P(StorageContract, DefiningTheSameAgainChangesNothing) {
  put_items(1, 1, 3);
  EXPECT_EQ(define(example_schema()), COCO_OK) << why_;
  EXPECT_EQ(seqs({"item"}).size(), 3u);
}

TEST_P(StorageContract, ANewVersionAddsTablesColumnsAndIndexes) {
  commit(Batch().insert("head", {i(1), i(2), i(3)}));
  SchemaWord next = example_schema();
  next.version = 2;
  next.tables[1].columns.push_back({"note", COCO_TEXT, true});
  next.tables[1].columns.push_back({"state", COCO_TEXT, false, t("it's new")});
  next.tables[1].columns.push_back({"level", COCO_INTEGER, false, i(-7)});
  next.tables[1].columns.push_back({"mark", COCO_BLOB, false, b(std::string("\0\xff", 2))});
  next.tables[1].indexes.push_back({"by_level", {"level"}});
  next.tables.push_back({"extra", {{"id", COCO_INTEGER}}, {"id"}});
  ASSERT_EQ(define(next), COCO_OK) << why_;
  EXPECT_EQ(rows({"head", "by_level"}),
            (std::vector<Row>{{i(1), i(2), i(3), null, t("it's new"), i(-7), b(std::string("\0\xff", 2))}}));
  EXPECT_EQ(status_of(Batch().insert("extra", {i(1)})), COCO_OK);
  close();
  open();
  EXPECT_EQ(define(next), COCO_OK) << why_;
}

TEST_P(StorageContract, AColumnMayBeAddedBetweenOthers) {
  commit(Batch().insert("head", {i(1), i(2), i(3)}));
  SchemaWord next = example_schema();
  next.version = 2;
  next.tables[1].columns.insert(next.tables[1].columns.begin() + 1, {"state", COCO_INTEGER, false, i(9)});
  ASSERT_EQ(define(next), COCO_OK) << why_;
  EXPECT_EQ(status_of(Batch().insert("head", {i(2), i(8), i(0), i(0)}).set("head", {i(1)}, {{"top", i(4)}, {"state", i(5)}})),
            COCO_OK);
  EXPECT_EQ(rows({"head"}), (std::vector<Row>{{i(1), i(5), i(2), i(4)}, {i(2), i(8), i(0), i(0)}}));
}

TEST_P(StorageContract, AnOlderProgramIsRefusedWithBothVersions) {
  COCO_ONLY_IF_KEPT();
  SchemaWord next = example_schema();
  next.version = 12;
  ASSERT_EQ(define(next), COCO_OK) << why_;
  close();
  open();
  EXPECT_EQ(define(example_schema()), COCO_INVALID);
  EXPECT_NE(why_.find("version 12"), std::string::npos) << why_;
  EXPECT_NE(why_.find("version 1"), std::string::npos) << why_;
  EXPECT_EQ(define(next), COCO_OK) << why_;
}

TEST_P(StorageContract, AChangeWithoutANewVersionIsRefused) {
  SchemaWord changed = example_schema();
  changed.tables[1].columns.push_back({"note", COCO_TEXT, true});
  EXPECT_EQ(define(changed), COCO_INVALID);
  EXPECT_NE(why_.find("'head'"), std::string::npos) << why_;
}

TEST_P(StorageContract, ChangesThatAddNothingAreRefusedAndLeaveEverything) {
  commit(Batch().insert("item", item(1, 1, t("a"), 5)).insert("item", item(1, 2, t("b"), 5)));
  const auto refused = [this](const char* what, auto change) {
    SchemaWord next = example_schema();
    next.version = 2;
    next.tables.insert(next.tables.begin(), {"fresh", {{"id", COCO_INTEGER}}, {"id"}});
    change(next.tables[1]);
    EXPECT_EQ(define(next), COCO_INVALID) << what;
    EXPECT_NE(why_.find("'item'"), std::string::npos) << what << ": " << why_;
    EXPECT_EQ(status_of(Batch().insert("fresh", {i(1)})), COCO_INVALID) << what << " leaves the tables before it unmade";
  };
  refused("another type", [](TableWord& item) { item.columns[3].type = COCO_TEXT; });
  refused("nullable", [](TableWord& item) { item.columns[3].nullable = true; });
  refused("not nullable", [](TableWord& item) { item.columns[2].nullable = false; });
  refused("a column less", [](TableWord& item) { item.columns.pop_back(); });
  refused("another key", [](TableWord& item) { item.key.pop_back(); });
  refused("no default", [](TableWord& item) { item.columns.push_back({"more", COCO_TEXT}); });
  refused("an index less", [](TableWord& item) { item.indexes.erase(item.indexes.begin()); });
  refused("an index that is unique now", [](TableWord& item) { item.indexes[1].unique = true; });
  refused("an index of other columns", [](TableWord& item) { item.indexes[1].columns = {"room"}; });
  refused("a unique index over rows that collide", [](TableWord& item) {
    item.indexes.push_back({"fresh_index", {"weight"}, true});
  });
  refused("a name less", [](TableWord& item) { item.name = "items"; });
  EXPECT_EQ(define(example_schema()), COCO_OK) << why_;
  EXPECT_EQ(rows({"item"}).size(), 2u);
}

TEST_P(StorageContract, ADeclarationThatMakesNoSenseIsRefused) {
  const auto refused = [this](const char* what, const TableWord& table) {
    EXPECT_EQ(define({"other", 1, {table}}), COCO_INVALID) << what;
  };
  refused("no key", {"x", {{"a", COCO_INTEGER}}, {}});
  refused("key not first", {"x", {{"a", COCO_INTEGER}, {"b", COCO_INTEGER}}, {"b"}});
  refused("key unknown", {"x", {{"a", COCO_INTEGER}}, {"b"}});
  refused("key nullable", {"x", {{"a", COCO_INTEGER, true}}, {"a"}});
  refused("no type", {"x", {{"a", COCO_INTEGER}, {"b", COCO_NULL}}, {"a"}});
  refused("index of nothing", {"x", {{"a", COCO_INTEGER}}, {"a"}, {{"by_b", {"b"}}}});
  refused("index without columns", {"x", {{"a", COCO_INTEGER}}, {"a"}, {{"by_b", {}}}});
}

TEST_P(StorageContract, TablesOfOtherOwnersCarryItsName) {
  ASSERT_EQ(define({"poll", 1, {{"head", {{"id", COCO_INTEGER}, {"n", COCO_INTEGER}}, {"id"}, {{"by_weight", {"n"}}}}}}), COCO_OK)
      << why_;
  EXPECT_EQ(status_of(Batch().insert("poll_head", {i(1), i(2)}).insert("head", {i(1), i(2), i(3)})), COCO_OK);
  EXPECT_EQ(rows({"poll_head", "by_weight"}), (std::vector<Row>{{i(1), i(2)}}));
  COCO_ONLY_IF_KEPT();
  restart();
  EXPECT_EQ(rows({"head"}).size(), 1u) << "owners are defined one by one";
}

TEST_P(StorageContract, ABackupHoldsWhatWasAnsweredAndIsRestoredWhole) {
  COCO_ONLY_IF_KEPT();
  const TemporaryFolder folder;
  const std::string path = folder.path() / "backup";
  put_items(1, 1, 20);
  Answer<int> written;
  storage_->backup(storage_->self, coco::view(path), written.expect_nothing());
  ASSERT_EQ(written.status(), COCO_OK) << written.why();
  put_items(1, 21, 30);
  commit(Batch().erase("item", {i(1), i(1)}));
  close();

  storage_ = provider_->create();
  coco_error error{};
  ASSERT_EQ(storage_->restore(storage_->self, coco::view(path), &error), COCO_OK) << error.text;
  provider_->start();
  ASSERT_EQ(define(example_schema()), COCO_OK) << why_;
  EXPECT_EQ(seqs({"item"}).size(), 20u);
  put_items(2, 1, 1);
  restart();
  EXPECT_EQ(seqs({"item"}).size(), 21u);
}

TEST_P(StorageContract, ABackupReplacesNoFile) {
  COCO_ONLY_IF_KEPT();
  const TemporaryFolder folder;
  const std::string path = folder.path() / "backup";
  Answer<int> first, second;
  storage_->backup(storage_->self, coco::view(path), first.expect_nothing());
  ASSERT_EQ(first.status(), COCO_OK) << first.why();
  storage_->backup(storage_->self, coco::view(path), second.expect_nothing());
  EXPECT_EQ(second.status(), COCO_INVALID);
}

TEST_P(StorageContract, WhatIsNoBackupIsNotRestored) {
  COCO_ONLY_IF_KEPT();
  put_items(1, 1, 20);
  close();
  storage_ = provider_->create();
  coco_error error{};
  const TemporaryFolder folder;
  const std::string path = folder.path() / "none";
  EXPECT_EQ(storage_->restore(storage_->self, coco::view(path), &error), COCO_INVALID);
  EXPECT_NE(std::string(error.text).find(path), std::string::npos) << error.text;
  provider_->start();
  ASSERT_EQ(define(example_schema()), COCO_OK) << why_;
  EXPECT_EQ(seqs({"item"}).size(), 20u);
}

TEST_P(StorageContract, AStoreThatKeepsNothingSaysSoAndBeginsEmpty) {
  if (keeps()) GTEST_SKIP() << "keeps what it is given";
  put_items(1, 1, 3);
  const TemporaryFolder folder;
  const std::string path = folder.path() / "backup";
  Answer<int> written;
  storage_->backup(storage_->self, coco::view(path), written.expect_nothing());
  EXPECT_EQ(written.status(), COCO_UNAVAILABLE);
  EXPECT_NE(written.why(), "");
  EXPECT_FALSE(std::filesystem::exists(path));
  close();
  storage_ = provider_->create();
  coco_error error{};
  EXPECT_EQ(storage_->restore(storage_->self, coco::view(path), &error), COCO_UNAVAILABLE);
  EXPECT_STRNE(error.text, "");
  provider_->start();
  ASSERT_EQ(define(example_schema()), COCO_OK) << why_;
  EXPECT_EQ(rows({"item"}).size(), 0u);
}

}  // namespace cocotalk::testing::storage
