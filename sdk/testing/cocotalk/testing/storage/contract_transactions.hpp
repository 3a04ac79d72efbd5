// The storage contract: transactions as a whole; order, atomicity, limits, durability, stopping.
#pragma once

#include "cocotalk/testing/storage/fixture.hpp"

#include <algorithm>
#include <deque>
#include <mutex>
#include <set>
#include <thread>

namespace cocotalk::testing::storage {

TEST_P(StorageContract, AFailedOperationUndoesAllBeforeIt) {
  commit(Batch().insert("head", {i(1), i(10), i(0)}).insert("item", item(9, 9, t("taken"))));
  const Committed done = commit(Batch()
                                    .plus("head", {i(1)}, {{"n", i(5)}})
                                    .append("item", item(1, 0, t("new")))
                                    .erase("item", {i(9), i(9)})
                                    .put("item", item(3, 3))
                                    .insert("head", {i(1), i(0), i(0)}));
  EXPECT_EQ(done.status, COCO_CONFLICT);
  EXPECT_EQ(rows({"head"}), (std::vector<Row>{{i(1), i(10), i(0)}}));
  EXPECT_EQ(rows({"item"}), (std::vector<Row>{item(9, 9, t("taken"))}));
}

TEST_P(StorageContract, AConflictNamesTheOperation) {
  commit(Batch().insert("head", {i(1), i(10), i(0)}));
  const Committed done =
      commit(Batch().expect("head", {i(1)}).absent("head", {i(2)}).insert("head", {i(1), i(0), i(0)}).absent("head", {i(3)}));
  EXPECT_EQ(done.status, COCO_CONFLICT);
  EXPECT_EQ(done.failed_op, 2u);
  EXPECT_NE(done.why.find("operation 2"), std::string::npos) << done.why;
}

TEST_P(StorageContract, OperationsSeeTheOnesBeforeThem) {
  EXPECT_EQ(status_of(Batch()
                          .insert("head", {i(1), i(0), i(0)})
                          .expect("head", {i(1)}, {{"n", i(0)}})
                          .set("head", {i(1)}, {{"n", i(4)}})
                          .expect("head", {i(1)}, {{"n", i(4)}})
                          .erase("head", {i(1)})
                          .absent("head", {i(1)})),
            COCO_OK);
}

TEST_P(StorageContract, ResultsStandInTheOrderOfTheirOperations) {
  const Committed done = commit(Batch()
                                    .insert("head", {i(1), i(10), i(20)})
                                    .plus("head", {i(1)}, {{"n", i(1)}, {"top", i(1)}})
                                    .absent("item", {i(1)})
                                    .append("item", item(1, 0)));
  EXPECT_EQ(done.first_result, (std::vector<std::uint64_t>{0, 0, 2, 2, 3}));
  EXPECT_EQ(done.results, (std::vector<std::int64_t>{11, 21, 1}));
}

TEST_P(StorageContract, LaterOperationsUseResultsOfEarlierOnes) {
  commit(Batch().insert("head", {i(1), i(10), i(20)}));
  const Committed done = commit(Batch()
                                    .plus("head", {i(1)}, {{"n", i(1)}, {"top", i(2)}})
                                    .insert("item", {i(1), result(0, 1), null, result(0), null})
                                    .append("item", {result(0, 0), null, null, i(0), null})
                                    .set("item", {i(1), result(0, 1)}, {{"weight", result(2)}})
                                    .expect("item", {result(0, 0), result(2)})
                                    .absent("item", {result(0, 1)}));
  EXPECT_EQ(done.status, COCO_OK) << done.why;
  EXPECT_EQ(rows({"item"}), (std::vector<Row>{{i(1), i(22), null, i(1), null}, {i(11), i(1), null, i(0), null}}));
}

TEST_P(StorageContract, AResultThatDoesNotExistIsInvalid) {
  commit(Batch().insert("head", {i(1), i(10), i(20)}));
  const auto row_with = [](Value value) { return Row{i(2), std::move(value), i(0)}; };
  EXPECT_EQ(status_of(Batch().insert("head", row_with(result(0)))), COCO_INVALID) << "its own";
  EXPECT_EQ(status_of(Batch().insert("head", row_with(result(1))).plus("head", {i(1)}, {{"n", i(1)}})), COCO_INVALID)
      << "a later one's";
  EXPECT_EQ(status_of(Batch().plus("head", {i(1)}, {{"n", i(1)}}).insert("head", row_with(result(0, 1)))), COCO_INVALID)
      << "a part too far";
  EXPECT_EQ(status_of(Batch().expect("head", {i(1)}).insert("head", row_with(result(0)))), COCO_INVALID) << "EXPECT gives none";
  EXPECT_EQ(status_of(Batch().plus("head", {i(1)}, {{"n", i(1)}}).insert("item", {i(1), i(1), result(0), i(0), null})),
            COCO_INVALID)
      << "text";
}

TEST_P(StorageContract, AtMost4096Operations) {
  Batch allowed, refused;
  for (std::int64_t n = 1; n <= 4096; ++n) std::move(allowed).insert("head", {i(n), i(0), i(0)});
  for (std::int64_t n = 1; n <= 4097; ++n) std::move(refused).put("head", {i(n), i(1), i(0)});
  EXPECT_EQ(status_of(std::move(allowed)), COCO_OK);
  EXPECT_EQ(status_of(std::move(refused)), COCO_INVALID);
  EXPECT_EQ(rows({"head"}).size(), 4096u);
}

TEST_P(StorageContract, AtMost4MiBOfTextsAndBlobs) {
  const std::string half(2 << 20, 'x');
  EXPECT_EQ(status_of(Batch().insert("word", {t(half), b(half)})), COCO_OK);
  EXPECT_EQ(status_of(Batch().insert("word", {t(half.substr(1)), b(half + "xx")})), COCO_INVALID);
  EXPECT_EQ(rows({"word"}), (std::vector<Row>{{t(half), b(half)}}));
}

TEST_P(StorageContract, AnswersComeInTheOrderOfTheCommits) {
  std::mutex mutex;
  std::vector<int> order;
  commit(Batch().insert("head", {i(1), i(0), i(0)}));
  constexpr int n_commits = 300;
  Answer<int> last;
  const coco_completion last_answer = last.expect_nothing();
  for (int n = 0; n < n_commits; ++n) {
    Batch batch = n % 7 == 3 ? Batch().insert("head", {i(1), i(0), i(0)}) : Batch().plus("head", {i(1)}, {{"n", i(1)}});
    const coco_transaction raw = batch.view();
    storage_->commit(storage_->self, &raw,
                     coco::on_completion<coco_committed>([&, n](coco_status, const coco_committed*, const coco_error*) {
                       const std::lock_guard lock(mutex);
                       order.push_back(n);
                       if (n == n_commits - 1) last_answer.fn(last_answer.ctx, COCO_OK, nullptr, nullptr);
                     }));
  }
  ASSERT_EQ(last.status(), COCO_OK);
  EXPECT_EQ(order.size(), static_cast<std::size_t>(n_commits));
  EXPECT_TRUE(std::is_sorted(order.begin(), order.end()));
}

TEST_P(StorageContract, AppendLeavesNoHolesUnderConcurrencyAndConflicts) {
  constexpr int n_threads = 8, n_each = 60;
  std::mutex mutex;
  std::multiset<std::int64_t> numbers;
  std::vector<std::thread> threads;
  for (int thread = 0; thread < n_threads; ++thread) {
    threads.emplace_back([&, thread] {
      std::deque<Commit> commits;
      for (int n = 0; n < n_each; ++n) {
        const std::string name =
            std::to_string(thread) + "/" + std::to_string(n / 2);  // every second one conflicts, after an append
        commits.emplace_back(storage_, Batch().append("item", item(1, 0)).append("item", item(2, 0, t(name))));
      }
      for (Commit& sent : commits) {
        const Committed done = sent.get();
        const std::lock_guard lock(mutex);
        if (done.status == COCO_OK)
          numbers.insert(done.results.at(0));
        else
          EXPECT_EQ(done.failed_op, 1u);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  std::multiset<std::int64_t> expected;
  for (std::int64_t n = 1; n <= n_threads * n_each / 2; ++n) expected.insert(n);
  EXPECT_EQ(numbers, expected);
  const Seqs stored = seqs({"item", "", {i(1)}, {i(1)}});
  EXPECT_TRUE(std::equal(stored.begin(), stored.end(), expected.begin(), expected.end()));
}

TEST_P(StorageContract, WhoSawANumberAnsweredSeesItInHisOwnCommit) {
  commit(Batch().insert("head", {i(1), i(0), i(0)}));
  std::vector<std::thread> threads;
  std::atomic<std::int64_t> seen = 0;
  for (int thread = 0; thread < 4; ++thread) {
    threads.emplace_back([&] {
      for (int n = 0; n < 50; ++n) {
        const std::int64_t before = seen;
        const std::int64_t own = commit(Batch().plus("head", {i(1)}, {{"n", i(1)}})).results.at(0);
        EXPECT_GT(own, before);
        for (std::int64_t old = seen; old < own && !seen.compare_exchange_weak(old, own);) {
        }
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(rows({"head"}), (std::vector<Row>{{i(1), i(200), i(0)}}));
}

TEST_P(StorageContract, OfTransactionsThatExpectTheSameVersionOneSucceeds) {
  commit(Batch().insert("head", {i(1), i(7), i(0)}));
  std::atomic<int> ok = 0, conflicts = 0;
  std::vector<std::thread> threads;
  for (int thread = 0; thread < 8; ++thread) {
    threads.emplace_back([&] {
      const coco_status status = status_of(Batch().expect("head", {i(1)}, {{"n", i(7)}}).plus("head", {i(1)}, {{"n", i(1)}}));
      ++(status == COCO_OK ? ok : conflicts);
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(ok, 1);
  EXPECT_EQ(conflicts, 7);
}

TEST_P(StorageContract, WhatWasAnsweredIsThereAfterARestart) {
  COCO_ONLY_IF_KEPT();
  put_items(1, 1, 20);
  commit(Batch().insert("word", {t("a"), b(std::string(100'000, 'x'))}));
  restart();
  EXPECT_EQ(seqs({"item"}).size(), 20u);
  EXPECT_EQ(rows({"word"}), (std::vector<Row>{{t("a"), b(std::string(100'000, 'x'))}}));
  EXPECT_EQ(status_of(Batch().insert("item", item(1, 1))), COCO_CONFLICT);
}

TEST_P(StorageContract, StopAnswersEverythingThatWasAccepted) {
  const bool is_kept = keeps();
  std::deque<Commit> commits;
  std::deque<Read> reads;
  for (int n = 0; n < 200; ++n) {
    commits.emplace_back(storage_, Batch().append("item", item(1, 0)));
    reads.emplace_back(storage_, std::vector<Reach>{{"item", "", {i(1)}, {i(1)}, false, false, true, 1}});
  }
  close();
  for (Commit& sent : commits) {
    ASSERT_TRUE(sent.answered());
    EXPECT_EQ(sent.get().status, COCO_OK);
  }
  for (Read& sent : reads) EXPECT_EQ(sent.get().status, COCO_OK);
  open();
  define(example_schema());
  EXPECT_EQ(seqs({"item"}).size(), is_kept ? 200u : 0u);
}

TEST_P(StorageContract, ACompletionMayCommitAndRead) {
  commit(Batch().insert("head", {i(1), i(0), i(0)}));
  Batch second = Batch().plus("head", {i(1)}, {{"n", i(10)}});
  const coco_transaction raw_second = second.view();
  Answer<std::int64_t> answer;
  const coco_completion answered = answer.expect<coco_committed>([](const coco_committed* done) { return done->results[0]; });
  Batch first = Batch().plus("head", {i(1)}, {{"n", i(1)}});
  const coco_transaction raw_first = first.view();
  storage_->commit(storage_->self, &raw_first,
                   coco::on_completion<coco_committed>([&](coco_status, const coco_committed*, const coco_error*) {
                     storage_->commit(storage_->self, &raw_second, answered);
                   }));
  EXPECT_EQ(answer.kept(), 11);
}

}  // namespace cocotalk::testing::storage
