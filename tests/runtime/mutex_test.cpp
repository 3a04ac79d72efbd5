#include "core/runtime/mutex.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <vector>

#include "core/runtime/task.hpp"
#include "tests/api/manual_executor.hpp"

namespace cocotalk::runtime {
namespace {

using testing::ManualExecutor;

struct MutexTest : ::testing::Test {
  // Takes the mutex, notes that, and keeps it until the test gives it up.
  Task<void> hold(int who) {
    guards[static_cast<std::size_t>(who)].emplace(co_await mutex.acquire());
    order.push_back(who);
  }
  Task<void> pass_through(int who) {
    const Mutex::Guard guard = co_await mutex.acquire();
    order.push_back(who);
  }
  ManualExecutor executor;
  Mutex mutex{executor};
  std::vector<std::optional<Mutex::Guard>> guards = std::vector<std::optional<Mutex::Guard>>(4);
  std::vector<int> order;
};

TEST_F(MutexTest, AFreeOneIsTakenAtOnce) {
  EXPECT_TRUE(mutex.is_idle());
  spawn(hold(0));
  EXPECT_EQ(order, std::vector<int>{0});
  EXPECT_FALSE(mutex.is_idle());
}

TEST_F(MutexTest, WaitersGoOnOneByOneInTheOrderTheyCame) {
  for (int who = 0; who < 4; ++who) spawn(hold(who));
  executor.run();
  EXPECT_EQ(order, std::vector<int>{0}) << "one at a time";
  for (std::size_t who = 0; who < 4; ++who) {
    guards[who].reset();
    executor.run();
  }
  EXPECT_EQ(order, (std::vector<int>{0, 1, 2, 3}));
  EXPECT_TRUE(mutex.is_idle());
}

TEST_F(MutexTest, GivingUpResumesNobodyInsideTheCall) {
  spawn(hold(0));
  spawn(hold(1));
  guards[0].reset();
  EXPECT_EQ(order, std::vector<int>{0});
  executor.run();
  EXPECT_EQ(order, (std::vector<int>{0, 1}));
}

TEST_F(MutexTest, NobodyOvertakesAWaiterThatIsAboutToGoOn) {
  spawn(hold(0));
  spawn(hold(1));
  guards[0].reset();
  spawn(hold(2));
  executor.run();
  EXPECT_EQ(order, (std::vector<int>{0, 1}));
  guards[1].reset();
  executor.run();
  EXPECT_EQ(order, (std::vector<int>{0, 1, 2}));
}

TEST_F(MutexTest, AGuardGivesUpOnce) {
  spawn(hold(0));
  guards[0]->release();
  guards[0]->release();
  spawn(hold(1));
  guards[0].reset();
  EXPECT_FALSE(mutex.is_idle()) << "the second owner still has it";
}

TEST_F(MutexTest, ALongQueueDoesNotGrowTheStack) {
  spawn(hold(0));
  for (int i = 0; i < 100'000; ++i) spawn(pass_through(i));
  guards[0].reset();
  executor.run();
  EXPECT_EQ(order.size(), 100'001u);
}

}  // namespace
}  // namespace cocotalk::runtime
