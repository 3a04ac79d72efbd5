#include "transport-http/envelope.hpp"

#include "transport-http/json.hpp"

#include <gtest/gtest.h>

namespace cocotalk::http {
namespace {

constexpr std::int64_t now = 1'643'948'474'542;

TEST(Envelope, AOfASuccess) {
  EXPECT_EQ(
      success(Service::auth, 200, R"({"isValid":true})", now).body,
      R"({"isSuccess":true,"message":"요청에 성공하였습니다.","result":{"isValid":true},"timestamp":"2022-02-04T04:21:14.542+00:00"})");
}

TEST(Envelope, AOfACreationSaysSo) {
  const Reply created = success(Service::auth, 201, R"({"id":5})", now);
  EXPECT_EQ(created.status, 201);
  EXPECT_EQ(
      created.body,
      R"({"isSuccess":true,"message":"리소스 생성에 성공하였습니다.","result":{"id":5},"timestamp":"2022-02-04T04:21:14.542+00:00"})");
}

TEST(Envelope, AWithoutAValueHasNoResult) {
  for (const char* nothing : {"", "{}", "null"})
    EXPECT_EQ(success(Service::auth, 200, nothing, now).body,
              R"({"isSuccess":true,"message":"요청에 성공하였습니다.","timestamp":"2022-02-04T04:21:14.542+00:00"})");
}

TEST(Envelope, AOfAFailureHasACodeAndNoResult) {
  const Reply refused = refusal(Place("/auth/signin"), {"BAD_REQUEST", "wrong password"}, 0, now);
  EXPECT_EQ(refused.status, 200);
  EXPECT_EQ(refused.content_type, "application/json");
  EXPECT_EQ(refused.body,
            R"({"isSuccess":false,"code":2001,"message":"요청에 실패하였습니다.","timestamp":"2022-02-04T04:21:14.542+00:00"})");
}

TEST(Envelope, BOfASuccess) {
  EXPECT_EQ(success(Service::user, 200, "[]", now).body,
            R"({"data":[],"status":"OK","statusCode":200,"timestamp":"2022-02-04T04:21:14.542"})");
}

TEST(Envelope, BSaysOkEvenWhenHttpSaysCreated) {
  const Reply created = success(Service::chat, 201, R"({"id":"x"})", now);
  EXPECT_EQ(created.status, 201);
  EXPECT_EQ(created.body, R"({"data":{"id":"x"},"status":"OK","statusCode":200,"timestamp":"2022-02-04T04:21:14.542"})");
}

TEST(Envelope, BLeavesOutANullButNotANullInside) {
  EXPECT_EQ(success(Service::chat, 200, "null", now).body,
            R"({"status":"OK","statusCode":200,"timestamp":"2022-02-04T04:21:14.542"})");
  EXPECT_NE(success(Service::user, 200, R"({"id":null})", now).body.find(R"("data":{"id":null})"), std::string::npos);
}

TEST(Envelope, BOfAFailure) {
  const Reply refused = refusal(Place("/chat/rooms"), {"BAD_REQUEST", "방 이름은 필수값 입니다."}, 0, now);
  EXPECT_EQ(refused.status, 200);
  EXPECT_EQ(refused.body, R"({"error":{"code":3004,"desc":"잘못된 요청입니다. : 방 이름은 필수값 입니다.","type":"BAD_REQUEST"},)"
                          R"("status":"OK","statusCode":200,"timestamp":"2022-02-04T04:21:14.542"})");
}

TEST(Envelope, ADescriptionNeverRepeatsTheBaseText) {
  const std::string bare = refusal(Place("/chat/rooms/x"), {"NOT_PERMITTED", ""}, 0, now).body;
  EXPECT_NE(bare.find(R"("desc":"권한이 없는 유저 입니다.",)"), std::string::npos) << bare;
  const std::string whole = refusal(Place("/chat/rooms/x"), {"NOT_PERMITTED", "권한이 없는 유저 입니다."}, 0, now).body;
  EXPECT_EQ(whole, bare);
}

TEST(Envelope, CIsPrettyPrinted) {
  const Reply refused = token_refusal("만료된 토큰입니다.", now);
  EXPECT_EQ(refused.status, 200);
  EXPECT_EQ(refused.body, R"({
  "error" : { "code" : 6002, "desc" : "JWT 인중 중 문제가 발생했습니다. : 만료된 토큰입니다.", "type" : "JWT_AUTHENTICATION" },
  "status" : "OK",
  "statusCode" : 200,
  "timestamp" : "2022-02-04 04:21:14"
})");
  EXPECT_TRUE(is_json_object(refused.body));
}

TEST(Envelope, DNamesTheServicesOwnPath) {
  const Reply refused = framework_error(400, Place("/chat/rooms/xyz"), now);
  EXPECT_EQ(refused.status, 400);
  EXPECT_EQ(refused.body,
            R"({"timestamp":"2022-02-04T04:21:14.542+00:00","status":400,"error":"Bad Request","path":"/rooms/xyz"})");
}

TEST(Envelope, DIsJsonWhateverThePathHolds) {
  EXPECT_TRUE(is_json_object(framework_error(404, Place("/\xff\xfe"), now).body));
  EXPECT_TRUE(is_json_object(framework_error(404, Place("/a\"b\\c\n"), now).body));
}

TEST(Envelope, WhatIsNotThereIs404InTheServicesEnvelope) {
  EXPECT_EQ(not_found(Place("/auth/email/issue"), now).status, 404);
  EXPECT_EQ(not_found(Place("/auth/email/issue"), now).body,
            R"({"isSuccess":false,"code":2006,"message":"NOT FOUND","timestamp":"2022-02-04T04:21:14.542+00:00"})");
  EXPECT_EQ(not_found(Place("/user/profile"), now).body,
            R"({"error":{"code":1004,"desc":"잘못된 요청입니다. : 존재하지 않는 주소입니다.",)"
            R"("type":"BAD_REQUEST"},"status":"OK","statusCode":200,"timestamp":"2022-02-04T04:21:14.542"})");
  EXPECT_NE(not_found(Place("/push/device"), now).body.find("\"code\":4006"), std::string::npos);
  EXPECT_EQ(not_found(Place("/nowhere"), now).body,
            R"({"timestamp":"2022-02-04T04:21:14.542+00:00","status":404,"error":"Not Found","path":"/nowhere"})");
}

TEST(Envelope, WhatMayBeTriedAgainSaysWhen) {
  const Reply rate = refusal(Place("/auth/signin"), {"RATE", ""}, 2100, now);
  EXPECT_EQ(rate.status, 429);
  EXPECT_EQ(rate.retry_after_s, 3u);
  EXPECT_NE(rate.body.find("\"code\":2011"), std::string::npos);
  const Reply retry = refusal(Place("/chat/rooms"), {"RETRY", ""}, 0, now);
  EXPECT_EQ(retry.status, 503);
  EXPECT_EQ(retry.retry_after_s, 1u);
  EXPECT_EQ(refusal(Place("/chat/rooms"), {"BAD_REQUEST", ""}, 5000, now).retry_after_s, 0u);
}

TEST(Envelope, ADefectIsTheFrameworks500) {
  EXPECT_EQ(refusal(Place("/chat/rooms"), {"INTERNAL", "secret"}, 0, now).body,
            R"({"timestamp":"2022-02-04T04:21:14.542+00:00","status":500,"error":"Internal Server Error","path":"/rooms"})");
  EXPECT_EQ(refusal(Place("/chat/rooms"), {"UNKNOWN_COMMAND", ""}, 0, now).status, 404);
}

TEST(Envelope, AnEvictedPhoneHearsAFailureWithAResult) {
  EXPECT_EQ(evicted_phone(now).body, R"({"isSuccess":false,"code":2004,"message":"권한이 없습니다.","result":{"isValid":false},)"
                                     R"("timestamp":"2022-02-04T04:21:14.542+00:00"})");
}

}  // namespace
}  // namespace cocotalk::http
