#include "transport-http/sign_up_form.hpp"

#include <gtest/gtest.h>

#include <map>

namespace cocotalk::http {
namespace {

// Keeps files in memory.
struct MemorySink : FileSink {
  void begin(std::string name) override { current = std::move(name); }
  void write(std::string_view bytes) override { files[current] += bytes; }
  void end() override { current.clear(); }
  std::map<std::string, std::string> files;
  std::string current;
};

struct SignUpFormTest : ::testing::Test {
  void text(std::string name, std::string_view value) { part({std::move(name), std::nullopt}, value); }
  void picture(std::string name, std::string file_name, std::string_view bytes) {
    part({std::move(name), std::move(file_name)}, bytes);
  }
  void part(const Part& header, std::string_view bytes) {
    form.on_part(header);
    if (!bytes.empty()) {
      form.on_part_data(bytes.substr(0, 1));
      form.on_part_data(bytes.substr(1));
    }
    form.on_part_end();
  }
  MemorySink sink;
  SignUpForm form{sink, "user_profile/stem", 100};
};

TEST_F(SignUpFormTest, TextsBecomeTheCommandsInput) {
  text("cid", "bob");
  text("status", "0");
  text("username", "앨리스 \"A\"");
  text("birth", "1995-10-28");
  EXPECT_EQ(form.input("/files/"), R"({"cid":"bob","status":0,"username":"앨리스 \"A\"","birth":"1995-10-28"})");
}

TEST_F(SignUpFormTest, AStatusThatIsNoNumberIsLeftToTheCommandToRefuse) {
  text("status", "zero");
  EXPECT_EQ(form.input(""), R"({"status":"zero"})");
}

TEST_F(SignUpFormTest, BlankTextsAreThereButABlankBirthIsNot) {
  text("cid", "");
  text("birth", "");
  EXPECT_EQ(form.input(""), R"({"cid":""})");
}

TEST_F(SignUpFormTest, PicturesGoToTheSinkInAnyOrder) {
  picture("profileImgThumb", "profile_thumbnail.jpeg", "small");
  text("cid", "bob");
  picture("profileImg", "profile.jpeg", "large");
  EXPECT_EQ(sink.files,
            (std::map<std::string, std::string>{{"user_profile/stem.jpeg", "large"}, {"user_profile/stem_th.jpeg", "small"}}));
  EXPECT_TRUE(form.has_pictures());
  EXPECT_EQ(form.input("http://h/files/"), R"({"cid":"bob","profileImg":"http://h/files/user_profile/stem.jpeg",)"
                                           R"("profileImgThumb":"http://h/files/user_profile/stem_th.jpeg"})");
}

TEST_F(SignUpFormTest, OnePictureAloneDoesNotCount) {
  picture("profileImg", "profile.jpeg", "large");
  picture("profileImgThumb", "t.jpeg", "");
  EXPECT_FALSE(form.has_pictures());
  EXPECT_EQ(form.input(""), "{}");
  EXPECT_EQ(sink.files.size(), 1u);
}

TEST_F(SignUpFormTest, APictureWithoutAnExtensionIsNamedByItsBytes) {
  form.on_part({"profileImg", "photo"});
  form.on_part_data("GIF89a...");
  form.on_part_end();
  EXPECT_TRUE(sink.files.contains("user_profile/stem.gif"));
}

TEST_F(SignUpFormTest, NoClientNamesAFile) {
  picture("profileImg", "../../etc/passwd", "x");
  picture("profileImgThumb", "a.<script>", "x");
  EXPECT_TRUE(sink.files.contains("user_profile/stem.bin"));
  EXPECT_TRUE(sink.files.contains("user_profile/stem_th.bin"));
}

TEST_F(SignUpFormTest, UnknownPartsAreIgnored) {
  text("role", "admin");
  picture("virus", "x.exe", "MZ");
  EXPECT_EQ(form.input(""), "{}");
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

TEST_F(SignUpFormTest, APictureHasALimit) {
  picture("profileImg", "a.jpeg", std::string(100, 'x'));
  EXPECT_EQ(form.refused(), 0);
  picture("profileImgThumb", "a.jpeg", std::string(101, 'x'));
  EXPECT_EQ(form.refused(), 413);
}

TEST_F(SignUpFormTest, ATextHasALimit) {
  text("cid", std::string(4096, 'x'));
  EXPECT_EQ(form.refused(), 0);
  text("username", std::string(4097, 'x'));
  EXPECT_EQ(form.refused(), 413);
}

TEST_F(SignUpFormTest, NothingIsStoredAfterARefusal) {
  text("cid", "\xff");
  picture("profileImg", "a.jpeg", "x");
  EXPECT_TRUE(sink.files.empty());
}

}  // namespace
}  // namespace cocotalk::http
