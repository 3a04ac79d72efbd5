#include "rest.hpp"

namespace cocotalk::http {
namespace {

struct DoorTest : Rest {};

TEST_F(DoorTest, APreflightOfAnyPathSucceedsWithoutAToken) {
  for (const char* path : {"/auth/signin", "/auth/device", "/user/friends", "/chat/rooms/r/tail?count=3",
                           "/presence/stomp/connect", "/files/x", "/health", "/auth/nowhere", "/nowhere", "/"}) {
    const auto answer = http.ask({.method = "OPTIONS",
                                  .target = path,
                                  .headers = {{"origin", "http://page.test"},
                                              {"access-control-request-method", "GET"},
                                              {"access-control-request-headers", "content-type,x-access-token"}}});
    EXPECT_EQ(answer.status, 200) << path;
    EXPECT_EQ(answer.all("Access-Control-Allow-Origin"), std::vector<std::string>{"*"}) << path;
    EXPECT_EQ(answer.header("Access-Control-Allow-Headers"), "content-type,x-access-token");
    EXPECT_EQ(answer.header("Access-Control-Allow-Methods"), "GET, POST, PUT, PATCH, DELETE, OPTIONS, HEAD, TRACE");
    EXPECT_EQ(answer.header("Access-Control-Max-Age"), "3600");
  }
  EXPECT_TRUE(gateway.asked.empty());
}

TEST_F(DoorTest, EveryAnswerAllowsAnyOriginExactlyOnce) {
  for (const char* path : {"/user/friends", "/auth/nowhere", "/nowhere", "/health", "/metrics", "/files/none", "/chat/messages"})
    EXPECT_EQ(get(path).all("Access-Control-Allow-Origin"), std::vector<std::string>{"*"}) << path;
  EXPECT_EQ(post("/auth/signin", "broken").all("Access-Control-Allow-Origin"), std::vector<std::string>{"*"});
  EXPECT_EQ(post("/auth/signup", "broken").all("Access-Control-Allow-Origin"), std::vector<std::string>{"*"});
}

TEST_F(DoorTest, WhatIsNotThereYetIs404InTheServicesEnvelope) {
  struct Missing {
    const char *method, *path, *part;
  };
  for (const Missing& m :
       {Missing{"POST", "/auth/email/nothing", "\"code\":2006"}, Missing{"GET", "/user/nothing", "\"code\":1004"},
        Missing{"PUT", "/user/profile/none", "\"code\":1004"}, Missing{"GET", "/chat/nothing", "\"code\":3004"},
        Missing{"DELETE", "/chat/rooms/r", "\"code\":3004"}, Missing{"POST", "/chat/crash", "\"code\":3004"},
        Missing{"GET", "/push/device/5", "\"code\":4006"}, Missing{"GET", "/presence/x", "\"code\":5004"},
        Missing{"GET", "/auth", "\"code\":2006"}, Missing{"GET", "/nowhere", "\"error\":\"Not Found\""},
        Missing{"DELETE", "/files/x", "\"error\":\"Not Found\""}}) {
    const auto answer = http.ask({.method = m.method, .target = m.path, .headers = with_token});
    EXPECT_EQ(answer.status, 404) << m.path;
    EXPECT_NE(answer.body.find(m.part), std::string::npos) << answer.body;
  }
  EXPECT_TRUE(gateway.asked.empty());
}

TEST_F(DoorTest, HeadIsAsGetWithoutABody) {
  gateway.answer_with("[]");
  const auto answer = http.ask({.method = "HEAD", .target = "/user/friends", .headers = with_token});
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.body, "");
  EXPECT_EQ(last().command, "friends.list");
}

TEST_F(DoorTest, HealthAndMetricsArePlain) {
  gateway.answer_with(R"({"status":"ok","plugins":[]})");
  EXPECT_EQ(get("/health").body, R"({"status":"ok","plugins":[]})");
  EXPECT_EQ(last().credential, COCO_ANONYMOUS);
  gateway.answer_with(R"({"status":"failed","plugins":[]})");
  EXPECT_EQ(get("/health").status, 503);
  gateway.answer_with(R"({"text":"cocotalk_connections 1\n"})");
  const auto metrics = get("/metrics");
  EXPECT_EQ(metrics.header("Content-Type"), "text/plain; version=0.0.4");
  EXPECT_EQ(metrics.body, "cocotalk_connections 1\n");
}

TEST_F(DoorTest, NoAnswerOfACommandIsKeptByCachesOrGuessedAt) {
  const auto answer = get("/user/friends", with_token);
  EXPECT_EQ(answer.header("Cache-Control"), "no-store");
  EXPECT_EQ(answer.header("X-Content-Type-Options"), "nosniff");
  EXPECT_EQ(answer.header("Content-Type"), "application/json");
}

}  // namespace
}  // namespace cocotalk::http
