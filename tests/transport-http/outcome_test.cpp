#include "transport-http/outcome.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace cocotalk::http {
namespace {

constexpr std::int64_t now = 1'643'948'474'542;

const Route& route_of(std::string_view command) {
  const auto all = routes();
  return *std::find_if(all.begin(), all.end(), [&](const Route& r) { return r.command == command; });
}

Reply reply(std::string_view command, const Outcome& outcome, std::string_view base = "http://h:1") {
  const Route& route = route_of(command);
  return reply_for(route, Place(route.pattern), outcome, base, now);
}

TEST(Outcome, AValidDeviceIsASuccess) {
  EXPECT_EQ(
      reply("auth.device", {COCO_OK, R"({"isValid":true,"deviceClass":"MOBILE"})"}).body,
      R"({"isSuccess":true,"message":"요청에 성공하였습니다.","result":{"isValid":true},"timestamp":"2022-02-04T04:21:14.542+00:00"})");
}

TEST(Outcome, AnEvictedBrowserReadsTheResultOnly) {
  EXPECT_EQ(
      reply("auth.device", {COCO_OK, R"({"isValid":false,"deviceClass":"WEB"})"}).body,
      R"({"isSuccess":true,"message":"요청에 성공하였습니다.","result":{"isValid":false},"timestamp":"2022-02-04T04:21:14.542+00:00"})");
}

TEST(Outcome, AnEvictedPhoneHearsAFailureToo) {
  EXPECT_EQ(reply("auth.device", {COCO_OK, R"({"isValid":false,"deviceClass":"MOBILE"})"}).body, evicted_phone(now).body);
}

TEST(Outcome, ATicketBecomesAnAddress) {
  EXPECT_EQ(
      reply("presence.connect", {COCO_OK, R"({"ticket":"abc"})"}, "https://talk.example").body,
      R"({"data":"https://talk.example/t/abc/stomp","status":"OK","statusCode":200,"timestamp":"2022-02-04T04:21:14.542"})");
}

TEST(Outcome, ATicketWithoutAHostIsTheClientsMistake) {
  EXPECT_EQ(reply("presence.connect", {COCO_OK, R"({"ticket":"abc"})"}, "").status, 400);
  EXPECT_NE(reply("presence.connect", {COCO_OK, R"({"ticket":"abc","address":"https://two.example"})"}, "https://talk.example")
                .body.find("\"https://two.example/t/abc/stomp\""),
            std::string::npos);
  EXPECT_EQ(reply("presence.connect", {COCO_OK, "{}"}).status, 500);
}

TEST(Outcome, HealthIsPlainAndFailsAsHttpToo) {
  EXPECT_EQ(reply("host.health", {COCO_OK, R"({"status":"ok","plugins":[]})"}).body, R"({"status":"ok","plugins":[]})");
  EXPECT_EQ(reply("host.health", {COCO_OK, R"({"status":"ok"})"}).status, 200);
  EXPECT_EQ(reply("host.health", {COCO_OK, R"({"status":"degraded"})"}).status, 200);
  EXPECT_EQ(reply("host.health", {COCO_OK, R"({"status":"failed"})"}).status, 503);
  EXPECT_EQ(reply("host.health", {COCO_ABORTED, ""}).status, 503);
}

TEST(Outcome, MetricsAreText) {
  const Reply metrics = reply("host.metrics", {COCO_OK, R"({"text":"a 1\nb 2\n"})"});
  EXPECT_EQ(metrics.content_type, "text/plain; version=0.0.4");
  EXPECT_EQ(metrics.body, "a 1\nb 2\n");
}

TEST(Outcome, ARefusedAccessTokenIsEnvelopeC) {
  const Outcome expired{COCO_UNAUTHORIZED, R"({"code":"JWT_AUTHENTICATION","detail":"만료된 토큰입니다."})"};
  EXPECT_EQ(reply("friends.list", expired).body, token_refusal("만료된 토큰입니다.", now).body);
  EXPECT_EQ(reply("auth.device", expired).body, token_refusal("만료된 토큰입니다.", now).body);
}

TEST(Outcome, ARefusedRefreshTokenNeverAsksForAReissue) {
  const Outcome expired{COCO_UNAUTHORIZED, R"({"code":"JWT_AUTHENTICATION","detail":"만료된 토큰입니다."})"};
  const std::string body = reply("auth.reissue", expired).body;
  EXPECT_NE(body.find("\"code\":2004"), std::string::npos) << body;
  EXPECT_EQ(body.find("JWT_AUTHENTICATION"), std::string::npos) << body;
  EXPECT_EQ(reply("user.by-cid", expired).body.find("JWT_AUTHENTICATION"), std::string::npos);
}

TEST(Outcome, ACreationHasItsOwnStatus) {
  EXPECT_EQ(reply("room.create", {COCO_OK, R"({"id":"x"})"}).status, 201);
  EXPECT_EQ(reply("auth.sign-up", {COCO_OK, R"({"id":1})"}).status, 201);
  EXPECT_EQ(reply("room.create", {COCO_INVALID, R"({"code":"BAD_REQUEST","detail":""})"}).status, 200);
}

}  // namespace
}  // namespace cocotalk::http
