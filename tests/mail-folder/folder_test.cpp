#include "mail-folder/folder.hpp"

#include <cocotalk/testing/fake_host.hpp>

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

namespace cocotalk::mail_folder {
namespace {

using testing::TemporaryFolder;

std::string content_of(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

TEST(Folder, WritesALetterAsAFileThatReadsLikeOne) {
  const TemporaryFolder place;
  Folder(place.path() / "mail").write("1", "a@x.y", "[코코톡] 제목", "한 줄\n");
  EXPECT_EQ(content_of(place.path() / "mail/1.eml"),
            "To: a@x.y\nSubject: [코코톡] 제목\nContent-Type: text/plain; charset=UTF-8\n\n한 줄\n");
}

TEST(Folder, IsOnlyForItsOwner) {
  const TemporaryFolder place;
  const Folder folder(place.path() / "mail");
  EXPECT_EQ(std::filesystem::status(place.path() / "mail").permissions(), std::filesystem::perms::owner_all);
}

TEST(Folder, SaysWhereItCannotBe) {
  const TemporaryFolder place;
  std::ofstream(place.path() / "mail") << "a file";
  try {
    const Folder folder(place.path() / "mail/in");
    FAIL() << "a folder below a file";
  } catch (const coco::Error& e) {
    EXPECT_EQ(e.code(), COCO_INVALID);
    EXPECT_NE(std::string(e.what()).find((place.path() / "mail/in").string()), std::string::npos) << e.what();
  }
}

TEST(Folder, ALetterThatCannotBeWrittenMayBeSentAgain) {
  const TemporaryFolder place;
  const Folder folder(place.path() / "mail");
  std::filesystem::remove(place.path() / "mail");
  try {
    folder.write("1", "a@x.y", "s", "t");
    FAIL() << "written into nothing";
  } catch (const coco::Error& e) {
    EXPECT_EQ(e.code(), COCO_RETRY);
  }
}

}  // namespace
}  // namespace cocotalk::mail_folder
