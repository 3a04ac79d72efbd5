#include "rest.hpp"

namespace cocotalk::http {
namespace {

struct JsonBodyTest : Rest {};

TEST_F(JsonBodyTest, IsHandedToTheCommandAsItIs) {
  gateway.answer_with(R"({"id":1})");
  const std::string body = "{ \"toUid\" : \"5\",\n\"toUid\":5, \"x\":\"\\/\" }";
  const auto answer =
      http.ask({.method = "POST", .target = "/user/friends", .headers = with_token, .body = body, .piece_bytes = 3});
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(last().command, "friends.add");
  EXPECT_EQ(last().json, body);
}

TEST_F(JsonBodyTest, ACreatedRoomIs201WithOkInside) {
  gateway.answer_with(R"({"id":"r"})");
  const auto answer = post("/chat/rooms", R"({"roomname":"a"})", with_token);
  EXPECT_EQ(answer.status, 201);
  EXPECT_EQ(answer.body, R"({"data":{"id":"r"},"status":"OK","statusCode":200,"timestamp":"2022-02-04T04:21:14.542"})");
}

TEST_F(JsonBodyTest, MalformedIsTheFrameworks400) {
  for (const char* body : {"", "{", "[]", "null", "cid=bob", "{\"cid\":\"\xff\"}", R"({"cid":"\ud800"})"}) {
    const auto answer = post("/auth/signin", body);
    EXPECT_EQ(answer.status, 400) << body;
    EXPECT_EQ(answer.body,
              R"({"timestamp":"2022-02-04T04:21:14.542+00:00","status":400,"error":"Bad Request","path":"/signin"})");
  }
  EXPECT_TRUE(gateway.asked.empty());
}

TEST_F(JsonBodyTest, MayBe256KibAndNoMore) {
  const std::string head = R"({"a":")", tail = "\"}";
  const std::size_t room = (256 << 10) - head.size() - tail.size();
  EXPECT_EQ(post("/auth/signin", head + std::string(room, 'x') + tail).status, 200);
  EXPECT_EQ(post("/auth/signin", head + std::string(room + 1, 'x') + tail).status, 413);
}

TEST_F(JsonBodyTest, TooLongIs413InTheFrameworksEnvelopeAlsoWithoutALength) {
  const auto answer =
      http.ask({.method = "POST", .target = "/auth/signin", .body = std::string((256 << 10) + 1, ' '), .has_length = false});
  EXPECT_EQ(answer.status, 413);
  EXPECT_EQ(answer.body,
            R"({"timestamp":"2022-02-04T04:21:14.542+00:00","status":413,"error":"Payload Too Large","path":"/signin"})");
  EXPECT_EQ(answer.all("Access-Control-Allow-Origin").size(), 1u);
}

TEST_F(JsonBodyTest, OfAClientThatIsGoneAsksNothing) {
  const coco_exchange half = http.open({.method = "POST", .target = "/auth/signin", .body = "{\"cid\":", .is_whole = false});
  http.cut(half);
  EXPECT_TRUE(gateway.asked.empty());
}

TEST_F(JsonBodyTest, IsNotReadWithoutAToken) {
  const coco_exchange refused = http.open({.method = "POST", .target = "/chat/rooms", .body = "{}", .is_whole = false});
  EXPECT_TRUE(http.is_answered(refused));
  EXPECT_NE(http.wait(refused).body.find("JWT_AUTHENTICATION"), std::string::npos);
}

}  // namespace
}  // namespace cocotalk::http
