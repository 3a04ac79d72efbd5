#include "core/host/sign_in_log.hpp"

#include <gtest/gtest.h>

namespace cocotalk::host {
namespace {

std::vector<SignInEvent> read(std::string_view text) {
  std::vector<std::string> complaints;
  auto out = read_sign_in_log("x.jsonl", text, complaints);
  EXPECT_TRUE(complaints.empty()) << complaints.front();
  return out;
}

std::string complaint_of(std::string_view text) {
  std::vector<std::string> complaints;
  read_sign_in_log("x.jsonl", text, complaints);
  return complaints.empty() ? "" : complaints.front();
}

constexpr auto sign_in = R"({"atMs":5,"event":"sign-in","session":"aa","account":7,"device":"WEB","address":"::1","agent":"x"})";

TEST(SignInLog, HasOneEventALine) {
  const auto events = read(std::string(sign_in) + "\n\n" + R"({"atMs":6,"event":"end","session":"aa","why":"signed-out"})" +
                           "\n" + R"({"atMs":6,"event":"end","session":"bb","why":"displaced"})");
  ASSERT_EQ(events.size(), 3u);
  EXPECT_EQ(events[0].sign_in.account, 7);
  EXPECT_EQ(events[0].sign_in.device, COCO_WEB);
  EXPECT_EQ(events[0].sign_in.address, "::1");
  EXPECT_EQ(events[1].kind, SignInEvent::Kind::end);
  EXPECT_EQ(events[2].kind, SignInEvent::Kind::displaced);
}

TEST(SignInLog, SaysInWhichLineWhatIsWrong) {
  const std::string good = std::string(sign_in) + "\n";
  EXPECT_EQ(complaint_of(good + "x"),
            "x.jsonl:2: is no JSON (a value is expected here, not 'x'; texts stand in quotes); write one object a line");
  EXPECT_EQ(complaint_of(good + "[]"), "x.jsonl:2: is a list; write an object { … }");
  EXPECT_EQ(complaint_of(R"({"atMs":5})"), "x.jsonl:1: 'event' is missing; write \"sign-in\" or \"end\" there");
  EXPECT_EQ(complaint_of(R"({"event":"sign-up","atMs":5})"),
            "x.jsonl:1: 'event' is 'sign-up'; write \"sign-in\" or \"end\" there");
  EXPECT_EQ(complaint_of(R"({"event":"end","atMs":"now"})"),
            "x.jsonl:1: 'atMs' is a text; write the milliseconds since 1970 there");
  EXPECT_EQ(complaint_of(R"({"event":"end","atMs":1.5})"), "x.jsonl:1: 'atMs' is 1.5; write the milliseconds since 1970 there");
  EXPECT_EQ(complaint_of(R"({"event":"sign-in","atMs":1,"session":"a","account":1,"device":"TV"})"),
            "x.jsonl:1: 'device' is 'TV'; write \"MOBILE\" or \"WEB\" there");
  EXPECT_EQ(complaint_of(good + R"({"event":"end","atMs":4,"session":"aa"})"),
            "x.jsonl:2: is earlier than the line before; sort the log by 'atMs'");
}

TEST(SignInLog, ComplainsTwentyTimesAtMost) {
  std::string text;
  for (int i = 0; i < 21; ++i) text += "x\n";
  std::vector<std::string> complaints;
  read_sign_in_log("x.jsonl", text, complaints);
  EXPECT_EQ(complaints.size(), 20u);
}

TEST(SignInLog, IsWrittenInTheOrderOfTimeAsItIsRead) {
  const std::string text = sign_in_log_of(parse_json(R"({"sessions":[
    {"id":"bb","account":7,"device":"WEB","address":"","agent":"","signedInMs":20},
    {"id":"aa","account":7,"device":"MOBILE","address":"","agent":"","signedInMs":10,"endedMs":20,"why":"displaced"}]})"));
  EXPECT_EQ(text, R"({"atMs":10,"event":"sign-in","session":"aa","account":7,"device":"MOBILE","address":"","agent":""})"
                  "\n"
                  R"({"atMs":20,"event":"sign-in","session":"bb","account":7,"device":"WEB","address":"","agent":""})"
                  "\n"
                  R"({"atMs":20,"event":"end","session":"aa","why":"displaced"})"
                  "\n");
  EXPECT_EQ(read(text).size(), 3u);
}

}  // namespace
}  // namespace cocotalk::host
