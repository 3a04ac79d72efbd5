// The storage contract: disks that fail, are full, slow or take less than they are given; views that die; calls while it stops.
#pragma once

#include "cocotalk/testing/disk_faults.hpp"
#include "cocotalk/testing/storage/fixture.hpp"

#include <atomic>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <string>
#include <thread>
#include <vector>

namespace cocotalk::testing::storage {

TEST_P(StorageContract, KeepsNoViewOfACommitAfterTheCall) {
  std::string table = "word", word = "a word", data(1000, 'd');
  std::vector<coco_value> values = {memory::view_of(t("")), memory::view_of(b(""))};
  values[0].bytes = coco::view(word);
  values[1].bytes = coco::view(data);
  coco_op op{COCO_INSERT, 0, table.c_str(), nullptr, nullptr, 0, nullptr, values.data(), values.size()};
  coco_transaction transaction{sizeof transaction, 0, &op, 1};
  Answer<int> answer;
  storage_->commit(storage_->self, &transaction, answer.expect<coco_committed>([](const coco_committed*) { return 0; }));
  for (std::string* const borrowed : {&table, &word, &data}) borrowed->assign(borrowed->size(), '?');
  std::memset(values.data(), 0x5A, values.size() * sizeof values[0]);
  std::memset(&op, 0x5A, sizeof op);
  std::memset(&transaction, 0x5A, sizeof transaction);
  ASSERT_EQ(answer.status(), COCO_OK) << answer.why();
  EXPECT_EQ(rows({"word"}), (std::vector<Row>{{t("a word"), b(std::string(1000, 'd'))}}));
}

TEST_P(StorageContract, KeepsNoViewOfAReadAfterTheCall) {
  commit(Batch().insert("word", {t("a"), null}).insert("word", {t("b"), null}));
  std::string table = "word", bound = "b";
  coco_value from = memory::view_of(t(""));
  from.bytes = coco::view(bound);
  coco_range range{table.c_str(), nullptr, &from, 1, &from, 1, 0, 0, 0, 0};
  Answer<std::uint64_t> answer;
  storage_->read(storage_->self, &range, 1,
                 answer.expect<coco_read_result>([](const coco_read_result* found) { return found->ranges[0].n_rows; }));
  for (std::string* const borrowed : {&table, &bound}) borrowed->assign(borrowed->size(), '?');
  std::memset(&from, 0x5A, sizeof from);
  std::memset(&range, 0x5A, sizeof range);
  ASSERT_EQ(answer.status(), COCO_OK) << answer.why();
  EXPECT_EQ(answer.kept(), 1u);
}

TEST_P(StorageContract, OfADiskThatFailsNothingIsAnsweredOkThatIsNotThereLater) {
  DiskFaults disk;
  if (!disk) GTEST_SKIP() << DiskFaults::why_not;
  put_items(1, 1, 3);
  std::int64_t stored = 3;
  for (const int with : {ENOSPC, EIO}) {
    disk.fail_writes(with);
    const Committed done = commit(Batch().append("item", item(1, 0)));
    EXPECT_TRUE(done.status == COCO_OK || done.status == COCO_RETRY) << done.status << ": " << done.why;
    if (done.status == COCO_OK) ++stored;
    EXPECT_EQ(seqs({"item"}).size(), static_cast<std::size_t>(stored)) << "reading goes on, and sees no part of what failed";
    disk.mend();
    const auto deadline = std::chrono::steady_clock::now() + patience();
    Committed again = commit(Batch().append("item", item(1, 0)));
    while (again.status == COCO_RETRY && std::chrono::steady_clock::now() < deadline)
      again = commit(Batch().append("item", item(1, 0)));
    ASSERT_EQ(again.status, COCO_OK) << "when the disk works again, it goes on by itself: " << again.why;
    EXPECT_EQ(again.results, std::vector<std::int64_t>{++stored}) << "without a hole";
  }
  if (!keeps()) return;
  restart();
  EXPECT_EQ(seqs({"item"}).size(), static_cast<std::size_t>(stored));
}

// The page cache cannot be trusted any more: what follows is the host's end, and a restart.
TEST_P(StorageContract, WhatWasNotSyncedIsNeverAnsweredOk) {
  DiskFaults disk;
  if (!disk) GTEST_SKIP() << DiskFaults::why_not;
  const std::uint64_t before = disk.syncs();
  put_items(1, 1, 3);
  if (disk.syncs() == before) GTEST_SKIP() << "it keeps its store where nothing is synced";
  disk.fail_syncs(EIO);
  EXPECT_NE(status_of(Batch().append("item", item(1, 0))), COCO_OK);
  disk.mend();
  EXPECT_NE(status_of(Batch().append("item", item(1, 0))), COCO_OK) << "after a sync that failed nothing is promised any more";
  restart();
  const Seqs after = seqs({"item"});
  ASSERT_GE(after.size(), 3u) << "what was answered before is there";
  for (std::size_t k = 0; k < after.size(); ++k) EXPECT_EQ(after[k], static_cast<std::int64_t>(k + 1));
}

TEST_P(StorageContract, NeitherCommittingNorReadingWaitsForADiskThatStands) {
  DiskFaults disk;
  if (!disk) GTEST_SKIP() << DiskFaults::why_not;
  put_items(1, 1, 3);
  EXPECT_EQ(seqs({"item"}).size(), 3u);
  disk.hold();
  std::deque<Commit> commits;
  for (int n = 0; n < 5; ++n) commits.emplace_back(storage_, Batch().append("item", item(1, 0)));
  EXPECT_GE(seqs({"item"}).size(), 3u) << "a read never waits for the writer";
  disk.mend();
  for (Commit& sent : commits) EXPECT_EQ(sent.get().status, COCO_OK);
  EXPECT_EQ(seqs({"item"}).size(), 8u);
}

TEST_P(StorageContract, ADiskThatTakesHalfOfAWriteGetsTheRestToo) {
  DiskFaults disk;
  if (!disk) GTEST_SKIP() << DiskFaults::why_not;
  const Row row = {t("word"), b(std::string(50'000, 'a') + std::string(50'001, 'b'))};
  disk.shorten_writes();
  ASSERT_EQ(status_of(Batch().insert("word", row)), COCO_OK);
  disk.mend();
  if (keeps()) restart();
  EXPECT_EQ(rows({"word"}), std::vector<Row>{row});
}

TEST_P(StorageContract, AStepOfTheSchemaThatFailsOnTheDiskLeavesEverything) {
  DiskFaults disk;
  if (!disk) GTEST_SKIP() << DiskFaults::why_not;
  commit(Batch().insert("head", {i(1), i(2), i(3)}));
  SchemaWord next = example_schema();
  next.version = 2;
  next.tables[1].columns.push_back({"level", COCO_INTEGER, false, i(7)});
  disk.fail_writes(ENOSPC);
  const coco_status stepped = define(next);
  disk.mend();
  if (stepped != COCO_OK && keeps()) {
    EXPECT_NE(why_, "");
    close();
    open();
    ASSERT_EQ(define(example_schema()), COCO_OK) << "nothing of it was made: " << why_;
    EXPECT_EQ(rows({"head"}), (std::vector<Row>{{i(1), i(2), i(3)}}));
  }
  ASSERT_EQ(define(next), COCO_OK) << why_;
  EXPECT_EQ(rows({"head"}), (std::vector<Row>{{i(1), i(2), i(3), i(7)}}));
}

TEST_P(StorageContract, CallsThatComeWhileItStopsAreAnswered) {
  const bool is_kept = keeps();
  std::atomic<bool> enough = false;
  std::atomic<std::size_t> stored = 0;
  std::vector<std::thread> callers;
  for (std::int64_t room = 1; room <= 4; ++room)
    callers.emplace_back([&, room] {
      while (!enough) {
        if (status_of(Batch().append("item", item(room, 0))) == COCO_OK) ++stored;
        read({{"item", "", {i(room)}, {i(room)}, false, false, true, 1}});
      }
    });
  while (stored < 20) std::this_thread::yield();
  provider_->drain();
  enough = true;
  for (std::thread& caller : callers) caller.join();
  if (!is_kept) return;
  restart();
  EXPECT_EQ(seqs({"item"}).size(), stored) << "what was answered ok, and nothing else, is there";
}

}  // namespace cocotalk::testing::storage
