#include "rest.hpp"

#include <cocotalk/testing/fake_pictures.hpp>

#include <algorithm>
#include <map>

namespace cocotalk::http {
namespace {

struct UploadTest : Rest {
  explicit UploadTest(const testing::SettingTexts& settings = {}) : Rest(settings) {
    gateway.script = [this](const Asked& asked) -> std::pair<coco_status, std::string> {
      const auto refused = refusals.find(asked.command);
      if (refused != refusals.end()) return refused->second;
      if (asked.command.starts_with("file.a")) return {COCO_OK, "{}"};
      return {COCO_OK, answer_naming_the_file(asked)};
    };
  }
  // As the core answers: with the address of what it was given.
  static std::string answer_naming_the_file(const Asked& asked) {
    const std::size_t at = asked.json.find("http://");
    const std::string url = at == std::string::npos ? "" : asked.json.substr(at, asked.json.find('"', at) - at);
    if (asked.command == "file.claim") return '"' + url + '"';
    return R"({"id":5,"profile":"{\"profile\":\")" + url + R"(\"}"})";
  }
  static std::string text(std::string_view name, std::string_view value) {
    return "--x\r\nContent-Disposition: form-data; name=\"" + std::string(name) + "\"\r\n\r\n" + std::string(value) + "\r\n";
  }
  static std::string picture(std::string_view name, std::string_view file_name, std::string_view bytes) {
    return "--x\r\nContent-Disposition: form-data; name=\"" + std::string(name) + "\"; filename=\"" + std::string(file_name) +
           "\"\r\nContent-Type: image/jpeg\r\n\r\n" + std::string(bytes) + "\r\n";
  }
  static testing::FakeRequest request(std::string body, std::size_t piece = 64 << 10, std::string method = "POST",
                                      std::string target = "/auth/signup") {
    return {.method = std::move(method),
            .target = std::move(target),
            .headers = {{"content-type", "multipart/form-data; boundary=x"}, {"x-access-token", "token"}},
            .body = std::move(body),
            .piece_bytes = piece};
  }
  testing::FakeResponse send(std::string body, std::string method = "POST", std::string target = "/chat/messages/file") {
    return http.ask(request(std::move(body), 64 << 10, std::move(method), std::move(target)));
  }
  std::vector<std::string> commands() const {
    std::vector<std::string> out;
    for (const Asked& asked : gateway.asked) out.push_back(asked.command);
    return out;
  }
  bool has_asked(std::string_view command) const {
    const std::vector<std::string> all = commands();
    return std::find(all.begin(), all.end(), command) != all.end();
  }
  std::size_t left() { return files.stored().size() + files.under_way(); }
  testing::FakeResponse sign_up(std::string body, std::size_t piece = 64 << 10) {
    return http.ask(request(std::move(body), piece));
  }

  const std::string large = std::string("\xff\xd8\xff") + std::string(3000, 'L'),
                    small = std::string("\xff\xd8\xff") + std::string(100, 'S');
  std::map<std::string, std::pair<coco_status, std::string>> refusals;  // by command
  const std::string whole = text("cid", "bob") + text("status", "0") + picture("profileImg", "profile.jpeg", large) +
                            picture("profileImgThumb", "profile_thumbnail.jpeg", small) + "--x--\r\n";
};

TEST_F(UploadTest, StoresThePicturesAndAsksTheCommandWithTheirAddresses) {
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
  EXPECT_EQ(last().json, R"({"cid":"bob","status":0,"fileName":")" + stem + R"(.jpeg","fileUrl":"http://talk.test:8080/files/)" +
                             stem + R"(.jpeg","thumbnailName":")" + stem + R"(_th.jpeg","fileBytes":3106})");
  EXPECT_EQ(commands(), (std::vector<std::string>{"file.announce", "file.announce", "auth.sign-up"}));
}

TEST_F(UploadTest, ReadsTheSameHoweverTheBodyIsCut) {
  for (const std::size_t piece : {1, 2, 3, 7, 50, 1000}) {
    EXPECT_EQ(sign_up(whole, piece).status, 201) << piece;
  }
  for (const auto& [name, bytes] : files.stored()) EXPECT_EQ(bytes, name.ends_with("_th.jpeg") ? small : large);
}

TEST_F(UploadTest, TheOrderOfThePartsIsFree) {
  const auto answer = sign_up(picture("profileImgThumb", "t.jpeg", small) + text("status", "0") +
                              picture("profileImg", "p.png", large) + text("cid", "bob") + "--x--");
  EXPECT_EQ(answer.status, 201);
  EXPECT_EQ(files.stored().size(), 2u);
  EXPECT_NE(last().json.find(".png\""), std::string::npos) << "the original extension stays";
}

TEST_F(UploadTest, WorksWithoutPictures) {
  EXPECT_EQ(sign_up(text("cid", "bob") + "--x--").status, 201);
  EXPECT_EQ(last().json, R"({"cid":"bob"})");
  EXPECT_TRUE(files.stored().empty());
}

TEST_F(UploadTest, APictureNeedsAnAddress) {
  testing::FakeRequest nameless = request(whole);
  nameless.host.clear();
  EXPECT_EQ(http.ask(nameless).status, 400) << "HTTP/1.0 without Host";
  EXPECT_TRUE(files.stored().empty());
}

TEST_F(UploadTest, ARefusedSignUpLeavesNoFile) {
  refusals["auth.sign-up"] = {COCO_INVALID, R"({"code":"EXISTS_INFO","detail":"cid"})"};
  const auto answer = sign_up(whole);
  EXPECT_EQ(answer.status, 200);
  EXPECT_NE(answer.body.find("\"code\":2003"), std::string::npos);
  EXPECT_TRUE(files.stored().empty());
}

TEST_F(UploadTest, ARepeatedSignUpLeavesNoFileEither) {
  refusals["auth.sign-up"] = {COCO_OK, R"({"id":5,"profile":"{\"profile\":\"http://h/files/user_profile/the-first.jpeg\"}"})"};
  EXPECT_EQ(sign_up(whole).status, 201);
  EXPECT_TRUE(files.stored().empty()) << "the account has the pictures of the first try";
}

TEST_F(UploadTest, OnePictureAloneIsErased) {
  EXPECT_EQ(sign_up(text("cid", "bob") + picture("profileImg", "p.jpeg", large) + "--x--").status, 201);
  EXPECT_TRUE(files.stored().empty());
}

TEST_F(UploadTest, PicturesStayWhenTheHostStoppedBeforeItKnew) {
  refusals["auth.sign-up"] = {COCO_ABORTED, ""};
  EXPECT_EQ(sign_up(whole).status, 503);
  EXPECT_EQ(files.stored().size(), 2u);
}

TEST_F(UploadTest, AClientThatIsGoneLeavesNoFile) {
  const coco_exchange half = http.open({.method = "POST",
                                        .target = "/auth/signup",
                                        .headers = {{"content-type", "multipart/form-data; boundary=x"}},
                                        .body = whole.substr(0, whole.size() - 20),
                                        .is_whole = false});
  EXPECT_EQ(left(), 2u);
  http.cut(half);
  EXPECT_EQ(left(), 0u);
  EXPECT_FALSE(has_asked("auth.sign-up"));
}

TEST_F(UploadTest, ABrokenOrCutBodyIsTheFrameworks400) {
  for (const std::string& body : {std::string("no multipart"), whole.substr(0, whole.size() - 6), "--x\r\nbroken\r\n\r\n" + whole,
                                  text("cid", "a") + text("cid", "b") + "--x--"}) {
    const auto answer = sign_up(body);
    EXPECT_EQ(answer.status, 400);
    EXPECT_NE(answer.body.find("\"path\":\"/signup\""), std::string::npos);
  }
  EXPECT_EQ(post("/auth/signup", "{}", {{"content-type", "application/json"}}).status, 400);
  EXPECT_EQ(post("/auth/signup", whole).status, 400) << "without a content type";
  EXPECT_TRUE(files.stored().empty());
  EXPECT_FALSE(has_asked("auth.sign-up"));
}

TEST_F(UploadTest, WaitsForTheStoreInsteadOfFillingMemory) {
  files.hold_writes();
  const coco_exchange slow = http.open(request(whole, 1000));
  EXPECT_EQ(http.pauses(), 1) << "and nothing more was read";
  files.release();
  EXPECT_EQ(http.wait(slow).status, 201);
}

TEST_F(UploadTest, AFullDiskIsToldToTheClientAndLeavesNothing) {
  files.fail_writes(COCO_RETRY);
  const auto answer = sign_up(whole, 100);
  EXPECT_EQ(answer.status, 503);
  EXPECT_NE(answer.header("Retry-After"), "");
  EXPECT_NE(answer.body.find("\"isSuccess\":false"), std::string::npos);
  EXPECT_EQ(left(), 0u);
  EXPECT_FALSE(has_asked("auth.sign-up"));
}

struct SmallPictures : UploadTest {
  SmallPictures() : UploadTest({{"max_picture", "2048"}}) {}
};

TEST_F(SmallPictures, APictureOverTheLimitIs413AndLeavesNothing) {
  EXPECT_EQ(sign_up(whole).status, 413);
  EXPECT_EQ(left(), 0u);
  EXPECT_EQ(sign_up(text("cid", "bob") + picture("profileImg", "a.jpeg", std::string(2048, 'x')) +
                    picture("profileImgThumb", "a.jpeg", std::string(100, 'x')) + "--x--")
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

TEST_F(UploadTest, FiveAtATimeFromOneAddress) {
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

// ---- a file for a room

struct ChatFile : UploadTest {
  explicit ChatFile(const testing::SettingTexts& settings = {}) : UploadTest(settings) {}
  static std::string form(std::string_view bytes, std::string_view thumbnail = {}, std::string_view name = "p.jpeg") {
    return text("roomId", "0123456789abcdef01234567") + picture("messageFile", name, bytes) +
           (thumbnail.empty() ? "" : picture("messageFileThumb", name, thumbnail)) + "--x--\r\n";
  }
};

TEST_F(ChatFile, IsAdmittedStoredAndClaimedAndItsAddressIsTheAnswer) {
  const auto answer = send(form(large, small));
  EXPECT_EQ(answer.status, 200);
  const auto stored = files.stored();
  ASSERT_EQ(stored.size(), 2u);
  const std::string name = stored.begin()->first, stem = name.substr(0, name.size() - 5);
  EXPECT_EQ(stem.size(), std::string_view("chat/").size() + 32) << "128 random bits";
  EXPECT_EQ(stored.at(stem + ".jpeg"), large);
  EXPECT_EQ(stored.at(stem + "_th.jpeg"), small);
  EXPECT_TRUE(answer.body.starts_with("{\"data\":\"http://talk.test:8080/files/" + name + "\",\"status\":\"OK\"")) << answer.body;
  EXPECT_EQ(commands(), (std::vector<std::string>{"file.admit", "file.announce", "file.announce", "file.claim"}));
  EXPECT_EQ(last().credential, COCO_ACCESS_TOKEN);
  EXPECT_EQ(last().json, R"({"roomId":"0123456789abcdef01234567","fileName":")" + name +
                             R"(","fileUrl":"http://talk.test:8080/files/)" + name + R"(","thumbnailName":")" + stem +
                             R"(_th.jpeg","fileBytes":3106})");
}

TEST_F(ChatFile, TheRoomMayStandInTheQuery) {
  EXPECT_EQ(send(picture("messageFile", "a.pdf", "%PDF") + "--x--", "POST", "/chat/messages/file?roomId=r1").status, 200);
  EXPECT_NE(last().json.find(R"("roomId":"r1")"), std::string::npos);
}

TEST_F(ChatFile, WithoutARoomOrAFileItIsTheFrameworks400) {
  EXPECT_EQ(send(picture("messageFile", "a.pdf", "%PDF") + "--x--").status, 400);
  EXPECT_EQ(send(text("roomId", "r") + "--x--").status, 400);
  EXPECT_EQ(send(form("")).status, 400) << "an empty one";
  EXPECT_EQ(left(), 0u);
  EXPECT_FALSE(has_asked("file.claim"));
}

TEST_F(ChatFile, WhoIsNotAdmittedIsToldWhenTheBodyHasBeenRead) {
  refusals["file.admit"] = {COCO_RATE, R"({"code":"QUOTA","detail":"잠시 후"})"};
  const auto answer = send(form(large));
  EXPECT_EQ(answer.status, 413);
  EXPECT_NE(answer.body.find(R"("code":3004,"desc":"잘못된 요청입니다. : 잠시 후")"), std::string::npos) << answer.body;
  EXPECT_EQ(answer.header("Access-Control-Allow-Origin"), "*");
  EXPECT_EQ(left(), 0u);
  EXPECT_EQ(commands(), std::vector<std::string>{"file.admit"}) << "nothing was stored";
}

TEST_F(ChatFile, AnOldTokenIsEnvelopeC) {
  refusals["file.admit"] = {COCO_UNAUTHORIZED, R"({"code":"JWT_AUTHENTICATION","detail":"만료된 토큰입니다."})"};
  const auto answer = send(form(large));
  EXPECT_EQ(answer.status, 200);
  EXPECT_NE(answer.body.find("\"type\" : \"JWT_AUTHENTICATION\""), std::string::npos) << answer.body;
}

TEST_F(ChatFile, NothingOfTheBodyIsTakenBeforeItIsAdmitted) {
  gateway.is_holding = true;
  const coco_exchange waiting = http.open(request(form(large), 100, "POST", "/chat/messages/file"));
  EXPECT_EQ(left(), 0u);
  http.cut(waiting);
  gateway.release();
  http.run_lane();
  EXPECT_EQ(left(), 0u);
}

TEST_F(ChatFile, ARefusedClaimLeavesNothing) {
  refusals["file.claim"] = {COCO_DENIED, R"({"code":"NOT_PERMITTED","detail":""})"};
  EXPECT_NE(send(form(large, small)).body.find("\"code\":3005"), std::string::npos);
  EXPECT_EQ(left(), 0u);
}

TEST_F(ChatFile, AClientThatGoesInTheMiddleLeavesNothing) {
  testing::FakeRequest half = request(form(large, small).substr(0, 2000), 100, "POST", "/chat/messages/file");
  half.is_whole = false;
  const coco_exchange id = http.open(half);
  EXPECT_EQ(left(), 1u);
  http.cut(id);
  EXPECT_EQ(left(), 0u);
}

struct FewAtATime : ChatFile {
  FewAtATime() : ChatFile({{"uploads_per_session", "1"}}) {}
};

TEST_F(FewAtATime, FromOneSession) {
  testing::FakeRequest half = request("--x\r\n", 100, "POST", "/chat/messages/file");
  half.is_whole = false;
  const coco_exchange first = http.open(half);
  EXPECT_EQ(send(form(large)).status, 429);
  testing::FakeRequest other = request(form(large), 64 << 10, "POST", "/chat/messages/file");
  other.headers[1].second = "another token";
  EXPECT_EQ(http.ask(other).status, 200);
  http.cut(first);
  EXPECT_EQ(send(form(large)).status, 200);
}

// ---- thumbnails

struct WithPictures : ChatFile {
  WithPictures() { host.offer(COCO_PICTURES, pictures.table()); }
  std::string stored_thumbnail() {
    for (const auto& [name, bytes] : files.stored())
      if (name.ends_with("_th.jpeg")) return bytes;
    return "none";
  }
  testing::FakePictures pictures;
};

TEST_F(WithPictures, AMissingThumbnailIsMade) {
  EXPECT_EQ(send(form(large)).status, 200);
  EXPECT_EQ(stored_thumbnail(), "small");
  EXPECT_NE(last().json.find(R"(_th.jpeg","fileBytes":3008})"), std::string::npos) << last().json;
}

TEST_F(WithPictures, TheOriginalAgainIsReplacedByAThumbnail) {
  EXPECT_EQ(send(form(large, large)).status, 200);
  EXPECT_EQ(stored_thumbnail(), "small");
  EXPECT_NE(last().json.find(R"("fileBytes":3008})"), std::string::npos) << last().json;
}

TEST_F(WithPictures, AClientsThumbnailStays) {
  EXPECT_EQ(send(form(large, small)).status, 200);
  EXPECT_EQ(stored_thumbnail(), small);
  EXPECT_EQ(pictures.asked, 0);
}

TEST_F(WithPictures, AHelperThatFailsCostsTheThumbnailAndNothingElse) {
  pictures.status = COCO_ABORTED;
  EXPECT_EQ(send(form(large)).status, 200);
  EXPECT_EQ(stored_thumbnail(), "none");
  EXPECT_EQ(send(form(large, large)).status, 200);
  EXPECT_EQ(stored_thumbnail(), large) << "the original stands for itself";
}

TEST_F(WithPictures, WhatIsNoPictureHasNone) {
  EXPECT_EQ(send(form("%PDF-1.4 ..........", "%PDF-1.4 ..........", "a.pdf")).status, 200);
  EXPECT_EQ(pictures.asked, 0);
  EXPECT_EQ(files.stored().size(), 1u);
}

// ---- pictures of a profile

TEST_F(UploadTest, AProfilePictureAndABackgroundAreReplaced) {
  EXPECT_EQ(send(picture("profileImg", "a.png", large) + picture("profileImgThumb", "a.png", large) + "--x--", "PUT",
                 "/user/profile/img")
                .status,
            200);
  EXPECT_EQ(last().command, "profile.picture");
  EXPECT_NE(last().json.find(R"(.png","fileUrl":"http://talk.test:8080/files/user_profile/)"), std::string::npos) << last().json;
  EXPECT_EQ(send(picture("bgImg", "b.jpeg", large) + "--x--", "PUT", "/user/profile/bg").status, 200);
  EXPECT_EQ(last().command, "profile.background");
  EXPECT_EQ(files.stored().size(), 3u);
}

TEST_F(UploadTest, AMissingOrEmptyPictureTakesItAway) {
  for (const std::string& body : {std::string("--x--"), picture("profileImg", "", "") + "--x--"}) {
    EXPECT_EQ(send(body, "PUT", "/user/profile/img").status, 200);
    EXPECT_EQ(last().json, "{}");
  }
}

}  // namespace
}  // namespace cocotalk::http
