#include "core/runtime/task.hpp"

#include <gtest/gtest.h>

#include <deque>
#include <memory>
#include <stdexcept>
#include <string>
#include <thread>

#include "core/runtime/awaiting.hpp"
#include "tests/api/manual_executor.hpp"

namespace cocotalk::runtime {
namespace {

using testing::ManualExecutor;

Task<int> seven() { co_return 7; }
Task<int> twice(int n) {
  const int a = n;
  co_return 2 * a;
}
Task<int> fourteen() {
  const int n = co_await seven();
  co_return co_await twice(n);
}
Task<void> fails() {
  throw std::runtime_error("so it is");
  co_return;
}
Task<void> store(Task<int> from, int& to) { to = co_await std::move(from); }

TEST(Task, RunsWhenItIsAwaitedAndNotBefore) {
  bool ran = false;
  const auto work = [](bool& flag) -> Task<void> {
    flag = true;
    co_return;
  };
  {
    const Task<void> never = work(ran);
    EXPECT_FALSE(ran);
  }
  EXPECT_FALSE(ran);
  spawn(work(ran));
  EXPECT_TRUE(ran);
}

TEST(Task, HandsItsValueToWhoeverAwaitsIt) {
  int out = 0;
  spawn(store(fourteen(), out));
  EXPECT_EQ(out, 14);
}

TEST(Task, HandsItsExceptionToWhoeverAwaitsIt) {
  std::string why;
  const auto work = [](std::string& to) -> Task<void> {
    try {
      co_await fails();
    } catch (const std::runtime_error& e) {
      to = e.what();
    }
  };
  spawn(work(why));
  EXPECT_EQ(why, "so it is");
}

TEST(Task, MovesWhatCannotBeCopied) {
  const auto make = []() -> Task<std::unique_ptr<int>> { co_return std::make_unique<int>(5); };
  int out = 0;
  const auto work = [](Task<std::unique_ptr<int>> from, int& to) -> Task<void> {
    const std::unique_ptr<int> p = co_await std::move(from);
    to = *p;
  };
  spawn(work(make(), out));
  EXPECT_EQ(out, 5);
}

TEST(Task, DestroysWhatItHoldsWhenItIsDropped) {
  auto held = std::make_shared<int>(1);
  const auto work = [](std::shared_ptr<int> kept) -> Task<int> { co_return *kept; };
  { const Task<int> never = work(held); }
  EXPECT_EQ(held.use_count(), 1);
}

// ---- Awaiting

void copy_number(int& to, const int& from) { to = from; }

Task<void> wait_for(Awaiting<int, int>& answer, int& to) {
  co_await answer;
  to = answer.status() == COCO_OK ? answer.kept() : -answer.status();
}

TEST(Awaiting, ResumesOnTheExecutorAndNeverInsideTheAnswer) {
  ManualExecutor executor;
  Awaiting<int, int> answer(executor, &copy_number);
  int out = 0;
  spawn(wait_for(answer, out));
  const coco_completion done = answer.completion();
  const int result = 9;
  done.fn(done.ctx, COCO_OK, &result, nullptr);
  EXPECT_EQ(out, 0);
  executor.run();
  EXPECT_EQ(out, 9);
}

TEST(Awaiting, AnAnswerThatCameBeforeItWasAwaitedIsNotLost) {
  ManualExecutor executor;
  Awaiting<int, int> answer(executor, &copy_number);
  const coco_completion done = answer.completion();
  const int result = 9;
  done.fn(done.ctx, COCO_OK, &result, nullptr);
  executor.run();
  int out = 0;
  spawn(wait_for(answer, out));
  EXPECT_EQ(out, 9);
}

TEST(Awaiting, KeepsTheStatusTheSentenceAndTheResultOfAFailure) {
  ManualExecutor executor;
  Awaiting<int, int> answer(executor, &copy_number);
  coco_error error{};
  coco::set_error(&error, COCO_CONFLICT, "taken");
  const int result = 3;
  const coco_completion done = answer.completion();
  done.fn(done.ctx, COCO_CONFLICT, &result, &error);
  EXPECT_EQ(answer.kept(), 3);
  EXPECT_EQ(answer.why(), "taken");
  EXPECT_THROW(answer.throw_if_failed(), coco::Error);
  executor.run();
}

TEST(Awaiting, AnswersOfOtherThreadsResumeInTheOrderTheyCame) {
  ManualExecutor executor;
  std::deque<Awaiting<int, int>> answers;
  std::vector<int> order;
  const auto work = [](Awaiting<int, int>& answer, std::vector<int>& to) -> Task<void> {
    co_await answer;
    to.push_back(answer.kept());
  };
  for (int i = 0; i < 100; ++i) spawn(work(answers.emplace_back(executor, &copy_number), order));
  std::thread other([&] {
    for (int i = 0; i < 100; ++i) {
      const coco_completion done = answers[static_cast<std::size_t>(99 - i)].completion();
      done.fn(done.ctx, COCO_OK, &i, nullptr);
    }
  });
  other.join();
  executor.run();
  ASSERT_EQ(order.size(), 100u);
  for (int i = 0; i < 100; ++i) EXPECT_EQ(order[static_cast<std::size_t>(i)], i);
}

}  // namespace
}  // namespace cocotalk::runtime
