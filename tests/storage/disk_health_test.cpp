#include "store.hpp"

#include <cocotalk/testing/disk_faults.hpp>
#include <cocotalk/testing/faulty_disk.hpp>

#include <gtest/gtest.h>

#include <cerrno>
#include <chrono>

namespace cocotalk::storage::test {
namespace {

class DiskHealth : public ::testing::Test {
 protected:
  // The writer looks after its health by itself; its word to the host is what to wait for.
  bool becomes(coco_health expected) { return store_.host().wait_for_health(expected); }

  Store store_;
  testing::DiskFaults disk_;
};

TEST_F(DiskHealth, AFullDiskStoresNothingAndSaysRetry) {
  ASSERT_EQ(store_.commit(append_item(1)).status, COCO_OK);
  disk_.fail_writes(ENOSPC);
  const Committed refused = store_.commit(append_item(1));
  EXPECT_EQ(refused.status, COCO_RETRY);
  EXPECT_NE(refused.why.find("nothing was stored"), std::string::npos) << refused.why;
  EXPECT_EQ(store_.rows("item").size(), 1u) << "reading goes on";
  EXPECT_TRUE(becomes(COCO_HEALTH_DEGRADED));
  EXPECT_NE(store_.host().health().second.find("read-only"), std::string::npos) << store_.host().health().second;
}

TEST_F(DiskHealth, WritesGoOnByThemselvesWhenThereIsSpaceAgain) {
  disk_.fail_writes(ENOSPC);
  ASSERT_EQ(store_.commit(append_item(1)).status, COCO_RETRY);
  ASSERT_TRUE(becomes(COCO_HEALTH_DEGRADED));
  disk_.mend();
  EXPECT_TRUE(becomes(COCO_HEALTH_OK)) << "without anybody writing";
  const Committed done = store_.commit(append_item(1));
  EXPECT_EQ(done.status, COCO_OK);
  EXPECT_EQ(done.results, std::vector<std::int64_t>{1}) << "no hole";
}

TEST_F(DiskHealth, WhileTheDiskIsFullItIsWrittenToAgainAndAgainAndTheHealthStays) {
  disk_.fail_writes(ENOSPC);
  ASSERT_EQ(store_.commit(append_item(1)).status, COCO_RETRY);
  ASSERT_TRUE(becomes(COCO_HEALTH_DEGRADED));
  const std::uint64_t tries = disk_.writes() + 3;
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(30);
  while (disk_.writes() < tries && std::chrono::steady_clock::now() < deadline) store_.rows("item");
  EXPECT_GE(disk_.writes(), tries) << "without anybody writing";
  EXPECT_EQ(store_.host().health().first, COCO_HEALTH_DEGRADED);
}

TEST_F(DiskHealth, AnErrorOfTheDiskIsLikeAFullOne) {
  disk_.fail_writes(EIO);
  EXPECT_EQ(store_.commit(append_item(1)).status, COCO_RETRY);
  disk_.mend();
  EXPECT_EQ(store_.commit(append_item(1)).status, COCO_OK);
}

TEST_F(DiskHealth, AFailedSyncEndsTheHostAtOnceAndNothingIsAnsweredOk) {
  disk_.fail_syncs(EIO);
  EXPECT_EQ(store_.commit(append_item(1)).status, COCO_ABORTED);
  EXPECT_GE(store_.host().wait_for_stop(), 128);
  EXPECT_EQ(store_.host().health().first, COCO_HEALTH_FAILED);
  disk_.mend();
  EXPECT_EQ(store_.commit(append_item(1)).status, COCO_ABORTED) << "what is in memory is not trusted any more";
}

}  // namespace
}  // namespace cocotalk::storage::test
