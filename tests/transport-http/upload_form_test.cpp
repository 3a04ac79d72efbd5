#include "transport-http/upload_form.hpp"

#include <gtest/gtest.h>

#include <map>

namespace cocotalk::http {
namespace {

using namespace std::literals;

// Keeps files in memory.
struct MemorySink : FileSink {
  void begin(std::string name) override { current = std::move(name); }
  void write(std::string_view bytes) override { files[current] += bytes; }
  void end() override { current.clear(); }
  void drop() override { files.erase(current); }
  std::map<std::string, std::string> files;
  std::string current;
};

constexpr UploadLimits limits{.picture_bytes = 100, .file_bytes = 200, .thumbnail_bytes = 50, .pixels = 1'000'000};

std::string jpeg(std::size_t bytes) { return "\xff\xd8\xff" + std::string(bytes - 3, 'j'); }
std::string png(char width_high_byte) { return "\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0"s + width_high_byte + "\0\0\0\0\0\x01...."s; }

struct FormTest : ::testing::Test {
  explicit FormTest(Input input) : form(sink, upload_kind(input), "folder/stem", limits) {}
  void text(std::string name, std::string_view value) { part({std::move(name), std::nullopt}, value); }
  void file(std::string name, std::string file_name, std::string_view bytes) {
    part({std::move(name), std::move(file_name)}, bytes);
  }
  void part(const Part& header, std::string_view bytes) {
    form.on_part(header);
    for (const char& c : bytes) form.on_part_data({&c, 1});
    form.on_part_end();
  }
  MemorySink sink;
  UploadForm form;
};
struct SignUpFormTest : FormTest {
  SignUpFormTest() : FormTest(Input::sign_up) {}
};
struct MessageFormTest : FormTest {
  MessageFormTest() : FormTest(Input::message_file) {}
};

// ---- texts

TEST_F(SignUpFormTest, TextsBecomeTheCommandsInput) {
  text("cid", "bob");
  text("status", "0");
  text("username", "앨리스 \"A\"");
  text("birth", "1995-10-28");
  EXPECT_EQ(form.texts(), R"("cid":"bob","status":0,"username":"앨리스 \"A\"","birth":"1995-10-28")");
}

TEST_F(SignUpFormTest, AStatusThatIsNoNumberIsLeftToTheCommandToRefuse) {
  text("status", "zero");
  EXPECT_EQ(form.texts(), R"("status":"zero")");
}

TEST_F(SignUpFormTest, BlankTextsAreThereButABlankBirthIsNot) {
  text("cid", "");
  text("birth", "");
  EXPECT_EQ(form.texts(), R"("cid":"")");
}

TEST_F(SignUpFormTest, UnknownPartsAreIgnored) {
  text("role", "admin");
  file("virus", "x.exe", "MZ");
  EXPECT_EQ(form.texts(), "");
  EXPECT_TRUE(sink.files.empty());
  EXPECT_EQ(form.refused(), 0);
}

TEST_F(SignUpFormTest, APartMayNotComeTwice) {
  text("cid", "bob");
  text("cid", "eve");
  EXPECT_EQ(form.refused(), 400);
}

TEST_F(SignUpFormTest, TextsAreUtf8) {
  text("cid", "\xff");
  EXPECT_EQ(form.refused(), 400);
}

TEST_F(SignUpFormTest, ATextHasALimit) {
  text("cid", std::string(4096, 'x'));
  EXPECT_EQ(form.refused(), 0);
  text("username", std::string(4097, 'x'));
  EXPECT_EQ(form.refused(), 413);
}

TEST_F(SignUpFormTest, NothingIsStoredAfterARefusal) {
  text("cid", "\xff");
  file("profileImg", "a.jpeg", jpeg(20));
  EXPECT_TRUE(sink.files.empty());
}

// ---- files

TEST_F(SignUpFormTest, FilesGoToTheSinkInAnyOrder) {
  file("profileImgThumb", "profile_thumbnail.jpeg", jpeg(10));
  text("cid", "bob");
  file("profileImg", "profile.JPEG", jpeg(30));
  EXPECT_EQ(sink.files, (std::map<std::string, std::string>{{"folder/stem.jpeg", jpeg(30)}, {"folder/stem_th.jpeg", jpeg(10)}}));
  EXPECT_EQ(form.file().bytes, 30u);
  EXPECT_EQ(form.thumbnail().bytes, 10u);
}

TEST_F(MessageFormTest, TheExtensionStaysAndWithoutOneTheBytesSayIt) {
  file("messageFile", "보고서.PDF", "%PDF-1.4 ..........");
  EXPECT_EQ(form.file().name, "folder/stem.pdf");
}

TEST_F(MessageFormTest, AFileWithoutAnExtensionIsNamedByItsBytes) {
  file("messageFile", "photo", "GIF89a..");
  EXPECT_EQ(form.file().name, "folder/stem.gif");
}

TEST_F(MessageFormTest, NoClientNamesAFile) {
  file("messageFile", "../../etc/pass.<script>", "x");
  EXPECT_EQ(form.file().name, "folder/stem.bin");
}

TEST_F(MessageFormTest, AnEmptyFileCountsAsNotSent) {
  file("messageFile", "a.txt", "");
  EXPECT_EQ(form.file().name, "");
  EXPECT_FALSE(form.file().was_sent);
  EXPECT_TRUE(sink.files.empty());
}

// ---- limits

TEST_F(MessageFormTest, APictureHasItsLimit) {
  file("messageFile", "a.jpeg", jpeg(100));
  EXPECT_EQ(form.refused(), 0);
}

TEST_F(MessageFormTest, APictureOverItsLimitIsRefusedWhateverItIsCalled) {
  file("messageFile", "a.pdf", jpeg(101));
  EXPECT_EQ(form.refused(), 413);
}

TEST_F(MessageFormTest, OtherFilesHaveTheirs) {
  file("messageFile", "a.mp4", std::string(200, 'x'));
  EXPECT_EQ(form.refused(), 0);
}

TEST_F(MessageFormTest, OtherFilesOverTheirsAreRefused) {
  file("messageFile", "a.jpeg", std::string(201, 'x'));
  EXPECT_EQ(form.refused(), 413);
}

TEST_F(SignUpFormTest, AProfilePictureIsNoVideo) {
  file("profileImg", "a.mp4", std::string(101, 'x'));
  EXPECT_EQ(form.refused(), 413);
}

TEST_F(MessageFormTest, APictureMayClaimSoManyPixels) {
  file("messageFile", "a.png", png(0x0f));  // 15 × 65,536 × 1
  EXPECT_EQ(form.refused(), 0);
}

TEST_F(MessageFormTest, APictureThatClaimsMoreIsRefusedFromItsHeader) {
  file("messageFile", "a.png", png(0x10));
  EXPECT_EQ(form.refused(), 413);
  EXPECT_LT(sink.files["folder/stem.png"].size(), png(0).size()) << "before the rest arrived";
}

// ---- thumbnails

TEST_F(MessageFormTest, AThumbnailOverItsLimitCountsAsNone) {
  file("messageFileThumb", "a.jpeg", jpeg(51));
  EXPECT_EQ(form.refused(), 0);
  EXPECT_EQ(form.thumbnail().name, "");
  EXPECT_TRUE(form.thumbnail().was_sent);
  EXPECT_TRUE(sink.files.empty());
}

TEST_F(MessageFormTest, AThumbnailWithinItsLimitIsStored) {
  file("messageFileThumb", "a.jpeg", jpeg(50));
  EXPECT_EQ(form.thumbnail().name, "folder/stem_th.jpeg");
}

TEST_F(MessageFormTest, AThumbnailThatIsNoPictureCountsAsNone) {
  file("messageFile", "a.pdf", "%PDF-1.4 ..........");
  file("messageFileThumb", "a.pdf", "%PDF-1.4 ..........");
  EXPECT_EQ(form.thumbnail().name, "");
  EXPECT_EQ(sink.files.size(), 1u);
}

TEST_F(MessageFormTest, AThumbnailThatClaimsTooManyPixelsCountsAsNone) {
  file("messageFileThumb", "a.png", png(0x10));
  EXPECT_EQ(form.refused(), 0);
  EXPECT_EQ(form.thumbnail().name, "");
}

}  // namespace
}  // namespace cocotalk::http
