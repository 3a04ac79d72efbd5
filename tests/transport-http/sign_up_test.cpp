#include "rest.hpp"

namespace cocotalk::http {
namespace {

struct SignUpTest : Rest {
  explicit SignUpTest(const testing::SettingTexts& settings = {}) : Rest(settings) {
    // As the core answers: the account's profile names the picture.
    gateway.script = [](const Asked& asked) -> std::pair<coco_status, std::string> {
      const std::size_t at = asked.json.find("http://");
      const std::string url = at == std::string::npos ? "" : asked.json.substr(at, asked.json.find('"', at) - at);
      return {COCO_OK, R"({"id":5,"profile":"{\"profile\":\")" + url + R"(\"}"})"};
    };
  }
  static std::string text(std::string_view name, std::string_view value) {
    return "--x\r\nContent-Disposition: form-data; name=\"" + std::string(name) + "\"\r\n\r\n" + std::string(value) + "\r\n";
  }
  static std::string picture(std::string_view name, std::string_view file_name, std::string_view bytes) {
    return "--x\r\nContent-Disposition: form-data; name=\"" + std::string(name) + "\"; filename=\"" + std::string(file_name) +
           "\"\r\nContent-Type: image/jpeg\r\n\r\n" + std::string(bytes) + "\r\n";
  }
  testing::FakeRequest request(std::string body, std::size_t piece = 64 << 10) const {
    return {.method = "POST",
            .target = "/auth/signup",
            .headers = {{"content-type", "multipart/form-data; boundary=x"}},
            .body = std::move(body),
            .piece_bytes = piece};
  }
  testing::FakeResponse sign_up(std::string body, std::size_t piece = 64 << 10) {
    return http.ask(request(std::move(body), piece));
  }

  const std::string large = std::string("\xff\xd8\xff") + std::string(3000, 'L'),
                    small = std::string("\xff\xd8\xff") + std::string(100, 'S');
  const std::string whole = text("cid", "bob") + text("status", "0") + picture("profileImg", "profile.jpeg", large) +
                            picture("profileImgThumb", "profile_thumbnail.jpeg", small) + "--x--\r\n";
};

TEST_F(SignUpTest, StoresThePicturesAndAsksTheCommandWithTheirAddresses) {
  const auto answer = sign_up(whole);
  EXPECT_EQ(answer.status, 201);
  EXPECT_NE(answer.body.find("\"message\":\"리소스 생성에 성공하였습니다.\",\"result\":{\"id\":5,"), std::string::npos)
      << answer.body;
  const auto stored = files.stored();
  ASSERT_EQ(stored.size(), 2u);
  const std::string name = stored.begin()->first, stem = name.substr(0, name.size() - 5);
  EXPECT_EQ(stem.size(), std::string_view("user_profile/").size() + 32) << "128 random bits";
  EXPECT_EQ(stored.at(stem + ".jpeg"), large);
  EXPECT_EQ(stored.at(stem + "_th.jpeg"), small);
  EXPECT_EQ(last().command, "auth.sign-up");
  EXPECT_EQ(last().json, R"({"cid":"bob","status":0,"profileImg":"http://talk.test:8080/files/)" + stem +
                             R"(.jpeg","profileImgThumb":"http://talk.test:8080/files/)" + stem + R"(_th.jpeg"})");
}

TEST_F(SignUpTest, ReadsTheSameHoweverTheBodyIsCut) {
  for (const std::size_t piece : {1, 2, 3, 7, 50, 1000}) {
    EXPECT_EQ(sign_up(whole, piece).status, 201) << piece;
  }
  for (const auto& [name, bytes] : files.stored()) EXPECT_EQ(bytes, name.ends_with("_th.jpeg") ? small : large);
}

TEST_F(SignUpTest, TheOrderOfThePartsIsFree) {
  const auto answer = sign_up(picture("profileImgThumb", "t.jpeg", small) + text("status", "0") +
                              picture("profileImg", "p.png", large) + text("cid", "bob") + "--x--");
  EXPECT_EQ(answer.status, 201);
  EXPECT_EQ(files.stored().size(), 2u);
  EXPECT_NE(last().json.find(".png\""), std::string::npos) << "the original extension stays";
}

TEST_F(SignUpTest, WorksWithoutPictures) {
  EXPECT_EQ(sign_up(text("cid", "bob") + "--x--").status, 201);
  EXPECT_EQ(last().json, R"({"cid":"bob"})");
  EXPECT_TRUE(files.stored().empty());
}

TEST_F(SignUpTest, APictureNeedsAnAddress) {
  testing::FakeRequest nameless = request(whole);
  nameless.host.clear();
  EXPECT_EQ(http.ask(nameless).status, 400) << "HTTP/1.0 without Host";
  EXPECT_TRUE(files.stored().empty());
}

TEST_F(SignUpTest, ARefusedSignUpLeavesNoFile) {
  gateway.script = nullptr;
  gateway.refuse_with(COCO_INVALID, R"({"code":"EXISTS_INFO","detail":"cid"})");
  const auto answer = sign_up(whole);
  EXPECT_EQ(answer.status, 200);
  EXPECT_NE(answer.body.find("\"code\":2003"), std::string::npos);
  EXPECT_TRUE(files.stored().empty());
}

TEST_F(SignUpTest, ARepeatedSignUpLeavesNoFileEither) {
  gateway.script = nullptr;
  gateway.answer_with(R"({"id":5,"profile":"{\"profile\":\"http://talk.test:8080/files/user_profile/the-first.jpeg\"}"})");
  EXPECT_EQ(sign_up(whole).status, 201);
  EXPECT_TRUE(files.stored().empty()) << "the account has the pictures of the first try";
}

TEST_F(SignUpTest, OnePictureAloneIsErased) {
  EXPECT_EQ(sign_up(text("cid", "bob") + picture("profileImg", "p.jpeg", large) + "--x--").status, 201);
  EXPECT_TRUE(files.stored().empty());
}

TEST_F(SignUpTest, PicturesStayWhenTheHostStoppedBeforeItKnew) {
  gateway.script = nullptr;
  gateway.refuse_with(COCO_ABORTED, "");
  EXPECT_EQ(sign_up(whole).status, 503);
  EXPECT_EQ(files.stored().size(), 2u);
}

TEST_F(SignUpTest, AClientThatIsGoneLeavesNoFile) {
  const coco_exchange half = http.open({.method = "POST",
                                        .target = "/auth/signup",
                                        .headers = {{"content-type", "multipart/form-data; boundary=x"}},
                                        .body = whole.substr(0, whole.size() - 20),
                                        .is_whole = false});
  EXPECT_EQ(files.stored().size() + files.under_way(), 2u);
  http.cut(half);
  EXPECT_EQ(files.stored().size() + files.under_way(), 0u);
  EXPECT_TRUE(gateway.asked.empty());
}

TEST_F(SignUpTest, ABrokenOrCutBodyIsTheFrameworks400) {
  for (const std::string& body : {std::string("no multipart"), whole.substr(0, whole.size() - 6), "--x\r\nbroken\r\n\r\n" + whole,
                                  text("cid", "a") + text("cid", "b") + "--x--"}) {
    const auto answer = sign_up(body);
    EXPECT_EQ(answer.status, 400);
    EXPECT_NE(answer.body.find("\"path\":\"/signup\""), std::string::npos);
  }
  EXPECT_EQ(post("/auth/signup", "{}", {{"content-type", "application/json"}}).status, 400);
  EXPECT_EQ(post("/auth/signup", whole).status, 400) << "without a content type";
  EXPECT_TRUE(files.stored().empty());
  EXPECT_TRUE(gateway.asked.empty());
}

TEST_F(SignUpTest, WaitsForTheStoreInsteadOfFillingMemory) {
  files.hold_writes();
  const coco_exchange slow = http.open(request(whole, 1000));
  EXPECT_EQ(http.pauses(), 1) << "and nothing more was read";
  files.release();
  EXPECT_EQ(http.wait(slow).status, 201);
}

TEST_F(SignUpTest, AFullDiskIsToldToTheClientAndLeavesNothing) {
  files.fail_writes(COCO_RETRY);
  const auto answer = sign_up(whole, 100);
  EXPECT_EQ(answer.status, 503);
  EXPECT_NE(answer.header("Retry-After"), "");
  EXPECT_NE(answer.body.find("\"isSuccess\":false"), std::string::npos);
  EXPECT_EQ(files.stored().size() + files.under_way(), 0u);
  EXPECT_TRUE(gateway.asked.empty());
}

struct SmallPictures : SignUpTest {
  SmallPictures() : SignUpTest({{"max_picture", "2048"}}) {}
};

TEST_F(SmallPictures, APictureOverTheLimitIs413AndLeavesNothing) {
  EXPECT_EQ(sign_up(whole).status, 413);
  EXPECT_EQ(files.stored().size() + files.under_way(), 0u);
  EXPECT_EQ(sign_up(text("cid", "bob") + picture("profileImg", "a.jpeg", std::string(2048, 'x')) +
                    picture("profileImgThumb", "a.jpeg", std::string(2048, 'x')) + "--x--")
                .status,
            201);
}

TEST_F(SmallPictures, ABodyThatIsTooLongIsNotRead) {
  const coco_exchange refused = http.open({.method = "POST",
                                           .target = "/auth/signup",
                                           .headers = {{"content-type", "multipart/form-data; boundary=x"}},
                                           .body = std::string(1 << 20, 'x'),
                                           .is_whole = false});
  EXPECT_EQ(http.wait(refused).status, 413);
}

TEST_F(SignUpTest, FiveAtATimeFromOneAddress) {
  testing::FakeRequest half = request("--x\r\n");
  half.is_whole = false;
  std::vector<coco_exchange> open;
  for (int i = 0; i < 5; ++i) open.push_back(http.open(half));
  const auto sixth = sign_up(whole);
  EXPECT_EQ(sixth.status, 429);
  EXPECT_EQ(sixth.header("Retry-After"), "1");
  testing::FakeRequest elsewhere = request(whole);
  elsewhere.address = "198.51.100.7";
  EXPECT_EQ(http.ask(elsewhere).status, 201) << "others do not mind";
  http.cut(open.front());
  EXPECT_EQ(sign_up(whole).status, 201) << "a place is free again";
  for (const coco_exchange id : open) http.cut(id);
}

}  // namespace
}  // namespace cocotalk::http
