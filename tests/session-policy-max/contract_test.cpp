#include <cocotalk/testing/session_policy_contract.hpp>

COCO_SESSION_POLICY_CONTRACT(Defaults, [] { return provider_of<coco_session_policy>(coco_plugin_abi1, COCO_SESSION_POLICY); })
COCO_SESSION_POLICY_CONTRACT(Unlimited, [] {
  return provider_of<coco_session_policy>(coco_plugin_abi1, COCO_SESSION_POLICY, {{"sessions", "0"}});
})
COCO_SESSION_POLICY_CONTRACT(OldestWins, [] {
  return provider_of<coco_session_policy>(coco_plugin_abi1, COCO_SESSION_POLICY, {{"sessions", "2"}, {"wins", "oldest"}});
})
COCO_SESSION_POLICY_CONTRACT(Library, [] {
  return provider_of<coco_session_policy>(load_plugin(PLUGIN_LIBRARY), COCO_SESSION_POLICY, {{"sessions", "1"}});
})

namespace cocotalk::testing {
namespace {

Ruling decide_with(const SettingTexts& settings, coco_device_class incoming, std::string_view existing) {
  return decide(*provider_of<coco_session_policy>(coco_plugin_abi1, COCO_SESSION_POLICY, settings), incoming, existing);
}

// The reason to put it in the place of session-policy without any setting.
TEST(SessionPolicyMax, WithoutSettingsWelcomesASecondPhone) {
  EXPECT_EQ(decide_with({}, COCO_MOBILE, "M"), (Ruling{true, "-", ""}));
}

TEST(SessionPolicyMax, WithoutSettingsKeepsFiveAndTheNewestWins) {
  EXPECT_EQ(decide_with({}, COCO_MOBILE, "MMMM"), (Ruling{true, "----", ""}));
  EXPECT_EQ(decide_with({}, COCO_MOBILE, "MMMMM"), (Ruling{true, "x----", ""}));
}

TEST(SessionPolicyMax, ObeysItsSettings) {
  EXPECT_EQ(decide_with({{"sessions", "2"}}, COCO_WEB, "WW"), (Ruling{true, "x-", ""}));
  EXPECT_FALSE(decide_with({{"sessions", "2"}, {"wins", "oldest"}}, COCO_WEB, "WW").admitted);
  EXPECT_EQ(decide_with({{"sessions", "0"}, {"wins", "oldest"}}, COCO_WEB, "WWWWWWWW"), (Ruling{true, "--------", ""}));
}

TEST(SessionPolicyMax, DeclaresSettingsThatCannotBeMisread) {
  EXPECT_THROW(TestedPlugin(coco_plugin_abi1, {{"sessions", "-1"}}), coco::Error);
  EXPECT_THROW(TestedPlugin(coco_plugin_abi1, {{"sessions", "1001"}}), coco::Error);
  EXPECT_THROW(TestedPlugin(coco_plugin_abi1, {{"wins", "both"}}), coco::Error);
  EXPECT_THROW(TestedPlugin(coco_plugin_abi1, {{"win", "newest"}}), coco::Error);
}

}  // namespace
}  // namespace cocotalk::testing
