#include "transport-http/file_type.hpp"

#include <gtest/gtest.h>

namespace cocotalk::http {
namespace {

using namespace std::literals;

TEST(FileType, IsToldByTheFirstBytes) {
  EXPECT_EQ(file_type("\xff\xd8\xff\xe0"sv).content_type, "image/jpeg");
  EXPECT_EQ(file_type("\x89PNG\r\n\x1a\n..."sv).content_type, "image/png");
  EXPECT_EQ(file_type("GIF89a..."sv).content_type, "image/gif");
  EXPECT_EQ(file_type("GIF87a..."sv).content_type, "image/gif");
  EXPECT_EQ(file_type("RIFF\x10\0\0\0WEBPVP8 "sv).content_type, "image/webp");
  EXPECT_EQ(file_type("\0\0\0\x18"
                      "ftypmp42"sv)
                .content_type,
            "video/mp4");
  EXPECT_EQ(file_type("\0\0\0\x18"
                      "ftypisom"sv)
                .extension,
            "mp4");
  EXPECT_TRUE(file_type("GIF89a"sv).is_shown);
}

TEST(FileType, OfAnythingElseIsADownload) {
  for (const std::string_view other :
       {""sv, "\xff\xd8"sv, "GIF88a"sv, "<html><script>"sv, "<svg xmlns="sv, "%PDF-1.4"sv, "RIFF\x10\0\0\0WAVE"sv,
        "\0\0\0\x18"
        "ftypheic"sv,
        "\0\0\0\x14"
        "ftypqt  "sv,
        "\0\0\0\x18"
        "ftyp"sv,
        "PK\x03\x04"sv}) {
    EXPECT_EQ(file_type(other).content_type, "application/octet-stream");
    EXPECT_FALSE(file_type(other).is_shown);
  }
}

TEST(SafeExtension, IsTheOriginalOneInLowerCase) {
  EXPECT_EQ(safe_extension("profile.jpeg", "bin"), "jpeg");
  EXPECT_EQ(safe_extension("사진.JPG", "bin"), "jpg");
  EXPECT_EQ(safe_extension("a.tar.gz", "bin"), "gz");
  EXPECT_EQ(safe_extension("x.mp4", "bin"), "mp4");
}

TEST(SafeExtension, IsNothingButLettersAndDigits) {
  for (const char* name : {"", "noextension", "dot.", "a.j/../x", "a.<b>", "a.toolongext", "a.é", "a.jp eg", "../.."})
    EXPECT_EQ(safe_extension(name, "bin"), "bin") << name;
}

}  // namespace
}  // namespace cocotalk::http
