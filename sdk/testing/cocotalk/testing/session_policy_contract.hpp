// What every provider of cocotalk.session-policy/1 must do, whatever it decides. Include it in one file of a test program and
// name the provider there:
//
//   COCO_SESSION_POLICY_CONTRACT(Mine, [] { return provider_of<coco_session_policy>(coco_plugin_abi1, COCO_SESSION_POLICY); })
#pragma once

#include <cocotalk/session_policy.h>
#include <cocotalk/testing/policy_question.hpp>
#include <cocotalk/testing/provider.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <string>
#include <thread>
#include <vector>

namespace cocotalk::testing {

class SessionPolicyContract : public Contract<coco_session_policy> {
 protected:
  Ruling ask(coco_device_class incoming, std::string_view existing) { return decide(*policy, incoming, existing); }

  const Provider<coco_session_policy> policy = GetParam().make();
};

TEST_P(SessionPolicyContract, AnswersWhenThereIsNoOtherSession) {
  for (const coco_device_class device : {COCO_MOBILE, COCO_WEB}) {
    Question first(device, "");
    first.put_to(*policy);
    EXPECT_TRUE(first.neighbours_are_untouched());
  }
}

TEST_P(SessionPolicyContract, TheSameQuestionGetsTheSameVerdict) {
  const std::vector<Ruling> first = rulings_on_all_questions(*policy, 4);
  EXPECT_EQ(rulings_on_all_questions(*policy, 4), first);
  EXPECT_EQ(rulings_on_all_questions(*GetParam().make(), 4), first) << "another instance with the same settings decides alike";
}

TEST_P(SessionPolicyContract, AnswersOnManyThreadsAlike) {
  const std::vector<Ruling> expected = rulings_on_all_questions(*policy, 4);
  std::vector<std::vector<Ruling>> seen(4);
  std::vector<std::thread> threads;
  threads.reserve(seen.size());
  for (std::vector<Ruling>& mine : seen) threads.emplace_back([this, &mine] { mine = rulings_on_all_questions(*policy, 4); });
  for (std::thread& thread : threads) thread.join();
  for (const std::vector<Ruling>& rulings : seen) EXPECT_EQ(rulings, expected);
}

TEST_P(SessionPolicyContract, SaysAdmitOrRefuseWhateverTheMemoryHeld) {
  const std::string existing = "MWMWMM";
  for (const coco_device_class device : {COCO_MOBILE, COCO_WEB}) {
    const Ruling expected = ask(device, existing);
    for (const int garbage : {0, 1, 0x5A}) {
      Question question(device, existing);
      std::memset(&question.verdict.admit, garbage, sizeof question.verdict.admit);
      std::memset(question.verdict.reason, garbage, sizeof question.verdict.reason);
      EXPECT_EQ(question.put_to(*policy), expected);
    }
  }
}

TEST_P(SessionPolicyContract, MarksASessionWithOneOrLeavesItAlone) {
  for (const Ruling& ruling : rulings_on_all_questions(*policy, 6))
    EXPECT_EQ(ruling.ends.find_first_not_of("-x"), std::string::npos) << ruling.ends;
}

TEST_P(SessionPolicyContract, WritesNothingBesideItsBytes) {
  for (const std::string& existing : all_histories(5)) {
    Question question(COCO_WEB, existing);
    question.put_to(*policy);
    EXPECT_TRUE(question.neighbours_are_untouched()) << existing;
  }
}

TEST_P(SessionPolicyContract, ARefusalSaysWhyInOneLine) {
  for (const Ruling& ruling : rulings_on_all_questions(*policy, 6)) {
    if (ruling.admitted) continue;
    EXPECT_NE(ruling.reason, "");
    EXPECT_LT(ruling.reason.size(), sizeof coco_verdict::reason) << "not NUL-terminated";
    EXPECT_TRUE(std::none_of(ruling.reason.begin(), ruling.reason.end(), [](unsigned char c) { return c < 0x20; }));
  }
}

TEST_P(SessionPolicyContract, CopesWithAThousandSessions) {
  std::string existing;
  for (int i = 0; i < 500; ++i) existing += "MW";
  Question question(COCO_MOBILE, existing);
  EXPECT_EQ(question.put_to(*policy), ask(COCO_MOBILE, existing));
  EXPECT_TRUE(question.neighbours_are_untouched());
}

TEST_P(SessionPolicyContract, CopesWithADeviceClassOfALaterVersion) {
  constexpr coco_device_class later = 7;
  Question question(later, "MWM");
  EXPECT_EQ(question.put_to(*policy), ask(later, "MWM"));
  EXPECT_TRUE(question.neighbours_are_untouched());
}

// Purely: neither the host's clock nor what was asked before has a say.
TEST_P(SessionPolicyContract, NoClockOfTheHostDecides) {
  if (policy.plugin() == nullptr) GTEST_SKIP() << a_fake;
  const std::vector<Ruling> expected = rulings_on_all_questions(*policy, 4);
  for (const std::int64_t jump : {std::int64_t{400} * 86'400'000, std::int64_t{-800} * 86'400'000}) {
    policy.plugin()->host().now_ms += jump;
    EXPECT_EQ(rulings_on_all_questions(*policy, 4), expected) << "after a jump of " << jump << " ms";
  }
}

TEST_P(SessionPolicyContract, StillDecidesBetweenItsStopAndItsEnd) {
  if (policy.plugin() == nullptr) GTEST_SKIP() << a_fake;
  const std::vector<Ruling> expected = rulings_on_all_questions(*policy, 3);
  EXPECT_EQ(policy.plugin()->stop(), COCO_OK);
  EXPECT_EQ(rulings_on_all_questions(*policy, 3), expected) << "a call that holds a lease is answered as ever";
}

}  // namespace cocotalk::testing

#define COCO_SESSION_POLICY_CONTRACT(Name, ...) COCO_CONTRACT(Name, SessionPolicyContract, coco_session_policy, __VA_ARGS__)
