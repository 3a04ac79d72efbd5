#include "storage/folder.hpp"

#include "store.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

namespace cocotalk::storage {
namespace {

using testing::TemporaryFolder;

std::string refusal(const std::string& data_dir) {
  try {
    const Folder folder(data_dir);
    return "";
  } catch (const coco::Error& error) {
    EXPECT_EQ(error.code(), COCO_INVALID);
    return error.what();
  }
}

TEST(Folder, IsHeldByOneAtATime) {
  const TemporaryFolder data;
  {
    const Folder first(data.path());
    EXPECT_EQ(refusal(data.path()), "the data folder '" + data.path().string() + "' is in use by process " +
                                        std::to_string(::getpid()) + "; stop it or name another one with --data");
  }
  EXPECT_EQ(refusal(data.path()), "");
}

TEST(Folder, ThatIsMissingSaysSo) {
  EXPECT_EQ(refusal("/nowhere/at-all"),
            "the data folder '/nowhere/at-all' does not exist; make it or name another one with --data");
}

TEST(Folder, ThatCannotBeWrittenSaysSo) {
  EXPECT_NE(refusal("/proc").find("the data folder '/proc' cannot be written"), std::string::npos) << refusal("/proc");
}

TEST(Folder, FilesAreTheUsersAlone) {
  test::Store store;
  ASSERT_EQ(store.commit(test::append_item(1)).status, COCO_OK);
  for (const char* name : {"cocotalk.db", "cocotalk.db-wal", "cocotalk.db-shm", "cocotalk.lock"}) {
    struct stat info {};
    ASSERT_EQ(::stat(store.file(name).c_str(), &info), 0) << name;
    EXPECT_EQ(info.st_mode & 0777, 0600u) << name;
  }
}

TEST(Folder, ASecondStorageOnTheSameDataIsRefusedAtItsStart) {
  test::Store first;
  const std::vector<coco_setting> values = test::settings();
  Storage second(first.host().host(), coco::Settings(values.data(), values.size()));
  EXPECT_THROW(second.start(), coco::Error);
  testing::Answer<int> drained;
  second.stop(coco::Completion(drained.expect_nothing()));
  EXPECT_EQ(drained.status(), COCO_OK) << "a storage that did not start stops too";
}

}  // namespace
}  // namespace cocotalk::storage
