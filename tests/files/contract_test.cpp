#include <cocotalk/testing/files_contract.hpp>

#include <filesystem>
#include <fstream>

COCO_FILES_CONTRACT(Linked, [] { return provider_of<coco_files>(coco_plugin_abi1, COCO_FILES, {{"min_free", "0"}}); })
COCO_FILES_CONTRACT(Library, [] { return provider_of<coco_files>(load_plugin(PLUGIN_LIBRARY), COCO_FILES, {{"min_free", "0"}}); })

namespace cocotalk::testing {
namespace {

TEST(FilesPlugin, KeepsItsFilesInTheDataFolder) {
  TestedPlugin plugin(coco_plugin_abi1, {{"min_free", "0"}});
  const auto* files = plugin.table<coco_files>(COCO_FILES);
  coco_upload upload = 0;
  coco_error error{};
  ASSERT_EQ(files->create(files->self, coco::view("user_profile/a.jpeg"), &upload, &error), COCO_OK);
  Answer<int> finished;
  files->finish(files->self, upload, finished.expect_nothing());
  ASSERT_EQ(finished.status(), COCO_OK);
  EXPECT_TRUE(std::filesystem::exists(plugin.host().data_dir() / "files/user_profile/a.jpeg"));
}

TEST(FilesPlugin, RefusesEverythingAfterItsStop) {
  TestedPlugin plugin(coco_plugin_abi1, {{"min_free", "0"}});
  const auto* files = plugin.table<coco_files>(COCO_FILES);
  coco_upload early = 0, late = 0;
  coco_error error{};
  ASSERT_EQ(files->create(files->self, coco::view("early"), &early, &error), COCO_OK);
  ASSERT_EQ(plugin.stop(), COCO_OK);
  EXPECT_EQ(files->create(files->self, coco::view("late"), &late, &error), COCO_ABORTED);
  Answer<int> write, erase;
  files->write(files->self, early, coco::view("x"), write.expect_nothing());
  files->erase(files->self, coco::view("x"), erase.expect_nothing());
  EXPECT_NE(write.status(), COCO_OK);
  EXPECT_NE(erase.status(), COCO_OK);
}

TEST(FilesPlugin, SaysSoWhenItsFolderCannotBeMade) {
  FakeHost host;
  std::ofstream(host.data_dir() / "files") << "a file stands where the folder should be";
  const TestSettings settings(coco_plugin_abi1, {});
  void* self = nullptr;
  coco_error error{};
  ASSERT_EQ(coco_plugin_abi1.create(host.raw(), settings.data(), settings.size(), &self, &error), COCO_OK);
  EXPECT_NE(coco_plugin_abi1.start(self, &error), COCO_OK);
  EXPECT_NE(std::string(error.text).find("cannot make the folder " + (host.data_dir() / "files").string()), std::string::npos)
      << error.text;
  Answer<int> stopped;
  coco_plugin_abi1.stop(self, stopped.expect_nothing());
  EXPECT_EQ(stopped.status(), COCO_OK);
  coco_plugin_abi1.destroy(self);
}

}  // namespace
}  // namespace cocotalk::testing
