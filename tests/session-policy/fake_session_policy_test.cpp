#include <cocotalk/testing/fake_session_policy.hpp>
#include <cocotalk/testing/session_policy_contract.hpp>

COCO_SESSION_POLICY_CONTRACT(Fake, provider_of_fake<coco_session_policy, FakeSessionPolicy>)

namespace cocotalk::testing {
namespace {

TEST(FakeSessionPolicy, CountsItsCalls) {
  FakeSessionPolicy fake;
  EXPECT_EQ(fake.calls(), 0);
  decide(*fake.table(), COCO_WEB, "");
  decide(*fake.table(), COCO_WEB, "W");
  EXPECT_EQ(fake.calls(), 2);
}

}  // namespace
}  // namespace cocotalk::testing
