#include "transport-http/refusal.hpp"

#include <gtest/gtest.h>

namespace cocotalk::http {
namespace {

TEST(Refusal, IsReadFromTheCommandsAnswer) {
  const Refusal read = refusal_of(COCO_INVALID, R"({"code":"EXISTS_INFO","detail":"cid"})");
  EXPECT_EQ(read.code, "EXISTS_INFO");
  EXPECT_EQ(read.detail, "cid");
  EXPECT_EQ(refusal_of(COCO_INVALID, R"({"code":"NO_VALUES"})").detail, "");
}

TEST(Refusal, WithoutAnAnswerIsTheWordOfTheStatus) {
  EXPECT_EQ(refusal_of(COCO_RATE, "").code, "RATE");
  EXPECT_EQ(refusal_of(COCO_BUSY, "").code, "BUSY");
  EXPECT_EQ(refusal_of(COCO_UNAVAILABLE, "").code, "RETRY");
  EXPECT_EQ(refusal_of(COCO_ABORTED, "").code, "RETRY");
  EXPECT_EQ(refusal_of(COCO_INTERNAL, "").code, "INTERNAL");
  EXPECT_EQ(refusal_of(99, "no json").code, "INTERNAL");
}

TEST(Refusal, HasTheCodesOfTheAuthService) {
  EXPECT_EQ(spoken(Service::auth, "BAD_REQUEST").code, 2001);
  EXPECT_EQ(spoken(Service::auth, "NO_VALUES").code, 2002);
  EXPECT_EQ(spoken(Service::auth, "EXISTS_INFO").code, 2003);
  EXPECT_EQ(spoken(Service::auth, "UNAUTHORIZED").code, 2004);
  EXPECT_EQ(spoken(Service::auth, "NOT_PERMITTED").code, 2005);
  EXPECT_EQ(spoken(Service::auth, "NOT_FOUND").code, 2006);
  EXPECT_EQ(spoken(Service::auth, "BUSY").code, 2011);
  EXPECT_EQ(spoken(Service::push, "NOT_FOUND").code, 4006);
  EXPECT_EQ(spoken(Service::auth, "BAD_REQUEST").text, "요청에 실패하였습니다.");
}

TEST(Refusal, HasTheTypesAndCodesOfTheOtherServices) {
  EXPECT_EQ(spoken(Service::user, "BAD_REQUEST").code, 1004);
  EXPECT_EQ(spoken(Service::chat, "BAD_REQUEST").code, 3004);
  EXPECT_EQ(spoken(Service::presence, "BAD_REQUEST").code, 5004);
  EXPECT_EQ(spoken(Service::chat, "NOT_PERMITTED").code, 3005);
  EXPECT_EQ(spoken(Service::chat, "NOT_PERMITTED").type, "NOT_PERMITTED");
  EXPECT_EQ(spoken(Service::user, "UNAUTHORIZED").type, "NOT_LOGIN");
  EXPECT_EQ(spoken(Service::chat, "BUSY").type, "COMMUNICATION");
  EXPECT_EQ(spoken(Service::user, "BUSY").code, 1000);
  EXPECT_EQ(spoken(Service::chat, "A_NEW_WORD").type, "BAD_REQUEST");
}

TEST(Refusal, IsAnHttpErrorOnlyWhenItIsNotTheApplications) {
  for (const char* word :
       {"BAD_REQUEST", "NO_VALUES", "EXISTS_INFO", "NOT_PERMITTED", "UNAUTHORIZED", "CONFLICT", "JWT_AUTHENTICATION"})
    EXPECT_EQ(http_status_of(word), 200) << word;
  EXPECT_EQ(http_status_of("RATE"), 429);
  EXPECT_EQ(http_status_of("BUSY"), 429);
  EXPECT_EQ(http_status_of("RETRY"), 503);
  EXPECT_EQ(http_status_of("UNKNOWN_COMMAND"), 404);
  EXPECT_EQ(http_status_of("INTERNAL"), 500);
}

}  // namespace
}  // namespace cocotalk::http
