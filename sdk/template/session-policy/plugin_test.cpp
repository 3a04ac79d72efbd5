#include <cocotalk/testing/session_policy_contract.hpp>

COCO_SESSION_POLICY_CONTRACT(TemplateSessionPolicy,
                             [] { return provider_of<coco_session_policy>(coco_plugin_abi1, COCO_SESSION_POLICY); })

namespace cocotalk::testing {
namespace {

// Sessions are letters, oldest first: 'M' a phone, 'W' a web page. Of the answer, 'x' is one that ends.
TEST(TemplateSessionPolicy, TheOldestDevicesLeaveForTheNewOne) {
  const auto policy = provider_of<coco_session_policy>(coco_plugin_abi1, COCO_SESSION_POLICY);
  EXPECT_EQ(decide(*policy, COCO_MOBILE, "M"), (Ruling{true, "-", ""}));
  EXPECT_EQ(decide(*policy, COCO_MOBILE, "MW"), (Ruling{true, "x-", ""}));
  EXPECT_EQ(decide(*policy, COCO_WEB, "MWW"), (Ruling{true, "xx-", ""}));
}

TEST(TemplateSessionPolicy, AsManyStayAsTheSettingSays) {
  const auto policy = provider_of<coco_session_policy>(coco_plugin_abi1, COCO_SESSION_POLICY, {{"devices", "1"}});
  EXPECT_EQ(decide(*policy, COCO_WEB, "MWM"), (Ruling{true, "xxx", ""}));
}

}  // namespace
}  // namespace cocotalk::testing
