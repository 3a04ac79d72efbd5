// What every test of the storage contract begins with.
#pragma once

#include "cocotalk/testing/provider.hpp"
#include "cocotalk/testing/storage/provider.hpp"
#include "cocotalk/testing/storage/schema_words.hpp"
#include "cocotalk/testing/storage/words.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace cocotalk::testing::storage {

// A started store with the tables of example_schema().
class StorageContract : public NoMisdeeds, public ::testing::TestWithParam<Factory> {
 protected:
  void SetUp() override {
    provider_ = GetParam()();
    open();
    ASSERT_EQ(define(example_schema()), COCO_OK) << why_;
  }
  void TearDown() override {
    if (storage_ != nullptr) close();
  }

  void open() {
    storage_ = provider_->create();
    provider_->start();
  }
  void close() {
    storage_ = nullptr;
    provider_->stop();
  }
  void restart() {
    close();
    open();
    ASSERT_EQ(define(example_schema()), COCO_OK) << why_;
  }

  // False for a store in memory, which says so itself: its backup() answers COCO_UNAVAILABLE. Rules about what outlives stop()
  // are not for it.
  bool keeps() {
    const TemporaryFolder folder;
    const std::string path = folder.path() / "probe";
    Answer<int> written;
    storage_->backup(storage_->self, coco::view(path), written.expect_nothing());
    return written.status() != COCO_UNAVAILABLE;
  }

  coco_status define(const SchemaWord& schema) { return storage::define(storage_, schema, &why_); }
  Committed commit(Batch batch) { return Commit(storage_, std::move(batch)).get(); }
  coco_status status_of(Batch batch) { return commit(std::move(batch)).status; }
  Found read(const std::vector<Reach>& reaches) { return Read(storage_, reaches).get(); }
  std::vector<Row> rows(const Reach& reach) {
    Found found = read({reach});
    EXPECT_EQ(found.status, COCO_OK) << found.why;
    return found.ranges.empty() ? std::vector<Row>() : found.ranges.front();
  }
  // The last key column of the rows, when that is all a test wants to see.
  std::vector<std::int64_t> seqs(const Reach& reach) {
    std::vector<std::int64_t> out;
    for (const Row& row : rows(reach)) out.push_back(std::get<std::int64_t>(row[1]));
    return out;
  }
  static Row item(std::int64_t room, std::int64_t seq, Value name = null, std::int64_t weight = 0) {
    return {i(room), i(seq), std::move(name), i(weight), null};
  }
  void put_items(std::int64_t room, std::int64_t from, std::int64_t to) {
    Batch batch;
    for (std::int64_t seq = from; seq <= to; ++seq) std::move(batch).put("item", item(room, seq));
    ASSERT_EQ(status_of(std::move(batch)), COCO_OK);
  }

  std::unique_ptr<Provider> provider_;
  const coco_storage* storage_ = nullptr;
  std::string why_;  // of the last define()
};

using Seqs = std::vector<std::int64_t>;

// First in a rule about what outlives stop().
#define COCO_ONLY_IF_KEPT() \
  if (!keeps()) GTEST_SKIP() << "keeps nothing beyond stop()"

}  // namespace cocotalk::testing::storage
