#include <cocotalk/testing/push_contract.hpp>

COCO_PUSH_CONTRACT(TemplatePush, [] { return provider_of<coco_push>(coco_plugin_abi1, COCO_PUSH); })

namespace cocotalk::testing {
namespace {

void wake_a_phone_and_a_page(TestedPlugin& plugin) {
  const auto* push = plugin.table<coco_push>(COCO_PUSH);
  const coco_push_target phone{sizeof phone, COCO_MOBILE, coco::view("secret"), 5};
  const coco_push_target page{sizeof page, COCO_WEB, coco::view("secret"), 6};
  const coco_push_target* const targets[] = {&phone, &page};
  coco_push_note note{};
  note.size = sizeof note;
  note.room = coco::view("0123");
  note.text = coco::view("hush");
  note.targets = targets;
  note.n_targets = 2;
  Answer<int> answer;
  push->send(push->self, &note, answer.expect_nothing());
  ASSERT_EQ(answer.status(), COCO_OK);
}

TEST(TemplatePush, SaysWhomItWouldWakeAndKeepsTheRestToItself) {
  TestedPlugin plugin(coco_plugin_abi1);
  wake_a_phone_and_a_page(plugin);
  EXPECT_TRUE(plugin.host().logged("account 5 for room 0123"));
  EXPECT_TRUE(plugin.host().logged("account 6 for room 0123"));
  EXPECT_FALSE(plugin.host().logged("secret"));
  EXPECT_FALSE(plugin.host().logged("hush"));
}

TEST(TemplatePush, LetsPagesSleepWhenTheSettingSaysSo) {
  TestedPlugin plugin(coco_plugin_abi1, {{"pages", "false"}});
  wake_a_phone_and_a_page(plugin);
  EXPECT_EQ(plugin.host().metric("template_push_woken{}"), 1);
}

}  // namespace
}  // namespace cocotalk::testing
