#include "faulty_disk.hpp"
#include "store.hpp"

#include <gtest/gtest.h>

#include <cerrno>
#include <chrono>
#include <functional>
#include <thread>

namespace cocotalk::storage::test {
namespace {

class DiskHealth : public ::testing::Test {
 protected:
  void TearDown() override { write_errno = sync_errno = 0; }

  // The writer looks after its health by itself; there is no event to wait for but its word to the host.
  bool becomes(coco_health expected) {
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    while (store_.host().health().first != expected)
      if (std::chrono::steady_clock::now() > deadline)
        return false;
      else
        std::this_thread::yield();
    return true;
  }

  Store store_;
};

TEST_F(DiskHealth, AFullDiskStoresNothingAndSaysRetry) {
  ASSERT_EQ(store_.commit(append_item(1)).status, COCO_OK);
  write_errno = ENOSPC;
  const Committed refused = store_.commit(append_item(1));
  EXPECT_EQ(refused.status, COCO_RETRY);
  EXPECT_NE(refused.why.find("nothing was stored"), std::string::npos) << refused.why;
  EXPECT_EQ(store_.rows("item").size(), 1u) << "reading goes on";
  EXPECT_TRUE(becomes(COCO_HEALTH_DEGRADED));
  EXPECT_NE(store_.host().health().second.find("read-only"), std::string::npos) << store_.host().health().second;
}

TEST_F(DiskHealth, WritesGoOnByThemselvesWhenThereIsSpaceAgain) {
  write_errno = ENOSPC;
  ASSERT_EQ(store_.commit(append_item(1)).status, COCO_RETRY);
  ASSERT_TRUE(becomes(COCO_HEALTH_DEGRADED));
  write_errno = 0;
  EXPECT_TRUE(becomes(COCO_HEALTH_OK)) << "without anybody writing";
  const Committed done = store_.commit(append_item(1));
  EXPECT_EQ(done.status, COCO_OK);
  EXPECT_EQ(done.results, std::vector<std::int64_t>{1}) << "no hole";
}

TEST_F(DiskHealth, AnErrorOfTheDiskIsLikeAFullOne) {
  write_errno = EIO;
  EXPECT_EQ(store_.commit(append_item(1)).status, COCO_RETRY);
  write_errno = 0;
  EXPECT_EQ(store_.commit(append_item(1)).status, COCO_OK);
}

TEST_F(DiskHealth, AFailedSyncEndsTheHostAtOnceAndNothingIsAnsweredOk) {
  sync_errno = EIO;
  EXPECT_EQ(store_.commit(append_item(1)).status, COCO_ABORTED);
  EXPECT_GE(store_.host().wait_for_stop(), 128);
  EXPECT_EQ(store_.host().health().first, COCO_HEALTH_FAILED);
  sync_errno = 0;
  EXPECT_EQ(store_.commit(append_item(1)).status, COCO_ABORTED) << "what is in memory is not trusted any more";
}

}  // namespace
}  // namespace cocotalk::storage::test
