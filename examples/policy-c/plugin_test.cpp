// The plugin alone: linked, and as the library the host loads. The contract does not care what it is written in.
#include <cocotalk/testing/session_policy_contract.hpp>

COCO_SESSION_POLICY_CONTRACT(PolicyC, [] { return provider_of<coco_session_policy>(coco_plugin_abi1, COCO_SESSION_POLICY); })
COCO_SESSION_POLICY_CONTRACT(PolicyCLibrary, [] {
  return provider_of<coco_session_policy>(load_plugin(POLICY_LIBRARY), COCO_SESSION_POLICY, {{"mobile", "2"}, {"grace", "1 h"}});
})

namespace cocotalk::testing {
namespace {

constexpr std::int64_t minute = 60'000;

Provider<coco_session_policy> policy(const SettingTexts& settings = {}) {
  return provider_of<coco_session_policy>(coco_plugin_abi1, COCO_SESSION_POLICY, settings);
}

// The sessions `letters`, each last seen so many ms before the sign-in.
Ruling decide(const SettingTexts& settings, coco_device_class device, std::string_view letters,
              const std::vector<std::int64_t>& idle_ms) {
  Question question(device, letters);
  for (std::size_t i = 0; i < idle_ms.size(); ++i) question.existing[i].seen_ms = question.incoming.now_ms - idle_ms[i];
  return question.put_to(*policy(settings));
}

TEST(PolicyC, EachClassHasItsLimit) {
  EXPECT_EQ(decide({}, COCO_MOBILE, "WWW", {}), (Ruling{true, "---", ""}));
  EXPECT_EQ(decide({}, COCO_MOBILE, "WMW", {}), (Ruling{true, "-x-", ""}));
  EXPECT_EQ(decide({}, COCO_WEB, "WMW", {}), (Ruling{true, "---", ""}));
  EXPECT_EQ(decide({}, COCO_WEB, "WMWW", {}), (Ruling{true, "x---", ""}));
}

TEST(PolicyC, TheMostIdleGivesWayNotTheOldest) {
  EXPECT_EQ(decide({}, COCO_WEB, "WWW", {5 * minute, 9 * minute, 7 * minute}), (Ruling{true, "-x-", ""}));
  EXPECT_EQ(decide({}, COCO_WEB, "WWW", {9 * minute, 9 * minute, 9 * minute}), (Ruling{true, "x--", ""})) << "then the oldest";
}

TEST(PolicyC, WhoWasActiveWithinTheGraceKeepsHisPlace) {
  EXPECT_EQ(decide({}, COCO_WEB, "WWW", {0, 3 * minute, 1}), (Ruling{true, "-x-", ""}));
  EXPECT_EQ(decide({}, COCO_MOBILE, "M", {2 * minute}), (Ruling{true, "x", ""}));
  const Ruling refused = decide({}, COCO_MOBILE, "M", {2 * minute - 1});
  EXPECT_FALSE(refused.admitted);
  EXPECT_EQ(refused.reason, "all 1 places for devices of this class are in use; sign out on one of them, or wait");
}

TEST(PolicyC, WithoutGraceTheNewestAlwaysWins) {
  EXPECT_EQ(decide({{"grace", "0 s"}}, COCO_MOBILE, "M", {0}), (Ruling{true, "x", ""}));
}

TEST(PolicyC, ALoweredLimitEndsAllThatAreTooManyOrNobody) {
  EXPECT_EQ(decide({{"web", "2"}}, COCO_WEB, "WWWW", {4 * minute, 6 * minute, 1, 5 * minute}), (Ruling{true, "xx-x", ""}));
  EXPECT_FALSE(decide({{"web", "2"}}, COCO_WEB, "WWWW", {4 * minute, 1, 1, 5 * minute}).admitted);
}

TEST(PolicyC, ZeroIsNoLimit) {
  EXPECT_EQ(decide({{"mobile", "0"}}, COCO_MOBILE, std::string(200, 'M'), {}), (Ruling{true, std::string(200, '-'), ""}));
}

TEST(PolicyC, DeclaresSettingsThatCannotBeMisread) {
  for (const char* name : {"mobile", "web"}) {
    EXPECT_NO_THROW(policy({{name, "1000"}}));
    EXPECT_THROW(policy({{name, "1001"}}), coco::Error);
    EXPECT_THROW(policy({{name, "-1"}}), coco::Error);
  }
  EXPECT_NO_THROW(policy({{"grace", "1 h"}}));
  EXPECT_THROW(policy({{"grace", "61 min"}}), coco::Error);
}

TEST(PolicyC, ProvidesNothingElse) {
  const TestedPlugin plugin(coco_plugin_abi1);
  EXPECT_EQ(plugin.table<void>("cocotalk.session-policy/2"), nullptr);
}

}  // namespace
}  // namespace cocotalk::testing
