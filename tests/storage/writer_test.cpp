#include "storage/writer.hpp"

#include "store.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <deque>
#include <future>

namespace cocotalk::storage::test {
namespace {

// A commit whose answer holds the writer's thread until it is let go: what is sent meanwhile waits. Outlives
// the store.
class Held {
 public:
  void hold(Store& store) {
    Batch batch;
    const coco_transaction raw = batch.view();
    store.table()->commit(store.table()->self, &raw,
                          coco::on_completion<coco_committed>([this](coco_status, const coco_committed*, const coco_error*) {
                            holds_.set_value();
                            go_.get_future().wait();
                          }));
    holds_.get_future().wait();
  }
  void let_go() { go_.set_value(); }

 private:
  std::promise<void> holds_, go_;
};

TEST(Writer, CommitsAllThatWaitedAsOne) {
  Held held;
  Store store;
  held.hold(store);
  std::deque<Commit> commits;
  for (int n = 0; n < 100; ++n) commits.emplace_back(store.table(), append_item(1));
  EXPECT_EQ(store.host().metric("commit_queue_depth{}"), 100);
  held.let_go();
  for (Commit& sent : commits) EXPECT_EQ(sent.get().status, COCO_OK);
  EXPECT_EQ(store.host().metric("commit_group_size{}"), 100);
  EXPECT_EQ(store.host().metric("commits{}"), 2);
}

TEST(Writer, CountsHowLongCommitsTake) {
  Store store;
  EXPECT_EQ(store.host().metric("commit_microseconds{}"), 0);
  Commit sent(store.table(), append_item(1));
  EXPECT_EQ(sent.get().status, COCO_OK);
  EXPECT_GT(store.host().metric("commit_microseconds{}"), 0) << "the disk alone takes longer";
}

TEST(Writer, AGroupHasAtMost512Transactions) {
  Held held;
  Store store;
  held.hold(store);
  std::deque<Commit> commits;
  for (std::size_t n = 0; n < Writer::max_group + 1; ++n) commits.emplace_back(store.table(), append_item(1));
  held.let_go();
  for (Commit& sent : commits) EXPECT_EQ(sent.get().status, COCO_OK);
  EXPECT_EQ(store.host().metric("commits{}"), 3);
}

TEST(Writer, WaitsForSendersThatWereJustAnsweredTogether) {
  Held held;
  Store store({{"gather", 20'000}});
  held.hold(store);
  std::deque<Commit> first, second;
  for (int n = 0; n < 10; ++n) first.emplace_back(store.table(), append_item(1));
  held.let_go();
  for (Commit& sent : first) EXPECT_EQ(sent.get().status, COCO_OK);
  second.emplace_back(store.table(), append_item(1));
  testing::Answer<int> copied;  // takes longer than the commit of a lone sender would
  const std::string path = store.file("copy");
  store.table()->backup(store.table()->self, coco::view(path), copied.expect_nothing());
  ASSERT_EQ(copied.status(), COCO_OK);
  EXPECT_FALSE(second.front().answered()) << "nine more are expected";
  for (int n = 1; n < 10; ++n) second.emplace_back(store.table(), append_item(1));
  for (Commit& sent : second) EXPECT_EQ(sent.get().status, COCO_OK);
}

TEST(Writer, RefusesMoreThanTheQueueHolds) {
  Held held;
  Store store({{"queue", 3}});
  held.hold(store);
  std::deque<Commit> commits;
  for (int n = 0; n < 5; ++n) commits.emplace_back(store.table(), append_item(1));
  EXPECT_EQ(commits[3].get().status, COCO_BUSY);
  EXPECT_EQ(commits[4].get().status, COCO_BUSY);
  held.let_go();
  for (int n = 0; n < 3; ++n) EXPECT_EQ(commits[static_cast<std::size_t>(n)].get().status, COCO_OK);
  EXPECT_EQ(store.host().metric("busy_refusals{queue=\"commit\"}"), 2);
  EXPECT_EQ(store.rows("item").size(), 3u);
}

TEST(Writer, RefusesMoreBytesThanTheQueueHolds) {
  Held held;
  Store store({{"queue_bytes", 8 << 20}});
  held.hold(store);
  std::deque<Commit> commits;
  const std::string large(3 << 20, 'x');
  for (int n = 0; n < 3; ++n) commits.emplace_back(store.table(), Batch().insert("word", {t(std::to_string(n)), b(large)}));
  EXPECT_EQ(commits[2].get().status, COCO_BUSY);
  held.let_go();
  EXPECT_EQ(commits[0].get().status, COCO_OK);
  EXPECT_EQ(commits[1].get().status, COCO_OK);
}

TEST(Writer, AConflictThatLeftTracesUndoesOnlyItsOwnTransaction) {
  Held held;
  Store store;
  ASSERT_EQ(store.commit(Batch().insert("head", {i(1), i(0), i(0)})).status, COCO_OK);
  held.hold(store);
  std::deque<Commit> commits;
  for (int n = 0; n < 9; ++n) {
    Batch batch = append_item(1);
    if (n % 3 == 1) std::move(batch).insert("head", {i(1), i(0), i(0)});  // taken, after the append
    commits.emplace_back(store.table(), std::move(batch));
  }
  held.let_go();
  std::int64_t next = 1;
  for (std::size_t n = 0; n < 9; ++n) {
    const Committed done = commits[n].get();
    EXPECT_EQ(done.status, n % 3 == 1 ? COCO_CONFLICT : COCO_OK);
    if (done.status == COCO_OK) {
      EXPECT_EQ(done.results, std::vector<std::int64_t>{next++});
    }
  }
  EXPECT_EQ(store.rows("item").size(), 6u);
}

TEST(Writer, MovesALargeLogToTheDatabase) {
  Store store({{"checkpoint_bytes", 1 << 20}});
  const std::string large(2 << 20, 'x');
  for (int n = 0; n < 4; ++n) ASSERT_EQ(store.commit(Batch().insert("word", {t(std::to_string(n)), b(large)})).status, COCO_OK);
  ASSERT_EQ(store.commit(Batch()).status, COCO_OK);  // answered after the checkpoint that followed the last one
  EXPECT_GE(store.host().metric("checkpoints{}"), 4);
  EXPECT_LT(std::filesystem::file_size(store.file("cocotalk.db-wal")), 2u * (2 << 20) + (1 << 20)) << "the log is reused";
}

std::uintmax_t log_size(Store& store) {
  const std::string log = store.file("cocotalk.db-wal");
  return std::filesystem::exists(log) ? std::filesystem::file_size(log) : 0;
}

// How many pages whoever opens the database finds in its log.
std::int64_t pages_in_log(Store& store) {
  sqlite3* handle = nullptr;
  if (sqlite3_open(store.file("cocotalk.db").c_str(), &handle) != SQLITE_OK) return -1;
  sqlite3_db_config(handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
  std::int64_t out = -1;
  {
    Statement checkpoint(handle, "PRAGMA wal_checkpoint(PASSIVE)");
    if (checkpoint.step() == Statement::Step::row) out = checkpoint.number(1);
  }
  sqlite3_close(handle);
  return out;
}

constexpr std::size_t large_bytes = 2 << 20;

void settle(Store& store) { store.table()->settle(store.table()->self); }

TEST(Writer, WhoHasSettledKeepsTheLogsFileAndLeavesNextToNothingInIt) {
  Store store;
  ASSERT_EQ(store.commit(Batch().insert("word", {t("a"), b(std::string(large_bytes, 'x'))})).status, COCO_OK);
  settle(store);  // while the writer moves the log itself, which is larger than `checkpoint_bytes`
  EXPECT_TRUE(store.host().log().empty()) << store.host().log().front();
  ASSERT_EQ(store.commit(append_item(1)).status, COCO_OK) << "commits go on";
  store.close();
  EXPECT_GE(log_size(store), large_bytes);
  const std::int64_t pages = pages_in_log(store);
  EXPECT_GE(pages, 1) << "it was begun anew";
  EXPECT_LE(pages, 2);
  store.open();
  EXPECT_EQ(store.rows("item").size(), 1u);
  EXPECT_EQ(store.rows("word").size(), 1u);
}

TEST(Writer, WhoHasSettledAndGoesOnAfterAllLeavesAnEmptyLogWhenItStops) {
  Store store;
  ASSERT_EQ(store.commit(Batch().insert("word", {t("a"), b(std::string(large_bytes, 'x'))})).status, COCO_OK);
  settle(store);
  const std::int64_t before = store.host().metric("checkpoints{}");
  ASSERT_EQ(store.commit(append_item(1)).status, COCO_OK);
  // The commit's page is moved when the writer is idle, which is when nobody is about to stop it any more.
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(30);
  while (store.host().metric("checkpoints{}") == before && std::chrono::steady_clock::now() < deadline) store.rows("item");
  ASSERT_GT(store.host().metric("checkpoints{}"), before);
  store.close();
  EXPECT_EQ(log_size(store), 0u);
}

TEST(Writer, LeavesAnEmptyLogWhenItStops) {
  Store store;
  ASSERT_EQ(store.commit(append_item(1)).status, COCO_OK);
  store.close();
  EXPECT_EQ(log_size(store), 0u);
  store.open();
  EXPECT_EQ(store.rows("item").size(), 1u);
}

}  // namespace
}  // namespace cocotalk::storage::test
