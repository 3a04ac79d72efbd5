#include "gateway-remote/public_command.hpp"

#include <Poco/JSON/Object.h>
#include <Poco/JSON/Parser.h>
#include <gtest/gtest.h>
#include <cocotalk/plugin.hpp>

namespace cocotalk::remote {
namespace {

Poco::JSON::Object::Ptr object(const std::string& json) {
  return Poco::JSON::Parser().parse(json).extract<Poco::JSON::Object::Ptr>();
}

TEST(PublicCommand, SignInIsJsonAndSaysItsDeviceByTheAgent) {
  const auto web = request_of("auth.sign-in", R"({"cid":"alice","password":"p\"w","deviceClass":"WEB"})", "b");
  ASSERT_TRUE(web);
  EXPECT_EQ(web->target, "/auth/signin");
  EXPECT_EQ(object(web->body)->getValue<std::string>("password"), "p\"w");
  EXPECT_FALSE(object(web->body)->getValue<std::string>("fcmToken").empty());
  EXPECT_NE(web->user_agent.find("Mozilla"), std::string::npos);
  const auto phone = request_of("auth.sign-in", R"({"cid":"a","password":"b","fcmToken":"f"})", "b");
  EXPECT_EQ(phone->user_agent.find("Mozilla"), std::string::npos);
  EXPECT_EQ(object(phone->body)->getValue<std::string>("fcmToken"), "f");
}

TEST(PublicCommand, ReissueIsAGetWithTheTokenFromTheSameClassOfDevice) {
  const PublicRequest web = reissue_of("r", COCO_WEB), phone = reissue_of("r", COCO_MOBILE);
  EXPECT_EQ(web.target, "/auth/reissue");
  EXPECT_EQ(web.refresh_token, "r");
  EXPECT_NE(web.user_agent.find("Mozilla"), std::string::npos);
  EXPECT_EQ(phone.user_agent.find("Mozilla"), std::string::npos);
}

TEST(PublicCommand, SignUpIsAForm) {
  const auto request = request_of("auth.sign-up", R"({"cid":"alice","status":0,"birth":null,"unknown":1})", "B0");
  ASSERT_TRUE(request);
  EXPECT_EQ(request->target, "/auth/signup");
  EXPECT_EQ(request->content_type, "multipart/form-data; boundary=B0");
  EXPECT_EQ(request->body,
            "--B0\r\nContent-Disposition: form-data; name=\"cid\"\r\n\r\nalice\r\n"
            "--B0\r\nContent-Disposition: form-data; name=\"status\"\r\n\r\n0\r\n--B0--\r\n");
}

TEST(PublicCommand, OthersNeedALink) { EXPECT_FALSE(request_of("room.send", "{}", "b")); }

TEST(PublicCommand, RefusesInputThatIsNoObject) { EXPECT_THROW(request_of("auth.sign-in", "[]", "b"), coco::Error); }

TEST(PublicCommand, TakesTheResultOutOfTheEnvelope) {
  const PublicAnswer answer = answer_of_envelope(201, "", R"({"isSuccess":true,"message":"m","result":{"id":5}})");
  EXPECT_EQ(answer.status, COCO_OK);
  EXPECT_EQ(answer.json, R"({"id":5})");
  EXPECT_EQ(answer_of_envelope(200, "", R"({"isSuccess":true})").json, "{}");
}

TEST(PublicCommand, GivesRefusalsTheirWord) {
  const auto refused = [](int code) {
    return answer_of_envelope(200, "", R"({"isSuccess":false,"message":"no","code":)" + std::to_string(code) + "}");
  };
  EXPECT_EQ(refused(2001).status, COCO_INVALID);
  EXPECT_EQ(object(refused(2001).json)->getValue<std::string>("code"), "BAD_REQUEST");
  EXPECT_EQ(object(refused(2002).json)->getValue<std::string>("code"), "NO_VALUES");
  EXPECT_EQ(object(refused(2003).json)->getValue<std::string>("code"), "EXISTS_INFO");
  EXPECT_EQ(refused(2004).status, COCO_UNAUTHORIZED);
  EXPECT_EQ(refused(2013).status, COCO_INTERNAL);
  EXPECT_EQ(refused(2013).detail, "no");
}

TEST(PublicCommand, TooManyAttemptsComeBackLater) {
  const PublicAnswer answer = answer_of_envelope(429, "3", "");
  EXPECT_EQ(answer.status, COCO_RATE);
  EXPECT_EQ(answer.retry_after_ms, 3000U);
}

TEST(PublicCommand, ReportsWhatIsNoEnvelope) {
  for (const char* body : {"", "<html>", "[]", "{}", R"({"isSuccess":{}})"})
    EXPECT_EQ(answer_of_envelope(502, "", body).status, COCO_INTERNAL) << body;
}

}  // namespace
}  // namespace cocotalk::remote
