#include <cocotalk/testing/auth_contract.hpp>
#include <cocotalk/testing/fake_auth.hpp>

COCO_AUTH_CONTRACT(Fake, provider_of_fake<coco_auth, FakeAuth>)

namespace cocotalk::testing {
namespace {

std::string issue(FakeAuth& auth) {
  coco_token token{};
  auth.issue(COCO_TOKEN_ACCESS, token);
  return {token.text, token.text_size};
}

void authenticate(const FakeAuth& auth, Answer<int>& answer) {
  const coco_auth* table = auth.table();
  table->authenticate(table->self, coco::view("pw"), coco::view(FakeAuth::verifier_of("pw")), answer.expect_nothing());
}

TEST(FakeAuth, TheSameSeedIssuesTheSameTokens) {
  FakeAuth one(7), two(7), other(8);
  for (int i = 0; i < 10; ++i) {
    const std::string token = issue(one);
    EXPECT_EQ(issue(two), token);
    EXPECT_NE(issue(other), token);
  }
}

TEST(FakeAuth, AnswersBeforeItReturns) {
  FakeAuth auth;
  Answer<int> answer;
  authenticate(auth, answer);
  EXPECT_TRUE(answer.answered());
}

TEST(FakeAuth, AnswersWhenTheSchedulerSaysSo) {
  FakeAuth auth;
  std::vector<FakeAuth::Job> jobs;
  auth.set_scheduler([&](FakeAuth::Job job) { jobs.push_back(std::move(job)); });
  Answer<int> answer;
  authenticate(auth, answer);
  EXPECT_FALSE(answer.answered());
  ASSERT_EQ(jobs.size(), 1u);
  jobs.front()();
  EXPECT_EQ(answer.status(), COCO_OK);
}

TEST(FakeAuth, AJobThatIsDroppedAnswersAborted) {
  FakeAuth auth;
  auth.set_scheduler([](const FakeAuth::Job&) {});
  Answer<int> answer;
  authenticate(auth, answer);
  EXPECT_EQ(answer.status(), COCO_ABORTED);
}

TEST(FakeAuth, PlaysTheFullQueue) {
  FakeAuth auth;
  auth.set_busy(true);
  Answer<int> refused, accepted;
  authenticate(auth, refused);
  EXPECT_EQ(refused.status(), COCO_BUSY);
  auth.set_busy(false);
  authenticate(auth, accepted);
  EXPECT_EQ(accepted.status(), COCO_OK);
}

}  // namespace
}  // namespace cocotalk::testing
