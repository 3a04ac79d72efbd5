#include <cocotalk/testing/auth_contract.hpp>

namespace cocotalk::testing {

// The least work the plugin agrees to: the rules do not depend on it.
const SettingTexts cheap = {{"memory", "8 MiB"}, {"passes", "1"}};

}  // namespace cocotalk::testing

COCO_AUTH_CONTRACT(Linked, [] { return provider_of<coco_auth>(coco_plugin_abi1, COCO_AUTH, cheap); })
COCO_AUTH_CONTRACT(Library, [] { return provider_of<coco_auth>(load_plugin(PLUGIN_LIBRARY), COCO_AUTH, cheap); })

namespace cocotalk::testing {
namespace {

std::string verifier_by(const TestedPlugin& plugin) {
  const auto* auth = plugin.table<coco_auth>(COCO_AUTH);
  Answer<std::string> answer;
  auth->enroll(auth->self, coco::view("correct horse"),
               answer.expect<coco_view>([](const coco_view* verifier) { return std::string(coco::text(*verifier)); }));
  return answer.kept().value();
}

// OWASP's recommendation for argon2id, and the cost promises.md counts on.
TEST(Auth, WithoutSettingsHashesIn19MiBWithTwoPasses) {
  EXPECT_TRUE(verifier_by(TestedPlugin(coco_plugin_abi1)).starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
}

TEST(Auth, ObeysItsSettings) {
  const TestedPlugin plugin(coco_plugin_abi1, {{"memory", "10 MiB"}, {"passes", "3"}});
  EXPECT_TRUE(verifier_by(plugin).starts_with("$argon2id$v=19$m=10240,t=3,p=1$"));
}

TEST(Auth, AVerifierOfOtherSettingsStaysGood) {
  const std::string verifier = verifier_by(TestedPlugin(coco_plugin_abi1, {{"memory", "9 MiB"}, {"passes", "2"}}));
  const Provider<coco_auth> auth = provider_of<coco_auth>(coco_plugin_abi1, COCO_AUTH, cheap);
  Answer<int> answer;
  auth->authenticate(auth->self, coco::view("correct horse"), coco::view(verifier), answer.expect_nothing());
  EXPECT_EQ(answer.status(), COCO_OK);
}

TEST(Auth, DeclaresSettingsThatCannotBeDangerous) {
  for (const char* memory : {"0", "1 MiB", "2 GiB"})
    EXPECT_THROW(TestedPlugin(coco_plugin_abi1, {{"memory", memory}}), coco::Error);
  for (const char* passes : {"0", "17"}) EXPECT_THROW(TestedPlugin(coco_plugin_abi1, {{"passes", passes}}), coco::Error);
}

TEST(Auth, ProvidesNothingElse) {
  const TestedPlugin plugin(coco_plugin_abi1);
  EXPECT_EQ(plugin.table<void>("cocotalk.auth/2"), nullptr);
}

}  // namespace
}  // namespace cocotalk::testing
