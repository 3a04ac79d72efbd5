// Libraries that were built when the ABI was 1.0 go on loading and working: tests/abi/plugins. Never build them again; add newer
// ones beside them.
#include <cocotalk/testing/session_policy_contract.hpp>

COCO_SESSION_POLICY_CONTRACT(OfCpp, [] {
  return provider_of<coco_session_policy>(load_plugin(PAST_PLUGINS "/policy-one-device-1.0.so"), COCO_SESSION_POLICY);
})
COCO_SESSION_POLICY_CONTRACT(OfC, [] {
  return provider_of<coco_session_policy>(load_plugin(PAST_PLUGINS "/policy-c-1.0.so"), COCO_SESSION_POLICY);
})

namespace cocotalk::testing {
namespace {

TEST(PastPlugins, DecideAsTheyDidWithTheirSettings) {
  const coco_plugin& plugin = load_plugin(PAST_PLUGINS "/policy-one-device-1.0.so");
  const auto policy = provider_of<coco_session_policy>(plugin, COCO_SESSION_POLICY);
  EXPECT_EQ(decide(*policy, COCO_MOBILE, "MW"), (Ruling{true, "xx", ""}));
  const auto patient = provider_of<coco_session_policy>(plugin, COCO_SESSION_POLICY, {{"undisturbed", "1 h"}});
  EXPECT_EQ(decide(*patient, COCO_MOBILE, ""), (Ruling{true, "", ""}));
}

TEST(PastPlugins, SayWhatTheyAreInTheWordsOfThen) {
  for (const char* file : {PAST_PLUGINS "/policy-one-device-1.0.so", PAST_PLUGINS "/policy-c-1.0.so"}) {
    const coco_plugin& plugin = load_plugin(file);
    EXPECT_EQ(plugin.magic, COCO_MAGIC) << file;
    EXPECT_EQ(plugin.abi_major, 1) << file;
    EXPECT_EQ(plugin.abi_minor, 0) << file;
    EXPECT_LE(plugin.size, sizeof(coco_plugin)) << file;
  }
}

}  // namespace
}  // namespace cocotalk::testing
