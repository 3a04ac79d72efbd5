// The storage contract: what was answered survives the process, however it ends.
#pragma once

#include "cocotalk/testing/storage/fixture.hpp"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <map>
#include <stdexcept>
#include <thread>
#include <vector>

namespace cocotalk::testing::storage {

// Processes that commit until they are killed, and what they were answered before.
class KilledCommitter {
 public:
  struct Answered {
    std::int64_t room, seq;
  };
  static constexpr std::int64_t n_rooms = 8;

  static Value content_of(std::int64_t room, std::int64_t seq) {
    return t(std::to_string(room) + "/" + std::to_string(seq) + std::string(200, '.'));
  }

  // Runs `provider` in a child, whose threads each append to a room of their own and count in its head, kills it after `n`
  // answers, and returns all that were given. The provider is stopped before and after.
  static std::vector<Answered> killed_after(Provider& provider, std::map<std::int64_t, std::int64_t> last, std::size_t n) {
    int ends[2];
    if (::pipe(ends) != 0) throw std::runtime_error("no pipe");
    const pid_t child = ::fork();
    if (child == 0) commit_until_killed(provider, std::move(last), ends[1]);
    ::close(ends[1]);
    std::vector<Answered> out;
    Answered answered{};
    while (::read(ends[0], &answered, sizeof answered) == sizeof answered) {
      out.push_back(answered);
      if (out.size() == n) ::kill(child, SIGKILL);
    }
    ::close(ends[0]);
    int status = 0;
    ::waitpid(child, &status, 0);
    EXPECT_TRUE(WIFSIGNALED(status)) << "the child ended by itself";
    return out;
  }

 private:
  [[noreturn]] static void commit_until_killed(Provider& provider, std::map<std::int64_t, std::int64_t> last, int pipe) {
    const coco_storage* const storage = provider.create();
    provider.start();
    if (define(storage, example_schema()) != COCO_OK) ::_exit(1);
    for (std::int64_t room = 1; room <= n_rooms; ++room)
      std::thread([=, next = last[room] + 1]() mutable {
        for (;; ++next) {
          const Committed done = Commit(storage, Batch()
                                                     .append("item", {i(room), i(0), content_of(room, next), i(0), null})
                                                     .plus("head", {i(room)}, {{"n", i(1)}}))
                                     .get();
          if (done.status != COCO_OK || done.results.at(0) != next) ::_exit(1);
          const Answered answered{room, next};
          if (::write(pipe, &answered, sizeof answered) != sizeof answered) ::_exit(1);
        }
      }).detach();
    for (;;) ::pause();
  }
};

TEST_P(StorageContract, EveryAnsweredCommitSurvivesKillMinusNineAtItsNumberAndNothingIsTorn) {
  COCO_ONLY_IF_KEPT();
  if (!provider_->survives_its_process()) GTEST_SKIP() << "a fake lives in this process alone";
  Batch heads;
  for (std::int64_t room = 1; room <= KilledCommitter::n_rooms; ++room) std::move(heads).insert("head", {i(room), i(0), i(0)});
  ASSERT_EQ(status_of(std::move(heads)), COCO_OK);
  std::map<std::int64_t, std::int64_t> last;
  for (const std::size_t n : {1u, 40u, 300u}) {
    close();
    const auto answered = KilledCommitter::killed_after(*provider_, last, n);
    ASSERT_GE(answered.size(), n);
    open();
    ASSERT_EQ(define(example_schema()), COCO_OK) << why_;
    std::map<std::int64_t, std::int64_t> stored;
    for (const Row& row : rows({"item"})) {
      const auto room = std::get<std::int64_t>(row[0]), seq = std::get<std::int64_t>(row[1]);
      ASSERT_EQ(seq, stored[room] + 1) << "a hole in room " << room;
      EXPECT_EQ(row[2], KilledCommitter::content_of(room, seq));
      stored[room] = seq;
    }
    for (const auto& was : answered) EXPECT_LE(was.seq, stored[was.room]) << "answered in room " << was.room << ", and lost";
    for (const Row& head : rows({"head"}))
      EXPECT_EQ(head[1], i(stored[std::get<std::int64_t>(head[0])])) << "half of a transaction";
    last = stored;
  }
}

TEST_P(StorageContract, AnotherInstanceMayNotOpenWhatOneHasOpen) {
  COCO_ONLY_IF_KEPT();
  if (!provider_->survives_its_process()) GTEST_SKIP() << "a fake lives in this process alone";
  put_items(1, 1, 3);
  EXPECT_NE(provider_->second_instance(), COCO_OK) << "two writers of one store";
  EXPECT_EQ(seqs({"item"}).size(), 3u);
  EXPECT_EQ(status_of(Batch().append("item", item(1, 0))), COCO_OK) << "the first one goes on";
}

TEST_P(StorageContract, SettlingChangesNothingAndCommitsAndReadsGoOn) {
  if (!COCO_HAS(storage_, settle)) GTEST_SKIP() << "it was built before there was settle()";
  put_items(1, 1, 50);
  std::atomic<bool> is_settled = false;
  std::int64_t said = 0;
  std::thread others([&] {
    do {
      ++said;
      EXPECT_EQ(status_of(Batch().append("item", item(2, 0))), COCO_OK);
      EXPECT_EQ(seqs({"item", "", {i(1)}, {i(1)}}).size(), 50u);
    } while (!is_settled);
  });
  storage_->settle(storage_->self);
  is_settled = true;
  others.join();
  EXPECT_EQ(status_of(Batch().append("item", item(2, 0))), COCO_OK) << "and after it";
  const auto n = static_cast<std::size_t>(50 + said + 1);
  EXPECT_EQ(seqs({"item"}).size(), n);
  if (!keeps()) return;
  restart();
  EXPECT_EQ(seqs({"item"}).size(), n);
}

}  // namespace cocotalk::testing::storage
