#include "session-policy/newest_wins.hpp"

#include <cocotalk/testing/policy_question.hpp>

#include <gtest/gtest.h>

namespace cocotalk::session_policy {
namespace {

using testing::Ruling;

Ruling decide(coco_device_class incoming, std::string_view existing) {
  const coco_session_policy table{
      sizeof table, 0, nullptr,
      [](void*, const coco_sign_in* sign_in, const coco_session* sessions, std::uint64_t n, coco_verdict* verdict) {
        newest_wins(*sign_in, {sessions, n}, *verdict);
      }};
  return testing::decide(table, incoming, existing);
}

TEST(NewestWins, AdmitsTheFirstSignIn) {
  EXPECT_EQ(decide(COCO_MOBILE, ""), (Ruling{true, "", ""}));
  EXPECT_EQ(decide(COCO_WEB, ""), (Ruling{true, "", ""}));
}

TEST(NewestWins, ANewPhoneEndsTheOldPhone) { EXPECT_EQ(decide(COCO_MOBILE, "M"), (Ruling{true, "x", ""})); }

TEST(NewestWins, ANewWebPageEndsTheOldWebPage) { EXPECT_EQ(decide(COCO_WEB, "W"), (Ruling{true, "x", ""})); }

TEST(NewestWins, PhoneAndWebPageLeaveEachOtherAlone) {
  EXPECT_EQ(decide(COCO_MOBILE, "W"), (Ruling{true, "-", ""}));
  EXPECT_EQ(decide(COCO_WEB, "M"), (Ruling{true, "-", ""}));
}

TEST(NewestWins, EndsAllOfItsClassWhenAnotherPolicyLeftSeveral) {
  EXPECT_EQ(decide(COCO_MOBILE, "MWMWM"), (Ruling{true, "x-x-x", ""}));
}

}  // namespace
}  // namespace cocotalk::session_policy
