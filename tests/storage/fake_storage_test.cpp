// What FakeStorage offers beyond the contract: steps in the hands of a simulator, failures, crashes.
#include <cocotalk/testing/fake_storage.hpp>
#include <cocotalk/testing/storage/schema_words.hpp>
#include <cocotalk/testing/storage/words.hpp>

#include <gtest/gtest.h>

#include <deque>
#include <functional>

namespace cocotalk::testing::storage {
namespace {

class FakeStorageTest : public ::testing::Test {
 protected:
  FakeStorageTest() { define(fake_.table(), example_schema()); }

  static Batch append() { return Batch().append("item", {i(1), i(0), null, i(0), null}); }
  void hold_steps() {
    fake_.set_scheduler([this](std::function<void()> step) { steps_.push_back(std::move(step)); });
  }
  void run_last_step() {
    const std::function<void()> step = std::move(steps_.back());
    steps_.pop_back();
    step();
  }

  FakeStorage fake_;
  std::deque<std::function<void()>> steps_;
};

TEST_F(FakeStorageTest, AnswersWithinTheCallByDefault) {
  Commit sent(fake_.table(), append());
  EXPECT_TRUE(sent.answered());
}

TEST_F(FakeStorageTest, KeepsTheOrderOfCommitsWhateverStepRunsFirst) {
  hold_steps();
  Commit first(fake_.table(), append()), second(fake_.table(), append());
  EXPECT_FALSE(first.answered());
  run_last_step();
  run_last_step();
  EXPECT_TRUE(first.answered());
  EXPECT_FALSE(second.answered());
  while (!steps_.empty()) run_last_step();
  EXPECT_EQ(first.get().results, std::vector<std::int64_t>{1});
  EXPECT_EQ(second.get().results, std::vector<std::int64_t>{2});
}

TEST_F(FakeStorageTest, AReadShowsTheStoreOfItsSnapshotNotOfItsAnswer) {
  hold_steps();
  Read sent(fake_.table(), {{"item"}});
  run_last_step();  // the snapshot
  const std::function<void()> answer = std::move(steps_.back());
  steps_.clear();
  Commit later(fake_.table(), append());
  while (!steps_.empty()) run_last_step();
  EXPECT_EQ(later.get().status, COCO_OK);
  answer();
  EXPECT_EQ(sent.get().ranges.at(0).size(), 0u);
}

TEST_F(FakeStorageTest, FailsTheNextCommitWithoutEffect) {
  fake_.fail_next_commit(COCO_RETRY);
  EXPECT_EQ(Commit(fake_.table(), append()).get().status, COCO_RETRY);
  EXPECT_EQ(Commit(fake_.table(), append()).get().results, std::vector<std::int64_t>{1});
}

TEST_F(FakeStorageTest, FailsTheCommitsThatAreChosen) {
  fake_.fail_commits_with([](std::uint64_t n) { return n % 2 == 1 ? COCO_BUSY : COCO_OK; });
  for (int n = 0; n < 4; ++n) EXPECT_EQ(Commit(fake_.table(), append()).get().status, n % 2 == 1 ? COCO_BUSY : COCO_OK);
  EXPECT_EQ(Read(fake_.table(), {{"item"}}).get().ranges.at(0).size(), 2u);
}

TEST_F(FakeStorageTest, ACrashKeepsWhatWasDecidedAndNothingElse) {
  Commit before(fake_.table(), append());
  hold_steps();
  Commit decided(fake_.table(), append());
  run_last_step();
  Commit waiting(fake_.table(), append());
  FakeStorage again(fake_.snapshot());
  EXPECT_EQ(Read(again.table(), {{"item"}}).get().ranges.at(0).size(), 2u);
  fake_.set_scheduler(nullptr);
  fake_.stop();
}

TEST(FakeStorageEnd, AnswersAbortedAndItsStepsDoNothing) {
  std::deque<std::function<void()>> steps;
  std::optional<Commit> commit;
  std::optional<Read> read;
  {
    FakeStorage fake;
    define(fake.table(), example_schema());
    fake.set_scheduler([&](std::function<void()> step) { steps.push_back(std::move(step)); });
    commit.emplace(fake.table(), Batch());
    read.emplace(fake.table(), std::vector<Reach>{{"item"}});
  }
  EXPECT_EQ(commit->get().status, COCO_ABORTED);
  EXPECT_EQ(read->get().status, COCO_ABORTED);
  for (const auto& step : steps) step();
}

}  // namespace
}  // namespace cocotalk::testing::storage
