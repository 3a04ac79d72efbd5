#include <cocotalk/testing/push_contract.hpp>

COCO_PUSH_CONTRACT(Linked, [] { return provider_of<coco_push>(coco_plugin_abi1, COCO_PUSH); })

namespace cocotalk::testing {
namespace {

TEST(PushLogPlugin, SaysWhoWouldBeWokenAndKeepsTokenAndTextToItself) {
  TestedPlugin plugin(coco_plugin_abi1);
  const auto* push = plugin.table<coco_push>(COCO_PUSH);
  const coco_push_target target{sizeof target, COCO_WEB, coco::view("secret-token"), 5};
  const coco_push_target* const targets[] = {&target};
  const coco_push_note note{sizeof note, 0, coco::view("0123"), coco::view(""), coco::view("alice"), coco::view("hush"),
                            targets,     1};
  Answer<int> answer;
  push->send(push->self, &note, answer.expect_nothing());
  ASSERT_EQ(answer.status(), COCO_OK);
  EXPECT_TRUE(plugin.host().logged("would wake the page of account 5: alice wrote in room 0123"));
  EXPECT_FALSE(plugin.host().logged("secret-token"));
  EXPECT_FALSE(plugin.host().logged("hush"));
}

}  // namespace
}  // namespace cocotalk::testing
