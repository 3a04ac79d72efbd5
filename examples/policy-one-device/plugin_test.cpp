// The plugin alone: no host, no network, no database.
#include <cocotalk/testing/session_policy_contract.hpp>

COCO_SESSION_POLICY_CONTRACT(OneDevice, [] { return provider_of<coco_session_policy>(coco_plugin_abi1, COCO_SESSION_POLICY); })

namespace cocotalk::testing {
namespace {

Provider<coco_session_policy> policy(const SettingTexts& settings = {}) {
  return provider_of<coco_session_policy>(coco_plugin_abi1, COCO_SESSION_POLICY, settings);
}

TEST(OneDevice, ASignInEndsAllSessionsOfAllClasses) {
  EXPECT_EQ(decide(*policy(), COCO_MOBILE, ""), (Ruling{true, "", ""}));
  EXPECT_EQ(decide(*policy(), COCO_MOBILE, "W"), (Ruling{true, "x", ""}));
  EXPECT_EQ(decide(*policy(), COCO_WEB, "WMW"), (Ruling{true, "xxx", ""}));
}

TEST(OneDevice, ADeviceInUseIsNotDisturbed) {
  const Provider<coco_session_policy> polite = policy({{"undisturbed", "10 min"}});
  Question question(COCO_WEB, "M");
  question.incoming.now_ms = question.existing[0].seen_ms + 10 * 60'000 - 1;
  const Ruling refused = question.put_to(*polite);
  EXPECT_FALSE(refused.admitted);
  EXPECT_EQ(refused.reason, "the account is in use on another device; try again when it is idle");

  question.incoming.now_ms += 1;
  EXPECT_EQ(question.put_to(*polite), (Ruling{true, "x", ""}));
}

TEST(OneDevice, UndisturbedIsAtMostAnHour) { EXPECT_THROW(policy({{"undisturbed", "2 h"}}), coco::Error); }

}  // namespace
}  // namespace cocotalk::testing
