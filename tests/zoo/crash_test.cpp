// Plugins that crash, from outside: the last words, the record, and the start without them.
#include "zoo/zoo_host.hpp"

#include <gtest/gtest.h>

#include <csignal>
#include <fstream>
#include <iterator>

namespace cocotalk::zoo {
namespace {

namespace fs = std::filesystem;

class CrashTest : public ::testing::Test {
 protected:
  fs::path configuration(const std::string& plugin) const {
    return enclosure.configuration(plugin + ".json", R"({ "plugins": { "doorman": {}, ")" + plugin + R"(": {} } })");
  }
  Outcome run_with(const fs::path& config) const { return run(enclosure, {"run", config.string(), "--data", data()}); }
  std::string data() const { return (enclosure.path() / "data").string(); }
  std::string record() const {
    std::ifstream in(enclosure.path() / "data/crashes");
    return {std::istreambuf_iterator<char>(in), {}};
  }
  static void expect_part(const std::string& text, const std::string& part) {
    EXPECT_NE(text.find(part), std::string::npos) << part << "\nis not in\n" << text;
  }
  const Enclosure enclosure;
};

TEST_F(CrashTest, TheLastWordsNameThePlugin) {
  const Outcome outcome = run_with(configuration("time-bomb"));
  EXPECT_EQ(outcome.exit_code, 128 + SIGSEGV) << "and the signal takes its usual course";
  expect_part(outcome.error, "\nplugin 'time-bomb' crashed (SIGSEGV at address 0x0, code +0x");
  expect_part(record(), " time-bomb SIGSEGV\n");
}

TEST_F(CrashTest, TheyNameWhoCalledTheLibraryThatCrashed) {
  const Outcome outcome = run_with(configuration("gives-up"));
  EXPECT_EQ(outcome.exit_code, 128 + SIGABRT);
  expect_part(outcome.error, "plugin 'gives-up' crashed (SIGABRT, code +0x");
}

TEST_F(CrashTest, TheyAreSaidAfterTheStackHasOverflowed) {
  const Outcome outcome = run_with(configuration("bottomless"));
  EXPECT_EQ(outcome.exit_code, 128 + SIGSEGV);
  expect_part(outcome.error, "plugin 'bottomless' crashed (SIGSEGV at address 0x");
}

#if !defined(COCOTALK_SANITIZE_ADDRESS) && !defined(COCOTALK_SANITIZE_THREAD)  // which bring stacks and words of their own
TEST_F(CrashTest, InAThreadOfAPluginToo) {
  const Outcome outcome = run_with(configuration("bottomless-thread"));
  EXPECT_EQ(outcome.exit_code, 128 + SIGSEGV);
  expect_part(outcome.error, "plugin 'bottomless-thread' crashed (SIGSEGV at address 0x");
}
#endif

TEST_F(CrashTest, AfterThreeTheHostStartsWithoutIt) {
  const fs::path config = configuration("time-bomb");
  for (int i = 0; i < 3; ++i) EXPECT_EQ(run_with(config).exit_code, 128 + SIGSEGV);
  Running running(enclosure, {"run", config.string(), "--data", data()});
  EXPECT_EQ(running.read_line(), "ready http://127.0.0.1:4711");
  const std::string table = run(enclosure, {"plugins", "--running", "--config", config.string(), "--data", data()}).out;
  expect_part(table, "\ntime-bomb           left out  ");
  running.signal(SIGTERM);
  expect_part(running.finish().error,
              "plugin 'time-bomb' crashed 3 times within 10 minutes and is left out; put a mended library in "
              "the place of " +
                  (enclosure.plugins() / "time-bomb.so").string() + ", or run 'cocotalk plugin allow time-bomb'");
  EXPECT_EQ(run(enclosure, {"plugin", "allow", "time-bomb", "--config", config.string(), "--data", data()}).out,
            "plugin 'time-bomb' takes part again at the next start\n");
  EXPECT_EQ(run_with(config).exit_code, 128 + SIGSEGV) << "it does";
  EXPECT_EQ(run(enclosure, {"plugin", "allow", "nobody", "--config", config.string(), "--data", data()}).exit_code, 78);
}

TEST_F(CrashTest, WhatTheHostDoesItselfIsNoPlugins) {
  Running running(enclosure, {"run", configuration("good").string(), "--data", data()});
  running.read_line();
  running.signal(SIGABRT);
  const Outcome outcome = running.finish();
  EXPECT_EQ(outcome.exit_code, 128 + SIGABRT);
  expect_part(outcome.error, " crashed (SIGABRT");
  EXPECT_EQ(outcome.error.find("plugin '"), std::string::npos) << outcome.error;
  EXPECT_EQ(record(), "");
}

TEST_F(CrashTest, AThreadThatOutlivesStopIsReportedByName) {
  Running running(enclosure, {"run", configuration("baby-sitter").string(), "--data", data()});
  running.read_line();
  running.signal(SIGTERM);
  expect_part(running.finish().error,
              "left threads behind that began in start(): 'never-joined'; join them before stop() answers");
}

}  // namespace
}  // namespace cocotalk::zoo
