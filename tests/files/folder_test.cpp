#include "files/folder.hpp"

#include <cocotalk/testing/fake_host.hpp>

#include <gtest/gtest.h>

#include <sys/stat.h>
#include <unistd.h>

#include <fstream>
#include <limits>
#include <optional>
#include <utility>

namespace cocotalk::files {
namespace {

namespace fs = std::filesystem;

struct FolderTest : ::testing::Test {
  void put(const fs::path& file, std::string_view bytes) {
    fs::create_directories(file.parent_path());
    std::ofstream(file) << bytes;
  }
  coco_status open_status(const Folder& folder, std::string_view name) {
    try {
      ::close(folder.open(name).fd);
      return COCO_OK;
    } catch (const coco::Error& e) {
      return e.code();
    }
  }
  testing::TemporaryFolder temporary;
  const fs::path path = temporary.path() / "files";
};

TEST_F(FolderTest, IsMadeForItsOwnerOnly) {
  const Folder folder(path, 0);
  EXPECT_EQ(fs::status(path).permissions(), fs::perms::owner_all);
  EXPECT_EQ(fs::status(path / ".incoming").permissions(), fs::perms::owner_all);
}

TEST_F(FolderTest, LosesWhatACrashLeftAndKeepsWhatWasFinished) {
  put(path / ".incoming/17", "half a picture");
  put(path / "user_profile/a.jpeg", "whole");
  const Folder folder(path, 0);
  EXPECT_FALSE(fs::exists(path / ".incoming/17"));
  EXPECT_EQ(open_status(folder, "user_profile/a.jpeg"), COCO_OK);
}

TEST_F(FolderTest, LeavesTheUnfinishedFilesOfAnotherInstanceAlone) {
  std::optional<Folder> old(std::in_place, path, 0);
  const fs::path half = old->incoming(1);
  put(half, "half");
  const Folder next(path, 0);
  EXPECT_NE(next.incoming(1), half);
  EXPECT_TRUE(fs::exists(half));
  old.reset();
  EXPECT_FALSE(fs::exists(half)) << "it goes with its instance";
}

TEST_F(FolderTest, OpensRegularFilesOnly) {
  const Folder folder(path, 0);
  put(temporary.path() / "secret", "outside");
  fs::create_symlink(temporary.path() / "secret", path / "link");
  ASSERT_EQ(::mkfifo((path / "pipe").c_str(), 0600), 0);
  EXPECT_EQ(open_status(folder, "link"), COCO_NOT_FOUND);
  EXPECT_EQ(open_status(folder, "pipe"), COCO_NOT_FOUND);
  EXPECT_EQ(open_status(folder, "missing"), COCO_NOT_FOUND);
}

TEST_F(FolderTest, SaysWhenTheDiskIsTooFull) {
  const Folder roomy(path, 0), full(path, std::numeric_limits<std::int64_t>::max());
  EXPECT_NO_THROW(roomy.check_room_for(1000));
  try {
    full.check_room_for(1);
    FAIL();
  } catch (const coco::Error& e) {
    EXPECT_EQ(e.code(), COCO_RETRY);
    EXPECT_NE(std::string(e.what()).find("has less than min_free"), std::string::npos) << e.what();
  }
}

}  // namespace
}  // namespace cocotalk::files
