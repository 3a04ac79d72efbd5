#include "storage/backup.hpp"

#include "store.hpp"

#include <cocotalk/testing/disk_faults.hpp>

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <cerrno>
#include <filesystem>
#include <fstream>

namespace cocotalk::storage::test {
namespace {

coco_status backup(Store& store, const std::string& path) {
  testing::Answer<int> written;
  store.table()->backup(store.table()->self, coco::view(path), written.expect_nothing());
  return written.status();
}

// Why restoring `path` is refused; empty: it was not.
std::string refusal(Store& store, const std::string& path) {
  store.close();
  std::string why;
  try {
    restore_backup(Folder(store.host().data_dir()), path);
  } catch (const coco::Error& error) {
    EXPECT_EQ(error.code(), COCO_INVALID);
    why = error.what();
  }
  store.open();
  return why;
}

TEST(Backup, IsOneFileOfTheUsersAlone) {
  Store store;
  ASSERT_EQ(store.commit(append_item(1)).status, COCO_OK);
  const testing::TemporaryFolder folder;
  const std::string path = folder.path() / "backup";
  ASSERT_EQ(backup(store, path), COCO_OK);
  struct stat info {};
  ASSERT_EQ(::stat(path.c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777, 0600u);
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder.path()), std::filesystem::directory_iterator()), 1)
      << "nothing beside it";
}

TEST(Backup, OnAFullDiskLeavesNoFile) {
  Store store;
  ASSERT_EQ(store.commit(append_item(1)).status, COCO_OK);
  const testing::TemporaryFolder folder;
  const std::string path = folder.path() / "backup";
  testing::DiskFaults disk;
  disk.fail_writes(ENOSPC);
  EXPECT_EQ(backup(store, path), COCO_RETRY);
  disk.mend();
  EXPECT_FALSE(std::filesystem::exists(path));
}

TEST(Backup, IntoAFolderThatDoesNotExistIsInvalid) {
  Store store;
  EXPECT_EQ(backup(store, "/nowhere/backup"), COCO_INVALID);
}

TEST(Backup, ADamagedOneIsNotRestored) {
  Store store;
  for (int n = 0; n < 200; ++n)
    ASSERT_EQ(store.commit(Batch().append("item", {i(1), i(0), t(std::string(100, 'x') + std::to_string(n)), i(0), null})).status,
              COCO_OK);
  const testing::TemporaryFolder folder;
  const std::string path = folder.path() / "backup";
  ASSERT_EQ(backup(store, path), COCO_OK);
  const auto size = std::filesystem::file_size(path);
  {
    std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(static_cast<std::streamoff>(size / 2));
    file << std::string(4096, '\x5a');
  }
  EXPECT_NE(refusal(store, path).find("damaged"), std::string::npos);
  std::filesystem::resize_file(path, size / 2);
  EXPECT_NE(refusal(store, path), "");
  EXPECT_EQ(store.rows("item").size(), 200u);
}

TEST(Backup, AnotherProgramsDatabaseIsNotRestored) {
  Store store;
  const testing::TemporaryFolder folder;
  const std::string path = folder.path() / "other";
  { Connection(path, Connection::Role::writer, 1 << 20); }
  EXPECT_EQ(refusal(store, path), "'" + path + "' is no backup of CocoTalk");
  std::ofstream(path, std::ios::trunc) << std::string(5000, 'x');
  EXPECT_NE(refusal(store, path).find("not a database"), std::string::npos);
}

TEST(Backup, RestoringReplacesAlsoWhatIsOnlyInTheLog) {
  Store store;
  ASSERT_EQ(store.commit(append_item(1)).status, COCO_OK);
  const testing::TemporaryFolder folder;
  const std::string path = folder.path() / "backup";
  ASSERT_EQ(backup(store, path), COCO_OK);
  store.close();
  std::ofstream(store.file("cocotalk.db-wal")) << "what a crash left";
  store.open();
  ASSERT_EQ(refusal(store, path), "");
  EXPECT_EQ(store.rows("item").size(), 1u);
}

}  // namespace
}  // namespace cocotalk::storage::test
