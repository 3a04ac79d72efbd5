#include "auth/password_jobs.hpp"

#include "auth/freed_memory.hpp"

#include <cocotalk/testing/fake_host.hpp>

#include <gtest/gtest.h>

#include <future>
#include <optional>

namespace cocotalk::auth {
namespace {

using testing::Answer;
using testing::FakeHost;

constexpr Cost cheap{8 << 20, 1};

class PasswordJobsTest : public ::testing::Test {
 protected:
  std::string enroll(std::string_view password) {
    Answer<std::string> answer;
    jobs->enroll(
        password,
        coco::Completion(answer.expect<coco_view>([](const coco_view* verifier) { return std::string(coco::text(*verifier)); })));
    return answer.kept().value();
  }
  void authenticate(std::string_view password, std::string_view verifier, Answer<int>& answer) {
    jobs->authenticate(password, verifier, coco::Completion(answer.expect_nothing()));
  }
  void stop(Answer<int>& drained) { jobs->stop(coco::Completion(drained.expect_nothing())); }

  FakeHost host;
  std::optional<PasswordJobs> jobs{std::in_place, host.host(), cheap, Memory()};
};

TEST_F(PasswordJobsTest, AFullQueueIsBusyAndTheNextRequestMayPass) {
  const std::string verifier = enroll("right");
  Answer<int> refused, accepted;
  host.set_workers_busy(true);
  authenticate("right", verifier, refused);
  EXPECT_EQ(refused.status(), COCO_BUSY);
  EXPECT_EQ(refused.why(), "too many passwords are being checked; try again in a moment");
  host.set_workers_busy(false);
  authenticate("right", verifier, accepted);
  EXPECT_EQ(accepted.status(), COCO_OK);
}

TEST_F(PasswordJobsTest, TheSameSentenceForAWrongPasswordAndAnUnknownAccount) {
  Answer<int> wrong, unknown;
  authenticate("wrong", enroll("right"), wrong);
  authenticate("wrong", "", unknown);
  EXPECT_EQ(wrong.status(), COCO_UNAUTHORIZED);
  EXPECT_EQ(unknown.status(), COCO_UNAUTHORIZED);
  EXPECT_EQ(wrong.why(), unknown.why());
}

TEST_F(PasswordJobsTest, WorkThatFailsAnswersWithItsReason) {
  jobs.emplace(host.host(), Cost{std::size_t{1} << 43, 1}, Memory());
  Answer<int> answer;
  jobs->enroll("right", coco::Completion(answer.expect_nothing()));
  EXPECT_EQ(answer.status(), COCO_BUSY);
  EXPECT_EQ(answer.why(),
            "hashing a password: the system gave no 8388608 MiB of memory; try again, or lower the setting 'memory'");
}

TEST_F(PasswordJobsTest, StopAnswersAtOnceWhenNothingIsUnderWay) {
  enroll("right");
  Answer<int> drained;
  stop(drained);
  EXPECT_EQ(drained.status(), COCO_OK);
}

TEST_F(PasswordJobsTest, StopWaitsForTheAnswerThatIsUnderWay) {
  std::promise<void> answering, go_on;
  jobs->enroll("right", coco::Completion(coco::on_completion<coco_view>([&](coco_status, const coco_view*, const coco_error*) {
                 answering.set_value();
                 go_on.get_future().wait();
               })));
  answering.get_future().wait();
  Answer<int> drained;
  stop(drained);
  EXPECT_FALSE(drained.answered());
  go_on.set_value();
  EXPECT_EQ(drained.status(), COCO_OK);
}

TEST_F(PasswordJobsTest, WhatComesAfterStopIsAborted) {
  Answer<int> drained, late;
  stop(drained);
  authenticate("right", "", late);
  EXPECT_EQ(late.status(), COCO_ABORTED);
  EXPECT_EQ(late.why(), "passwords are no longer checked: the plugin is stopping");
}

TEST_F(PasswordJobsTest, MayBeDestroyedAsSoonAsItHasStopped) {
  for (int i = 0; i < 20; ++i) {
    Answer<int> answer, drained;
    authenticate("wrong", "", answer);
    stop(drained);
    EXPECT_EQ(drained.status(), COCO_OK);
    EXPECT_TRUE(answer.answered());
    jobs.emplace(host.host(), cheap, Memory());
  }
}

TEST_F(PasswordJobsTest, LeavesNoPasswordInMemory) {
  const WatchFreedMemory watch("correct horse battery staple");
  Answer<int> accepted, busy;
  authenticate("correct horse battery staple", enroll("correct horse battery staple"), accepted);
  EXPECT_EQ(accepted.status(), COCO_OK);
  host.set_workers_busy(true);
  authenticate("correct horse battery staple", "", busy);
  EXPECT_EQ(busy.status(), COCO_BUSY);
  Answer<int> drained;
  stop(drained);  // the last job is freed
  EXPECT_EQ(drained.status(), COCO_OK);
  EXPECT_EQ(watch.blocks_with_text(), 0);
}

// ---- verified logins

TEST_F(PasswordJobsTest, AVerifiedLoginIsAnsweredBeforeTheCallReturnsAndNeedsNoWorker) {
  const std::string verifier = enroll("right");
  Answer<int> first, again;
  authenticate("right", verifier, first);
  EXPECT_EQ(first.status(), COCO_OK);
  host.set_workers_busy(true);
  authenticate("right", verifier, again);
  EXPECT_TRUE(again.answered());
  EXPECT_EQ(again.status(), COCO_OK);
}

TEST_F(PasswordJobsTest, AWrongPasswordIsNeverRemembered) {
  const std::string verifier = enroll("right");
  Answer<int> first, again;
  authenticate("wrong", verifier, first);
  EXPECT_EQ(first.status(), COCO_UNAUTHORIZED);
  host.set_workers_busy(true);
  authenticate("wrong", verifier, again);
  EXPECT_EQ(again.status(), COCO_BUSY);
}

TEST_F(PasswordJobsTest, AfterItsTimeALoginIsVerifiedAnew) {
  const std::string verifier = enroll("right");
  Answer<int> first, in_time, late;
  authenticate("right", verifier, first);
  EXPECT_EQ(first.status(), COCO_OK);
  host.set_workers_busy(true);
  host.now_ms += Memory().for_ms - 1;
  authenticate("right", verifier, in_time);
  EXPECT_EQ(in_time.status(), COCO_OK);
  host.now_ms += 1;
  authenticate("right", verifier, late);
  EXPECT_EQ(late.status(), COCO_BUSY);
}

TEST_F(PasswordJobsTest, AVerifiedLoginIsAbortedAfterStop) {
  const std::string verifier = enroll("right");
  Answer<int> first, drained, late;
  authenticate("right", verifier, first);
  EXPECT_EQ(first.status(), COCO_OK);
  stop(drained);
  EXPECT_EQ(drained.status(), COCO_OK);
  authenticate("right", verifier, late);
  EXPECT_EQ(late.status(), COCO_ABORTED);
}

TEST_F(PasswordJobsTest, CountsOutcomes) {
  const std::string verifier = enroll("right");
  Answer<int> right, remembered, wrong, busy;
  authenticate("right", verifier, right);
  EXPECT_EQ(right.status(), COCO_OK);
  authenticate("right", verifier, remembered);
  authenticate("wrong", verifier, wrong);
  EXPECT_EQ(wrong.status(), COCO_UNAUTHORIZED);
  host.set_workers_busy(true);
  authenticate("wrong", verifier, busy);
  for (const char* outcome : {"enrolled", "accepted", "remembered", "refused", "busy"})
    EXPECT_EQ(host.metric("passwords{outcome=\"" + std::string(outcome) + "\"}"), 1) << outcome;
}

}  // namespace
}  // namespace cocotalk::auth
