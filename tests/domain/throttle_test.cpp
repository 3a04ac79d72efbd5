#include "core/domain/throttle.hpp"

#include <gtest/gtest.h>

namespace cocotalk::domain {
namespace {

constexpr std::int64_t minute = 60'000, start = 1'700'000'000'000;

TEST(TokenBuckets, GiveTheBurstAndThenTheRate) {
  TokenBuckets buckets(3, 10);
  for (int i = 0; i < 3; ++i) EXPECT_EQ(buckets.take(1, start), 0);
  EXPECT_EQ(buckets.take(1, start), 100);
  EXPECT_EQ(buckets.take(1, start + 99), 1);
  EXPECT_EQ(buckets.take(1, start + 100), 0);
  EXPECT_EQ(buckets.take(1, start + 100), 100);
}

TEST(TokenBuckets, AreNeverFullerThanTheBurst) {
  TokenBuckets buckets(3, 10);
  EXPECT_EQ(buckets.take(1, start), 0);
  for (int i = 0; i < 3; ++i) EXPECT_EQ(buckets.take(1, start + 1'000'000), 0);
  EXPECT_GT(buckets.take(1, start + 1'000'000), 0);
}

TEST(TokenBuckets, AreOnePerAccount) {
  TokenBuckets buckets(1, 1);
  EXPECT_EQ(buckets.take(1, start), 0);
  EXPECT_EQ(buckets.take(2, start), 0);
  EXPECT_GT(buckets.take(1, start), 0);
}

TEST(TokenBuckets, WithoutABurstThereIsNoLimit) {
  TokenBuckets buckets(0, 1);
  for (int i = 0; i < 1000; ++i) EXPECT_EQ(buckets.take(1, start), 0);
}

TEST(TokenBuckets, AskingTooEarlyCostsNothing) {
  TokenBuckets buckets(1, 1);
  EXPECT_EQ(buckets.take(1, start), 0);
  for (int i = 0; i < 100; ++i) EXPECT_GT(buckets.take(1, start + i), 0);
  EXPECT_EQ(buckets.take(1, start + 1000), 0);
}

struct SignIns : ::testing::Test {
  void fail(int n, const std::string& address, std::int64_t at = start) {
    for (int i = 0; i < n; ++i) throttle.failed("alice", address, at);
  }
  const Limits limits;
  SignInThrottle throttle{limits};
};

TEST_F(SignIns, TenFailuresOfOneAddressCloseItForAQuarterOfAnHour) {
  fail(9, "a");
  EXPECT_EQ(throttle.wait_ms("alice", "a", start), 0);
  fail(1, "a");
  EXPECT_EQ(throttle.wait_ms("alice", "a", start), 15 * minute);
  EXPECT_EQ(throttle.wait_ms("alice", "a", start + 15 * minute - 1), 1);
  EXPECT_EQ(throttle.wait_ms("alice", "a", start + 15 * minute), 0);
}

TEST_F(SignIns, OtherAddressesAndAccountsGoOn) {
  fail(10, "a");
  EXPECT_EQ(throttle.wait_ms("alice", "b", start), 0);
  EXPECT_EQ(throttle.wait_ms("bob", "a", start), 0);
}

TEST_F(SignIns, ASuccessClearsTheAddress) {
  fail(9, "a");
  throttle.succeeded("alice", "a");
  fail(9, "a");
  EXPECT_EQ(throttle.wait_ms("alice", "a", start), 0);
}

TEST_F(SignIns, AHundredFailuresFromEverywhereSlowToOneInTenSecondsAndLockNobodyOut) {
  for (int i = 0; i < 99; ++i) throttle.failed("alice", "a" + std::to_string(i), start);
  EXPECT_EQ(throttle.wait_ms("alice", "home", start), 0);
  throttle.failed("alice", "a99", start);
  EXPECT_EQ(throttle.wait_ms("alice", "home", start), 10'000);
  EXPECT_EQ(throttle.wait_ms("alice", "home", start + 9'999), 1);
  EXPECT_EQ(throttle.wait_ms("alice", "home", start + 10'000), 0);
  throttle.failed("alice", "b", start + 10'000);
  EXPECT_EQ(throttle.wait_ms("alice", "home", start + 10'000), 10'000);
  EXPECT_EQ(throttle.wait_ms("alice", "home", start + 60 * minute), 0);
}

TEST_F(SignIns, ACidAndAnAddressCannotBeTakenForOthers) {
  for (int i = 0; i < 10; ++i) throttle.failed("ab", "c", start);
  EXPECT_EQ(throttle.wait_ms("a", "bc", start), 0);
}

TEST(Windows, CountUntilTheWindowEnds) {
  Windows windows(10 * minute);
  EXPECT_EQ(windows.wait_ms("a", 2, start), 0);
  windows.count("a", start);
  EXPECT_EQ(windows.wait_ms("a", 2, start + 1), 0);
  windows.count("a", start + minute);
  EXPECT_EQ(windows.wait_ms("a", 2, start + minute), 9 * minute);
  EXPECT_EQ(windows.wait_ms("b", 2, start + minute), 0);
  EXPECT_EQ(windows.wait_ms("a", 2, start + 10 * minute), 0);
  windows.count("a", start + 10 * minute);
  EXPECT_EQ(windows.find("a", start + 10 * minute)->count, 1);
}

TEST(Windows, ForgetWhatTheyAreTold) {
  Windows windows(10 * minute);
  windows.count("a", start);
  windows.forget("a");
  EXPECT_EQ(windows.find("a", start), nullptr);
}

}  // namespace
}  // namespace cocotalk::domain
