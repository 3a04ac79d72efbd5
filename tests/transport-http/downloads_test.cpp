#include "rest.hpp"

namespace cocotalk::http {
namespace {

const std::string jpeg = std::string("\xff\xd8\xff\xe0") + "0123456789";

struct DownloadsTest : Rest {
  DownloadsTest() {
    store("user_profile/a.jpeg", jpeg);
    store("page.jpeg", "<html><script>alert(1)</script>");
    store("empty", "");
  }
  void store(std::string_view name, std::string_view bytes) {
    coco_upload upload = 0;
    files.create(name, upload);
    testing::Answer<int> written, finished;
    files.write(upload, bytes, coco::Completion(written.expect_nothing()));
    files.finish(upload, coco::Completion(finished.expect_nothing()));
    ASSERT_EQ(finished.status(), COCO_OK);
  }
  testing::FakeResponse file(Headers headers) { return get("/files/user_profile/a.jpeg", std::move(headers)); }
};

TEST_F(DownloadsTest, SendAPictureToAnybodyForEver) {
  const auto answer = file({});
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.body, jpeg);
  EXPECT_EQ(answer.header("Content-Type"), "image/jpeg");
  EXPECT_EQ(answer.header("Cache-Control"), "public, max-age=31536000, immutable");
  EXPECT_EQ(answer.header("X-Content-Type-Options"), "nosniff");
  EXPECT_EQ(answer.header("Content-Disposition"), "");
  EXPECT_EQ(answer.header("Content-Security-Policy"), "");
}

TEST_F(DownloadsTest, SendWhatABrowserMustNotShowAsASandboxedAttachment) {
  const auto answer = get("/files/page.jpeg");
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.header("Content-Type"), "application/octet-stream") << "whatever its name says";
  EXPECT_EQ(answer.header("Content-Disposition"), "attachment");
  EXPECT_EQ(answer.header("Content-Security-Policy"), "sandbox; default-src 'none'");
  EXPECT_EQ(answer.header("X-Content-Type-Options"), "nosniff");
}

TEST_F(DownloadsTest, OfNothingAre404) {
  for (const char* path : {"/files/none", "/files/", "/files/../secret", "/files/.incoming/1", "/files/user_profile"})
    EXPECT_EQ(get(path).status, 404) << path;
}

TEST_F(DownloadsTest, AnswerHeadWithTheLength) {
  const auto answer = http.ask({.method = "HEAD", .target = "/files/user_profile/a.jpeg"});
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.body, "");
  EXPECT_EQ(answer.header("Content-Length"), "14");
}

}  // namespace
}  // namespace cocotalk::http
