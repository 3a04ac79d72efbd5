#include "files/incoming.hpp"

#include <cocotalk/testing/fake_host.hpp>

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

namespace cocotalk::files {
namespace {

namespace fs = std::filesystem;

struct IncomingTest : ::testing::Test {
  std::string read(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  }
  testing::TemporaryFolder temporary;
  const Folder folder{temporary.path() / "files", 0};
};

TEST_F(IncomingTest, IsPublishedWithItsBytesForItsOwnerOnly) {
  {
    Incoming file(folder, 1);
    file.append("ab");
    file.append("c");
    file.publish("x/y/z.jpeg");
  }
  EXPECT_EQ(read(folder.path() / "x/y/z.jpeg"), "abc");
  EXPECT_EQ(fs::status(folder.path() / "x/y/z.jpeg").permissions(), fs::perms::owner_read | fs::perms::owner_write);
  EXPECT_TRUE(fs::is_empty(folder.incoming(1).parent_path()));
}

TEST_F(IncomingTest, LeavesNothingWhenItIsNotPublished) {
  { Incoming(folder, 1).append("half"); }
  EXPECT_TRUE(fs::is_empty(folder.incoming(1).parent_path()));
}

TEST_F(IncomingTest, NeverReplacesAFile) {
  {
    Incoming first(folder, 1), second(folder, 2);
    first.append("first");
    second.append("second");
    first.publish("a");
    EXPECT_THROW(second.publish("a"), coco::Error);
  }
  EXPECT_EQ(read(folder.path() / "a"), "first");
  EXPECT_TRUE(fs::is_empty(folder.incoming(1).parent_path()));
}

TEST_F(IncomingTest, SaysWhatFailedAndWhere) {
  fs::remove_all(folder.path() / ".incoming");
  try {
    Incoming file(folder, 7);
    FAIL();
  } catch (const coco::Error& e) {
    EXPECT_EQ(e.code(), COCO_RETRY);
    EXPECT_EQ(std::string(e.what()), "cannot make " + folder.incoming(7).string() + ": No such file or directory");
  }
}

}  // namespace
}  // namespace cocotalk::files
