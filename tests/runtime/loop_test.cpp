#include "core/runtime/loop.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <thread>
#include <vector>

namespace cocotalk::runtime {
namespace {

using namespace std::chrono_literals;

// Waits until `promise` is kept; false after 20 s.
template <class T>
bool kept(std::promise<T>& promise) {
  return promise.get_future().wait_for(20s) == std::future_status::ready;
}

TEST(Loop, RunsWorkInTheOrderOfPosting) {
  Loop loop;
  loop.start();
  std::vector<int> order;
  std::promise<void> done;
  for (int i = 0; i < 1000; ++i) loop.post([&order, i] { order.push_back(i); });
  loop.post([&done] { done.set_value(); });
  ASSERT_TRUE(kept(done));
  ASSERT_EQ(order.size(), 1000u);
  for (int i = 0; i < 1000; ++i) EXPECT_EQ(order[static_cast<std::size_t>(i)], i);
}

TEST(Loop, KeepsTheOrderOfEachOfManyThreads) {
  Loop loop;
  loop.start();
  std::vector<std::vector<int>> heard(4);
  std::vector<std::thread> threads;
  for (std::size_t t = 0; t < heard.size(); ++t)
    threads.emplace_back([&loop, &mine = heard[t]] {
      for (int i = 0; i < 2000; ++i) loop.post([&mine, i] { mine.push_back(i); });
    });
  for (std::thread& thread : threads) thread.join();
  loop.stop();
  for (const std::vector<int>& mine : heard) {
    ASSERT_EQ(mine.size(), 2000u);
    for (int i = 0; i < 2000; ++i) EXPECT_EQ(mine[static_cast<std::size_t>(i)], i);
  }
}

TEST(Loop, NeverRunsWorkInsideThePost) {
  Loop loop;
  loop.start();
  std::promise<bool> done;
  loop.post([&] {
    auto ran = std::make_shared<bool>(false);
    loop.post([ran] { *ran = true; });
    done.set_value(*ran);
  });
  std::future<bool> ran = done.get_future();
  ASSERT_EQ(ran.wait_for(20s), std::future_status::ready);
  EXPECT_FALSE(ran.get());
}

TEST(Loop, KnowsItsOwnThread) {
  Loop loop;
  loop.start();
  EXPECT_FALSE(loop.is_here());
  std::promise<bool> here;
  loop.post([&] { here.set_value(loop.is_here()); });
  EXPECT_TRUE(here.get_future().get());
}

TEST(Loop, RunsTimersWhenTheyAreDueAndInTheOrderOfTheirTimes) {
  Loop loop;
  loop.start();
  std::vector<int> order;
  std::promise<void> done;
  const auto began = std::chrono::steady_clock::now();
  loop.post([&] {
    loop.after(30, [&] { order.push_back(30), done.set_value(); });
    loop.after(10, [&] { order.push_back(10); });
    loop.after(10, [&] { order.push_back(11); });
    loop.after(0, [&] { order.push_back(0); });
  });
  ASSERT_TRUE(kept(done));
  EXPECT_GE(std::chrono::steady_clock::now() - began, 30ms);
  EXPECT_EQ(order, (std::vector<int>{0, 10, 11, 30}));
}

TEST(Loop, ATimerWakesAnIdleLoopAndWorkDoesNotWaitForTimers) {
  Loop loop;
  loop.start();
  std::promise<void> work;
  loop.post([&] { loop.after(1'000'000, [] {}); });
  loop.post([&] { work.set_value(); });
  EXPECT_TRUE(kept(work));
}

TEST(Loop, StopRunsWhatIsQueuedAndWhatThatQueues) {
  Loop loop;
  int ran = 0;
  loop.post([&] {
    ++ran;
    loop.post([&] { ++ran; });
  });
  loop.start();
  loop.stop();
  EXPECT_EQ(ran, 2);
}

TEST(Loop, DroppedTimersAndThoseToComeNeverRunWhileWorkGoesOn) {
  Loop loop;
  std::atomic<int> ran = 0;
  std::promise<void> work;
  loop.start();
  loop.post([&] {
    loop.after(0, [&] { ++ran; });
    loop.after(5, [&] { ++ran; });
    loop.drop_timers();
    loop.after(0, [&] { ++ran; });
  });
  loop.post([&] { loop.post([&] { work.set_value(); }); });
  EXPECT_TRUE(kept(work));
  loop.stop();
  EXPECT_EQ(ran, 0);
}

TEST(Loop, StopDropsTimersThatAreNotDueAndMayBeCalledAgain) {
  bool ran = false;
  {
    Loop loop;
    loop.start();
    std::promise<void> armed;
    loop.post([&] { loop.after(1'000'000, [&ran] { ran = true; }), armed.set_value(); });
    ASSERT_TRUE(kept(armed));
    loop.stop();
    loop.stop();
    EXPECT_FALSE(loop.is_running());
  }
  EXPECT_FALSE(ran);
}

TEST(Loop, CountsTheWorkThatWaits) {
  Loop loop;
  for (int i = 0; i < 3; ++i) loop.post([] {});
  EXPECT_EQ(loop.depth(), 3u);
  loop.start();
  loop.stop();
  EXPECT_EQ(loop.depth(), 0u);
}

}  // namespace
}  // namespace cocotalk::runtime
