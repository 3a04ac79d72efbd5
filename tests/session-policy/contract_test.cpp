#include <cocotalk/testing/fake_session_policy.hpp>
#include <cocotalk/testing/session_policy_contract.hpp>

COCO_SESSION_POLICY_CONTRACT(Linked, [] { return provider_of<coco_session_policy>(coco_plugin_abi1, COCO_SESSION_POLICY); })
COCO_SESSION_POLICY_CONTRACT(Library,
                             [] { return provider_of<coco_session_policy>(load_plugin(PLUGIN_LIBRARY), COCO_SESSION_POLICY); })

namespace cocotalk::testing {
namespace {

TEST(SessionPolicy, DecidesAsTheFakeThatStandsForItInOtherTests) {
  const Provider<coco_session_policy> plugin = provider_of<coco_session_policy>(coco_plugin_abi1, COCO_SESSION_POLICY);
  const FakeSessionPolicy fake;
  EXPECT_EQ(rulings_on_all_questions(*plugin, 5), rulings_on_all_questions(*fake.table(), 5));
}

TEST(SessionPolicy, ProvidesNothingElse) {
  const TestedPlugin plugin(coco_plugin_abi1);
  EXPECT_EQ(plugin.table<void>("cocotalk.session-policy/2"), nullptr);
}

}  // namespace
}  // namespace cocotalk::testing
