#include <cocotalk/testing/commands_contract.hpp>

COCO_COMMANDS_CONTRACT(TemplateCommand, [] { return commands_of(coco_plugin_abi1); })

namespace cocotalk::testing {
namespace {

class TemplateCommandTest : public ::testing::Test {
 protected:
  FakeGateway gateway;
  TestedPlugin plugin{coco_plugin_abi1, {{"first", "41"}}, {{COCO_GATEWAY, gateway.table()}}};
  const coco_commands& commands = *plugin.table<coco_commands>(COCO_COMMANDS);
};

TEST_F(TemplateCommandTest, PingSaysWhoAskedAndCountsUp) {
  EXPECT_EQ(ask_command(commands, "template-command.ping", "{}").json, R"({"account":7,"number":41})");
  AskedBy bob;
  bob.account = 8;
  EXPECT_EQ(ask_command(commands, "template-command.ping", "{}", bob).json, R"({"account":8,"number":42})");
}

TEST_F(TemplateCommandTest, IsOfferedWhileItRuns) {
  ASSERT_EQ(gateway.offered.size(), 1u);
  EXPECT_EQ(gateway.offered[0], &commands);
  EXPECT_EQ(plugin.stop(), COCO_OK);
  EXPECT_TRUE(gateway.offered.empty());
}

}  // namespace
}  // namespace cocotalk::testing
