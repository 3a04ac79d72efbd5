#include "net/timers.hpp"

#include <gtest/gtest.h>

#include <string>

namespace cocotalk::net {
namespace {

void append_a(void* arg) { *static_cast<std::string*>(arg) += 'a'; }
void append_b(void* arg) { *static_cast<std::string*>(arg) += 'b'; }

TEST(Timers, RunWhatIsDueInOrderOfTime) {
  Timers timers;
  std::string ran;
  timers.add(20, append_b, &ran);
  timers.add(10, append_a, &ran);
  timers.add(30, append_a, &ran);
  EXPECT_EQ(timers.next_ms(), 10u);
  timers.run(9);
  EXPECT_EQ(ran, "");
  timers.run(20);
  EXPECT_EQ(ran, "ab");
  EXPECT_EQ(timers.next_ms(), 30u);
}

TEST(Timers, RunThoseOfOneTimeInOrderOfAdding) {
  Timers timers;
  std::string ran;
  for (int i = 0; i < 10; ++i) timers.add(5, i % 2 == 0 ? append_a : append_b, &ran);
  timers.run(5);
  EXPECT_EQ(ran, "ababababab");
}

TEST(Timers, NeverRunACancelledOneNorMistakeAStaleIdForANewOne) {
  Timers timers;
  std::string ran;
  const std::uint64_t cancelled = timers.add(5, append_a, &ran);
  timers.cancel(cancelled);
  const std::uint64_t next = timers.add(5, append_b, &ran);
  timers.cancel(cancelled);
  timers.cancel(0);
  EXPECT_NE(next, cancelled);
  timers.run(5);
  timers.cancel(next);
  EXPECT_EQ(ran, "b");
  EXPECT_EQ(timers.size(), 0u);
  EXPECT_EQ(timers.next_ms(), std::nullopt);
}

TEST(Timers, LeaveWhatATimerAddsForTheNextTurn) {
  Timers timers;
  struct Chain {
    Timers& timers;
    int ran = 0;
  } chain{timers};
  timers.add(
      1,
      [](void* arg) {
        auto& c = *static_cast<Chain*>(arg);
        ++c.ran;
        c.timers.add(
            1, [](void* again) { ++static_cast<Chain*>(again)->ran; }, &c);
      },
      &chain);
  timers.run(1);
  EXPECT_EQ(chain.ran, 1);
  timers.run(1);
  EXPECT_EQ(chain.ran, 2);
}

TEST(Timers, ForgetCancelledOnesLongBeforeTheirTime) {
  Timers timers;
  std::string ran;
  for (int i = 0; i < 100'000; ++i) timers.cancel(timers.add(1'000'000, append_a, &ran));
  EXPECT_EQ(timers.size(), 0u);
  EXPECT_LT(timers.waiting(), 1000u);
}

}  // namespace
}  // namespace cocotalk::net
