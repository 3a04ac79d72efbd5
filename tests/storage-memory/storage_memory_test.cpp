// Its bounds: queues, and all memory.
#include "storage-memory/storage_memory.hpp"

#include <cocotalk/testing/storage/schema_words.hpp>
#include <cocotalk/testing/storage/words.hpp>
#include <cocotalk/testing/tested_plugin.hpp>

#include <gtest/gtest.h>

#include <deque>
#include <future>
#include <utility>

namespace cocotalk::testing::storage {
namespace {

class StorageMemory : public ::testing::Test {
 protected:
  void begin(const SettingTexts& settings) {
    plugin_.emplace(coco_plugin_abi1, settings);
    storage_ = plugin_->table<coco_storage>(COCO_STORAGE);
    define(storage_, example_schema());
  }
  Commit& commit(Batch batch) { return commits_.emplace_back(storage_, std::move(batch)); }
  static Batch put(std::int64_t key, std::size_t bytes) {
    return Batch().put("word", {t(std::to_string(key)), b(std::string(bytes, 'x'))});
  }
  // From here until release() the committing thread stands still.
  void hold_commits() {
    std::promise<void> reached;
    Batch batch;
    const coco_transaction raw = batch.view();
    storage_->commit(storage_->self, &raw,
                     coco::on_completion<coco_committed>([&](coco_status, const coco_committed*, const coco_error*) {
                       reached.set_value();
                       released_.get_future().wait();
                     }));
    reached.get_future().wait();
  }
  void hold_reads() {
    std::promise<void> reached;
    storage_->read(storage_->self, nullptr, 0,
                   coco::on_completion<coco_read_result>([&](coco_status, const coco_read_result*, const coco_error*) {
                     reached.set_value();
                     released_.get_future().wait();
                   }));
    reached.get_future().wait();
  }
  void release() {
    if (!std::exchange(is_released_, true)) released_.set_value();
  }
  // Everything sent is answered before it is destroyed.
  void TearDown() override {
    release();
    plugin_.reset();
  }

  std::optional<TestedPlugin> plugin_;
  const coco_storage* storage_ = nullptr;
  std::deque<Commit> commits_;
  std::promise<void> released_;
  bool is_released_ = false;
};

TEST_F(StorageMemory, SoManyTransactionsWaitAndTheNextIsBusy) {
  begin({{"queue", "3"}});
  hold_commits();
  for (int n = 0; n < 3; ++n) commit(put(n, 1));
  EXPECT_EQ(commit(put(9, 1)).get().status, COCO_BUSY);
  release();
  for (std::size_t n = 0; n < 3; ++n) EXPECT_EQ(commits_[n].get().status, COCO_OK);
  EXPECT_EQ(commit(put(9, 1)).get().status, COCO_OK);
  EXPECT_EQ(plugin_->host().metric("busy_refusals{queue=\"commit\"}"), 1);
}

TEST_F(StorageMemory, SoManyBytesWaitAndTheNextIsBusy) {
  begin({{"queue_bytes", "16 MiB"}});
  hold_commits();
  for (int n = 0; n < 3; ++n) commit(put(n, (4 << 20) - 1));
  EXPECT_EQ(commit(put(9, (4 << 20) - 1)).get().status, COCO_BUSY) << "with what surrounds it";
  commit(put(3, 3 << 20));
  release();
  for (const std::size_t accepted : {0, 1, 2, 4}) EXPECT_EQ(commits_[accepted].get().status, COCO_OK);
  EXPECT_EQ(commit(put(9, 4 << 20)).get().status, COCO_INVALID) << "with its key it is more than 4 MiB";
  EXPECT_EQ(commit(put(9, (4 << 20) - 1)).get().status, COCO_OK) << "nothing waits any more";
}

TEST_F(StorageMemory, SoManyReadsWaitAndTheNextIsBusy) {
  begin({{"queue", "2"}});
  hold_reads();
  std::deque<Read> reads;
  for (int n = 0; n < 3; ++n) reads.emplace_back(storage_, std::vector<Reach>{{"item"}});
  EXPECT_EQ(reads[2].get().status, COCO_BUSY);
  release();
  for (std::size_t n = 0; n < 2; ++n) EXPECT_EQ(reads[n].get().status, COCO_OK);
}

TEST_F(StorageMemory, AReadIsAnsweredWhileCommitsStandStill) {
  begin({});
  hold_commits();
  commit(put(1, 1));
  EXPECT_EQ(Read(storage_, {{"word"}}).get().ranges.at(0).size(), 0u);
  release();
}

TEST_F(StorageMemory, BeyondMaxBytesOnlyErasingIsPossible) {
  begin({{"max_bytes", "1 MiB"}});
  ASSERT_EQ(commit(put(1, (1 << 20) - 1024)).get().status, COCO_OK);
  EXPECT_EQ(plugin_->host().health().first, COCO_HEALTH_OK);
  ASSERT_EQ(commit(put(2, 1024)).get().status, COCO_OK) << "the last one that is let in";
  const Committed refused = commit(put(3, 1)).get();
  EXPECT_EQ(refused.status, COCO_RETRY);
  EXPECT_EQ(refused.why, "nothing was stored: the storage in memory has reached its setting max_bytes");
  EXPECT_EQ(plugin_->host().health().first, COCO_HEALTH_DEGRADED);
  EXPECT_EQ(Read(storage_, {{"word"}}).get().ranges.at(0).size(), 2u) << "reading goes on";

  ASSERT_EQ(commit(Batch().expect("word", {t("1")}).erase("word", {t("1")})).get().status, COCO_OK);
  EXPECT_EQ(commit(put(3, 1)).get().status, COCO_OK);
  EXPECT_EQ(plugin_->host().health().first, COCO_HEALTH_OK);
}

TEST_F(StorageMemory, WhatIsErasedOrUndoneTakesNoMemory) {
  begin({});
  const auto bytes = [&] { return plugin_->host().metric("bytes{}"); };
  ASSERT_EQ(commit(Batch().put("item", {i(1), i(1), t("a"), i(5), b("x")})).get().status, COCO_OK);
  const std::int64_t one_row = bytes();
  EXPECT_GT(one_row, 0);
  commit(Batch().set("item", {i(1), i(1)}, {{"name", null}}).set("item", {i(1), i(1)}, {{"name", t("b")}})).get();
  EXPECT_EQ(bytes(), one_row) << "the same row with another name";
  EXPECT_EQ(commit(Batch().append("item", {i(1), i(0), t("c"), i(0), null}).absent("item", {i(1)})).get().status, COCO_CONFLICT);
  EXPECT_EQ(bytes(), one_row);
  commit(Batch().erase("item", {i(1), i(1)})).get();
  EXPECT_EQ(bytes(), 0);
}

TEST_F(StorageMemory, DeclaresSettingsThatCannotBeDangerous) {
  for (const char* bytes : {"15 MiB", "17000 GiB"}) EXPECT_THROW(begin({{"queue_bytes", bytes}}), coco::Error);
  EXPECT_THROW(begin({{"queue", "0"}}), coco::Error);
  EXPECT_THROW(begin({{"max_bytes", "1023 KiB"}}), coco::Error);
}

}  // namespace
}  // namespace cocotalk::testing::storage
