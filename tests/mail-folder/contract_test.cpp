#include <cocotalk/testing/mail_contract.hpp>

#include <filesystem>

COCO_MAIL_CONTRACT(Linked, [] { return provider_of<coco_mail>(coco_plugin_abi1, COCO_MAIL); })
COCO_MAIL_CONTRACT(Library, [] { return provider_of<coco_mail>(load_plugin(PLUGIN_LIBRARY), COCO_MAIL); })

namespace cocotalk::testing {
namespace {

TEST(MailFolderPlugin, WritesIntoTheDataFolderAndSaysThatNothingIsSent) {
  TestedPlugin plugin(coco_plugin_abi1);
  EXPECT_TRUE(plugin.host().logged("instead of being sent"));
  const auto* mail = plugin.table<coco_mail>(COCO_MAIL);
  const coco_letter letter{sizeof letter, 0, coco::view("a@x.y"), coco::view("s"), coco::view("t")};
  Answer<int> first, second;
  mail->send(mail->self, &letter, first.expect_nothing());
  mail->send(mail->self, &letter, second.expect_nothing());
  ASSERT_EQ(first.status(), COCO_OK);
  ASSERT_EQ(second.status(), COCO_OK);
  const std::filesystem::directory_iterator letters(plugin.host().data_dir() / "mail");
  EXPECT_EQ(std::distance(letters, {}), 2);
}

TEST(MailFolderPlugin, IsBusyWhenTheHostsWorkersAre) {
  TestedPlugin plugin(coco_plugin_abi1);
  plugin.host().set_workers_busy(true);
  const auto* mail = plugin.table<coco_mail>(COCO_MAIL);
  const coco_letter letter{sizeof letter, 0, coco::view("a@x.y"), coco::view("s"), coco::view("t")};
  Answer<int> answer;
  mail->send(mail->self, &letter, answer.expect_nothing());
  EXPECT_EQ(answer.status(), COCO_BUSY);
}

}  // namespace
}  // namespace cocotalk::testing
