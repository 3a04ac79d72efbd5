#include <cocotalk/testing/files_contract.hpp>

COCO_FILES_CONTRACT(TemplateFiles, [] { return provider_of<coco_files>(coco_plugin_abi1, COCO_FILES); })

namespace cocotalk::testing {
namespace {

TEST(TemplateFiles, AFinishedFileStandsInTheFolderAndNothingElse) {
  TestedPlugin plugin(coco_plugin_abi1);
  const auto* files = plugin.table<coco_files>(COCO_FILES);
  coco_upload upload = 0;
  coco_error error{};
  ASSERT_EQ(files->create(files->self, coco::view("a/b.txt"), &upload, &error), COCO_OK) << error.text;
  Answer<int> written, finished;
  files->write(files->self, upload, coco::view("bytes"), written.expect_nothing());
  ASSERT_EQ(written.status(), COCO_OK);
  const std::filesystem::path folder = plugin.host().data_dir() / "template-files";
  EXPECT_FALSE(std::filesystem::exists(folder / "a"));
  files->finish(files->self, upload, finished.expect_nothing());
  ASSERT_EQ(finished.status(), COCO_OK);
  ASSERT_EQ(plugin.stop(), COCO_OK);
  EXPECT_EQ(std::filesystem::file_size(folder / "a" / "b.txt"), 5u);
  EXPECT_TRUE(std::filesystem::is_empty(folder / ".incoming"));
}

}  // namespace
}  // namespace cocotalk::testing
