// The library as the host loads it; the rule has its tests beside it, in Rust.
#include <cocotalk/testing/session_policy_contract.hpp>

namespace cocotalk::testing {

inline Provider<coco_session_policy> rust_policy(const SettingTexts& settings = {}) {
  return provider_of<coco_session_policy>(load_plugin(POLICY_LIBRARY), COCO_SESSION_POLICY, settings);
}

}  // namespace cocotalk::testing

COCO_SESSION_POLICY_CONTRACT(PolicyRust, [] { return rust_policy(); })
COCO_SESSION_POLICY_CONTRACT(PolicyRustOnePlace, [] { return rust_policy({{"places", "1"}}); })

namespace cocotalk::testing {
namespace {

TEST(PolicyRust, TheQuietestPlaceGivesWay) {
  Question question(COCO_WEB, "WMW");
  question.incoming.address = coco::view("10.0.0.3");
  question.existing[0].address = coco::view("10.0.0.1");
  question.existing[1].address = coco::view("10.0.0.2");
  question.existing[2].address = coco::view("10.0.0.1");
  EXPECT_EQ(question.put_to(*rust_policy({{"places", "3"}})), (Ruling{true, "---", ""}));
  EXPECT_EQ(question.put_to(*rust_policy({{"places", "2"}})), (Ruling{true, "-x-", ""}));
  EXPECT_EQ(question.put_to(*rust_policy({{"places", "1"}})), (Ruling{true, "xxx", ""}));
}

TEST(PolicyRust, DeclaresASettingThatCannotBeMisread) {
  EXPECT_NO_THROW(rust_policy({{"places", "1"}}));
  EXPECT_NO_THROW(rust_policy({{"places", "1000"}}));
  EXPECT_THROW(rust_policy({{"places", "0"}}), coco::Error);
  EXPECT_THROW(rust_policy({{"places", "1001"}}), coco::Error);
}

TEST(PolicyRust, ProvidesNothingElse) {
  const TestedPlugin plugin(load_plugin(POLICY_LIBRARY));
  EXPECT_EQ(plugin.table<void>("cocotalk.session-policy/2"), nullptr);
}

}  // namespace
}  // namespace cocotalk::testing
