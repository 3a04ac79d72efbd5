// `policy try` from outside: two built policies and a log of sign-ins.
#include "zoo/zoo_host.hpp"

#include <gtest/gtest.h>

#include <fstream>

namespace cocotalk::zoo {
namespace {

namespace fs = std::filesystem;

class PolicyTryTest : public ::testing::Test {
 protected:
  PolicyTryTest() {
    fs::copy_file(ZOO_SEALED, enclosure.plugins() / "session-policy.so");
    std::ofstream(log) << R"({"atMs":1764129601000,"event":"sign-in","session":"aa","account":7,"device":"MOBILE"})"
                       << "\n"
                       << R"({"atMs":1764129605000,"event":"sign-in","session":"bb","account":7,"device":"MOBILE"})"
                       << "\n"
                       << R"({"atMs":1764129609000,"event":"sign-in","session":"cc","account":8,"device":"WEB"})"
                       << "\n";
  }
  Outcome try_policy(const std::string& file, std::vector<std::string> more = {}) const {
    more.insert(more.begin(), {"policy", "try", file, "--log", log.string(), "--config", config.string()});
    return run(enclosure, std::move(more));
  }
  const Enclosure enclosure;
  const fs::path log = enclosure.path() / "sign-ins.jsonl";
  const fs::path config = enclosure.configuration("policy.json", R"({ "data": "", "plugins": { "session-policy": {} } })");
};

TEST_F(PolicyTryTest, ShowsWhoWouldHaveBeenSignedOutBesideThePresentPolicy) {
  const Outcome outcome = try_policy(ZOO_OTHER_POLICY, {"--set", "sessions=2"});
  EXPECT_EQ(outcome.out,
            "3 sign-ins; 1 would have gone otherwise\n"
            "  present  session-policy 1.0.0: 1 signed out, 0 refused\n"
            "  tried    session-policy-max 1.0.0: 0 signed out, 0 refused\n"
            "\n2025-11-26 04:00:05  account 7, MOBILE\n"
            "  present  signs out MOBILE of 2025-11-26 04:00:01\n"
            "  tried    signs out nobody\n")
      << outcome.error;
  EXPECT_EQ(outcome.exit_code, 0);
}

TEST_F(PolicyTryTest, SaysItInJson) {
  EXPECT_EQ(
      try_policy(ZOO_OTHER_POLICY, {"--set", "sessions=2", "--json"}).out,
      R"({"signIns":3,"present":{"policy":"session-policy 1.0.0","signedOut":1,"refused":0},)"
      R"("tried":{"policy":"session-policy-max 1.0.0","signedOut":0,"refused":0},"differences":[)"
      R"({"atMs":1764129605000,"account":7,"session":"bb","device":"MOBILE",)"
      R"("present":{"admitted":true,"reason":"","signedOut":["aa"]},"tried":{"admitted":true,"reason":"","signedOut":[]}}]})"
      "\n");
}

TEST_F(PolicyTryTest, NamesTheLineThatMakesNoSense) {
  std::ofstream(log, std::ios::app) << "nonsense\n";
  const Outcome outcome = try_policy(ZOO_OTHER_POLICY);
  EXPECT_EQ(outcome.error.find(log.string() + ":4: is no JSON ("), 0u) << outcome.error;
  EXPECT_EQ(outcome.exit_code, 78);
}

TEST_F(PolicyTryTest, RefusesWhatIsNoPolicy) {
  const std::string good = (enclosure.plugins() / "good.so").string();
  EXPECT_EQ(try_policy(good).error, good + ": is no session policy; name one that provides cocotalk.session-policy/1\n");
  EXPECT_EQ(run(enclosure, {"policy", "try", good}).exit_code, 64) << "without a log";
}

}  // namespace
}  // namespace cocotalk::zoo
