#include <cocotalk/testing/auth_contract.hpp>

COCO_AUTH_CONTRACT(TemplateAuth, [] { return provider_of<coco_auth>(coco_plugin_abi1, COCO_AUTH, {{"cost", "10"}}); })

namespace cocotalk::testing {
namespace {

std::string enrolled(const coco_auth& auth, std::string_view password) {
  Answer<std::string> answer;
  auth.enroll(auth.self, coco::view(password),
              answer.expect<coco_view>([](const coco_view* verifier) { return std::string(coco::text(*verifier)); }));
  return answer.kept().value_or("");
}

coco_status checked(const coco_auth& auth, std::string_view password, std::string_view verifier) {
  Answer<int> answer;
  auth.authenticate(auth.self, coco::view(password), coco::view(verifier), answer.expect_nothing());
  return answer.status();
}

TEST(TemplateAuth, APasswordEnrolledAtAnotherCostStillFits) {
  const auto before = provider_of<coco_auth>(coco_plugin_abi1, COCO_AUTH, {{"cost", "10"}});
  const auto after = provider_of<coco_auth>(coco_plugin_abi1, COCO_AUTH, {{"cost", "11"}});
  const std::string verifier = enrolled(*before, "correct horse");
  EXPECT_EQ(verifier.substr(0, 10), "scrypt$10$");
  EXPECT_EQ(checked(*after, "correct horse", verifier), COCO_OK);
  EXPECT_EQ(checked(*after, "wrong", verifier), COCO_UNAUTHORIZED);
}

TEST(TemplateAuth, IsBusyWhenTheWorkersAre) {
  TestedPlugin plugin(coco_plugin_abi1);
  plugin.host().set_workers_busy(true);
  EXPECT_EQ(checked(*plugin.table<coco_auth>(COCO_AUTH), "correct horse", ""), COCO_BUSY);
}

}  // namespace
}  // namespace cocotalk::testing
