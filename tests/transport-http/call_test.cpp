#include "rest.hpp"

namespace cocotalk::http {
namespace {

struct CallTest : Rest {};

constexpr const char* expired = R"({"code":"JWT_AUTHENTICATION","detail":"만료된 토큰입니다."})";

TEST_F(CallTest, AsksTheCommandWithTheTokenAndAnswersInTheEnvelope) {
  gateway.answer_with(R"({"id":1})");
  const auto answer = get("/user/profile/token", {{"x-access-token", "abc"}, {"user-agent", "CocoTalk/1 (iOS 15) Alamofire/5"}});
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.body, R"({"data":{"id":1},"status":"OK","statusCode":200,"timestamp":"2022-02-04T04:21:14.542"})");
  EXPECT_EQ(last().command, "profile.get");
  EXPECT_EQ(last().json, "{}");
  EXPECT_EQ(last().credential, COCO_ACCESS_TOKEN);
  EXPECT_EQ(last().secret, "abc");
}

TEST_F(CallTest, ACommandInTheAddressIsOnlyEverAPlugins) {
  gateway.answer_with(R"({"poll":1})");
  const auto answer = post("/command/room.send", R"({"a":1})", {{"x-access-token", "abc"}, {"content-type", "application/json"}});
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(last().command, "plugin:room.send");
  EXPECT_EQ(last().json, R"({"a":1})");
  EXPECT_EQ(last().credential, COCO_ACCESS_TOKEN);
  post("/command/poll.get", "{}", {{"content-type", "application/json"}});
  EXPECT_EQ(last().credential, COCO_ANONYMOUS) << "whether it needs one the core says";
}

TEST_F(CallTest, TheDeviceClassComesFromTheUserAgent) {
  get("/user/friends", {{"x-access-token", "t"}, {"user-agent", "Mozilla/5.0 (X11)"}});
  EXPECT_EQ(last().device, COCO_WEB);
  EXPECT_EQ(last().agent, "Mozilla/5.0 (X11)");
  EXPECT_EQ(last().address, "192.0.2.1");
  get("/user/friends", {{"x-access-token", "t"}, {"user-agent", "CocoTalk/1"}});
  EXPECT_EQ(last().device, COCO_MOBILE);
  get("/user/friends", {{"x-access-token", "t"}});
  EXPECT_EQ(last().device, COCO_MOBILE) << "without the header";
}

TEST_F(CallTest, AMissingOrEmptyTokenIsEnvelopeCWithoutAskingAnybody) {
  const auto missing = get("/user/friends");
  EXPECT_EQ(missing.status, 200);
  EXPECT_NE(missing.body.find("JWT 인중 중 문제가 발생했습니다. : X-ACCESS-TOKEN 헤더가 설정되지 않았습니다."), std::string::npos)
      << missing.body;
  const auto empty = get("/chat/rooms/list", {{"x-access-token", ""}});
  EXPECT_NE(empty.body.find("JWT 인중 중 문제가 발생했습니다. : 헤더에 토큰이 포함되지 않았습니다."), std::string::npos)
      << empty.body;
  const auto refresh_only = get("/auth/device", {{"x-refresh-token", "r"}});
  EXPECT_NE(refresh_only.body.find("JWT_AUTHENTICATION"), std::string::npos) << "a refresh token is no access token";
  EXPECT_TRUE(gateway.asked.empty());
}

TEST_F(CallTest, AnExpiredTokenIsEnvelopeC) {
  gateway.refuse_with(COCO_UNAUTHORIZED, expired);
  for (const char* path : {"/user/friends", "/chat/rooms/list", "/auth/device", "/presence/stomp/connect"}) {
    const auto answer = get(path, with_token);
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.body,
              "{\n  \"error\" : { \"code\" : 6002, \"desc\" : \"JWT 인중 중 문제가 발생했습니다. : 만료된 토큰입니다.\", "
              "\"type\" : \"JWT_AUTHENTICATION\" },\n  \"status\" : \"OK\",\n  \"statusCode\" : 200,\n  \"timestamp\" : "
              "\"2022-02-04 04:21:14\"\n}")
        << path;
  }
}

TEST_F(CallTest, APublicEndpointIgnoresWhateverTheTokenHeaderHolds) {
  gateway.answer_with(R"({"accessToken":"a","refreshToken":"r"})");
  for (const char* token : {"", "garbage", "stale"}) {
    const auto answer = post("/auth/signin", R"({"cid":"bob","password":"x"})", {{"x-access-token", token}});
    EXPECT_NE(answer.body.find(R"("isSuccess":true)"), std::string::npos);
    EXPECT_EQ(last().credential, COCO_ANONYMOUS);
    EXPECT_EQ(last().secret, "");
  }
}

TEST_F(CallTest, AnOptionalTokenShowsMoreAndAStaleOneDoesNotMatter) {
  gateway.script = [](const Asked& asked) -> std::pair<coco_status, std::string> {
    if (asked.secret == "stale") return {COCO_UNAUTHORIZED, expired};
    return {COCO_OK, asked.credential == COCO_ANONYMOUS ? R"({"id":1})" : R"({"id":1,"cid":"bob"})"};
  };
  EXPECT_NE(get("/user/cid/bob", {{"x-access-token", "good"}}).body.find(R"({"id":1,"cid":"bob"})"), std::string::npos);
  EXPECT_NE(get("/user/cid/bob", {{"x-access-token", "stale"}}).body.find(R"("data":{"id":1})"), std::string::npos);
  EXPECT_NE(get("/user/cid/bob", {{"x-access-token", ""}}).body.find(R"("data":{"id":1})"), std::string::npos);
  EXPECT_NE(get("/user/cid/bob").body.find(R"("data":{"id":1})"), std::string::npos);
  EXPECT_EQ(last().json, R"({"cid":"bob"})");
}

TEST_F(CallTest, AReissueTakesTheRefreshTokenOnly) {
  gateway.answer_with(R"({"accessToken":"a","refreshToken":"r"})");
  const auto answer = get("/auth/reissue", {{"x-refresh-token", "r1"}, {"x-access-token", "ignored"}});
  EXPECT_EQ(answer.body,
            R"({"isSuccess":true,"message":"요청에 성공하였습니다.","result":{"accessToken":"a","refreshToken":"r"},)"
            R"("timestamp":"2022-02-04T04:21:14.542+00:00"})");
  EXPECT_EQ(last().credential, COCO_REFRESH_TOKEN);
  EXPECT_EQ(last().secret, "r1");
}

TEST_F(CallTest, AReissueWithoutATokenOrWithABadOneIs2004) {
  constexpr const char* unauthorized =
      R"({"isSuccess":false,"code":2004,"message":"권한이 없습니다.","timestamp":"2022-02-04T04:21:14.542+00:00"})";
  EXPECT_EQ(get("/auth/reissue").body, unauthorized);
  gateway.refuse_with(COCO_UNAUTHORIZED, R"({"code":"UNAUTHORIZED","detail":""})");
  EXPECT_EQ(get("/auth/reissue", {{"x-refresh-token", "old"}}).body, unauthorized);
}

TEST_F(CallTest, SigningOutAlwaysSucceeds) {
  constexpr const char* success =
      R"({"isSuccess":true,"message":"요청에 성공하였습니다.","timestamp":"2022-02-04T04:21:14.542+00:00"})";
  EXPECT_EQ(get("/auth/signout").body, success);
  EXPECT_TRUE(gateway.asked.empty());
  EXPECT_EQ(get("/auth/signout", {{"x-refresh-token", "r"}}).body, success);
  EXPECT_EQ(last().command, "auth.sign-out");
}

TEST_F(CallTest, TheSocketAddressIsWhereTheClientReachedUs) {
  gateway.answer_with(R"({"ticket":"TICKET"})");
  const auto answer =
      http.ask({.target = "/presence/stomp/connect", .headers = with_token, .scheme = "https", .host = "talk.example"});
  EXPECT_EQ(
      answer.body,
      R"({"data":"https://talk.example/t/TICKET/stomp","status":"OK","statusCode":200,"timestamp":"2022-02-04T04:21:14.542"})");
}

TEST_F(CallTest, ATailMayEndInASlash) {
  gateway.answer_with("[]");
  EXPECT_EQ(get("/chat/rooms/61fca964bd38314549649235/tail/?count=5", with_token).body,
            get("/chat/rooms/61fca964bd38314549649235/tail?count=5", with_token).body);
  EXPECT_EQ(last().command, "room.tail");
  EXPECT_EQ(last().json, R"({"roomId":"61fca964bd38314549649235","count":5})");
}

TEST_F(CallTest, LiteralPathsAreNotRoomIds) {
  get("/chat/rooms/list", with_token);
  EXPECT_EQ(last().command, "room.list");
  get("/chat/rooms/private/5", with_token);
  EXPECT_EQ(last().command, "room.private");
  EXPECT_EQ(last().json, R"({"userId":5})");
}

TEST_F(CallTest, AMissingQueryParameterIsTheFrameworks400) {
  const auto answer = get("/chat/messages?roomId=r&count=3", with_token);
  EXPECT_EQ(answer.status, 400);
  EXPECT_EQ(answer.body,
            R"({"timestamp":"2022-02-04T04:21:14.542+00:00","status":400,"error":"Bad Request","path":"/messages"})");
  EXPECT_TRUE(gateway.asked.empty());
}

TEST_F(CallTest, ARefusalOfTheApplicationIsHttp200) {
  gateway.refuse_with(COCO_DENIED, R"({"code":"NOT_PERMITTED","detail":""})");
  const auto answer = get("/chat/rooms/r", with_token);
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.body,
            R"({"error":{"code":3005,"desc":"권한이 없는 유저 입니다.","type":"NOT_PERMITTED"},"status":"OK","statusCode":200,)"
            R"("timestamp":"2022-02-04T04:21:14.542"})");
}

TEST_F(CallTest, TooManyRequestsAre429WithATimeToWait) {
  gateway.refuse_with(COCO_RATE, R"({"code":"RATE","detail":""})", 10'000);
  const auto answer = get("/auth/sessions", with_token);
  EXPECT_EQ(answer.status, 429);
  EXPECT_EQ(answer.header("Retry-After"), "10");
  EXPECT_NE(answer.body.find(R"("isSuccess":false,"code":2011)"), std::string::npos);
}

TEST_F(CallTest, TooManyPasswordsOrCodesTriedLookLikeAWrongOne) {
  gateway.refuse_with(COCO_RATE, R"({"code":"RATE","detail":""})", 10'000);
  for (const char* const path : {"/auth/signin", "/auth/email/validation", "/auth/reset"}) {
    const auto answer = post(path, R"({"cid":"bob"})");
    EXPECT_EQ(answer.status, 200) << path;
    EXPECT_NE(answer.body.find(R"("isSuccess":false,"code":2001)"), std::string::npos) << path;
  }
}

TEST_F(CallTest, ACallThatFailsWithoutAnAnswerIsTriedLater) {
  gateway.refuse_with(COCO_ABORTED, "");
  const auto answer = get("/user/friends", with_token);
  EXPECT_EQ(answer.status, 503);
  EXPECT_EQ(answer.header("Retry-After"), "1");
}

TEST_F(CallTest, AnswersOnTheLaneHoweverLateTheCommandIs) {
  gateway.is_holding = true;
  const coco_exchange waiting = http.open({.target = "/user/friends", .headers = with_token});
  EXPECT_FALSE(http.is_answered(waiting));
  gateway.answer_with("[]");
  gateway.release();
  EXPECT_FALSE(http.is_answered(waiting)) << "the completion is not on the lane";
  EXPECT_EQ(http.wait(waiting).status, 200);
}

}  // namespace
}  // namespace cocotalk::http
