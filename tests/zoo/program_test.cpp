// The program from outside: what it prints, when it ends, with which code.
#include "zoo/zoo_host.hpp"

#include <gtest/gtest.h>

#include <csignal>
#include <fstream>
#include <iterator>

namespace cocotalk::zoo {
namespace {

namespace fs = std::filesystem;

class ProgramTest : public ::testing::Test {
 protected:
  std::string contents(const std::string& name) const {
    std::ifstream in(enclosure.path() / name);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  std::string data() const { return (enclosure.path() / "data").string(); }
  std::vector<std::string> arguments(const fs::path& config, std::vector<std::string> before) const {
    before.insert(before.end(), {"--config", config.string(), "--data", data()});
    return before;
  }
  const Enclosure enclosure;
  const fs::path doorman = enclosure.configuration("doorman.json", R"({ "plugins": { "doorman": {}, "good": {} } })");
  const fs::path shelf = enclosure.configuration("shelf.json", R"({ "plugins": { "shelf": {}, "failing-start": {} } })");
};

TEST_F(ProgramTest, SaysReadyOnStandardOutputAndStopsAtSigterm) {
  Running running(enclosure, {"run", doorman.string(), "--data", data()});
  EXPECT_EQ(running.read_line(), "ready http://127.0.0.1:4711");
  EXPECT_EQ(contents("data/diary"), "started\nopened\n");
  running.signal(SIGTERM);
  const Outcome outcome = running.finish();
  EXPECT_EQ(outcome.exit_code, 0);
  EXPECT_EQ(outcome.out, "ready http://127.0.0.1:4711\n") << "the log goes to standard error";
  EXPECT_EQ(contents("data/diary"), "started\nopened\nstopped\n");
  EXPECT_NE(outcome.error.find("host: stops: SIGTERM"), std::string::npos);
}

TEST_F(ProgramTest, StopsAtSigintToo) {
  Running running(enclosure, {"run", doorman.string(), "--data", data()});
  running.read_line();
  running.signal(SIGINT);
  EXPECT_EQ(running.finish().exit_code, 0);
}

TEST_F(ProgramTest, RemovesItsCopiesOfTheLibraries) {
  Running running(enclosure, {"run", doorman.string(), "--data", data()});
  running.read_line();
  const auto folders = [&] {
    int n = 0;
    for (const auto& entry : fs::directory_iterator(enclosure.path()))
      n += entry.path().filename().string().starts_with("cocotalk-plugins-") ? 1 : 0;
    return n;
  };
  EXPECT_EQ(folders(), 1);
  running.signal(SIGKILL);
  running.finish();
  EXPECT_EQ(folders(), 1) << "a killed host leaves them";
  EXPECT_EQ(run(enclosure, {"check", doorman.string(), "--data", data()}).exit_code, 0);
  EXPECT_EQ(folders(), 0) << "and the next one removes them";
}

TEST_F(ProgramTest, StopsWhatWasStartedWhenAStartFails) {
  const fs::path config = enclosure.configuration("failing.json", R"({ "plugins": { "doorman": {}, "failing-start": {} } })");
  EXPECT_EQ(run(enclosure, {"run", config.string(), "--data", data()}).exit_code, 1);
  EXPECT_EQ(contents("data/diary"), "started\nstopped\n") << "and never opened";
}

TEST_F(ProgramTest, EndsWithoutAPluginThatDoesNotDrain) {
  const fs::path config =
      enclosure.configuration("never.json", R"({ "drain": "1 s", "plugins": { "doorman": {}, "never-drains": {} } })");
  Running running(enclosure, {"run", config.string(), "--data", data()});
  running.read_line();
  running.signal(SIGTERM);
  const Outcome outcome = running.finish();
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_NE(outcome.error.find("plugin 'never-drains' has not stopped within the drain deadline; ends without it"),
            std::string::npos);
}

TEST_F(ProgramTest, EndsEvenWhenStopDoesNotReturn) {
  const fs::path config =
      enclosure.configuration("hangs.json", R"({ "drain": "1 s", "plugins": { "doorman": {}, "hangs-in-stop": {} } })");
  Running running(enclosure, {"run", config.string(), "--data", data()});
  running.read_line();
  running.signal(SIGTERM);
  EXPECT_EQ(running.finish().exit_code, 1);
}

TEST_F(ProgramTest, EndsAtOnceAtTheSecondSignal) {
  const fs::path config =
      enclosure.configuration("never.json", R"({ "drain": "1 min", "plugins": { "doorman": {}, "never-drains": {} } })");
  Running running(enclosure, {"run", config.string(), "--data", data()});
  running.read_line();
  running.signal(SIGTERM);
  running.wait_for_error("stops: SIGTERM");
  running.signal(SIGINT);
  EXPECT_EQ(running.finish().exit_code, 128 + SIGINT);
}

TEST_F(ProgramTest, LogsOneJsonObjectPerEventWhenAsked) {
  Running running(enclosure, {"run", doorman.string(), "--data", data(), "--set", "log.format=json"});
  running.read_line();
  running.signal(SIGTERM);
  const std::string log = running.finish().error;
  EXPECT_EQ(log.find("{\"time\":\"20"), 0u) << log;
  EXPECT_NE(log.find("\"level\":\"info\",\"plugin\":\"host\",\"text\":\"stopped\"}"), std::string::npos) << log;
}

TEST_F(ProgramTest, ChecksWithoutMakingAnything) {
  const Outcome outcome = run(enclosure, {"check", doorman.string(), "--data", (enclosure.path() / "fresh").string()});
  EXPECT_EQ(outcome.out, doorman.string() + ": fine\n") << outcome.error;
  EXPECT_EQ(outcome.exit_code, 0);
  EXPECT_FALSE(fs::exists(enclosure.path() / "fresh"));
}

TEST_F(ProgramTest, MakesTheDataFolderForItsOwnEyes) {
  Running running(enclosure, {"run", doorman.string(), "--data", (enclosure.path() / "fresh").string()});
  running.read_line();
  EXPECT_EQ(fs::status(enclosure.path() / "fresh").permissions(), fs::perms::owner_all);
}

TEST_F(ProgramTest, WarnsOfAMisspeltVariable) {
  const Outcome outcome = run(enclosure, {"check", doorman.string(), "--data", data()}, {{"COCOTALK_GOOD_LANE", "3"}});
  EXPECT_NE(outcome.error.find(
                "environment variable COCOTALK_GOOD_LANE is no setting of this configuration; did you mean COCOTALK_GOOD_LANES?"),
            std::string::npos);
  EXPECT_EQ(outcome.exit_code, 0);
}

TEST_F(ProgramTest, ListsPluginsWithTheirSettings) {
  const Enclosure fresh;
  for (const auto& entry : fs::directory_iterator(fresh.plugins()))
    if (entry.path().filename() != "good.so") fs::remove_all(entry.path());
  const Outcome text = run(fresh, {"plugins"});
  EXPECT_EQ(text.exit_code, 0) << text.error;
  EXPECT_NE(text.out.find("good 1.0.0\n  file        " + (fresh.plugins() / "good.so").string() + "\n  provides    nothing\n"),
            std::string::npos)
      << text.out;
  EXPECT_NE(text.out.find("  limit = 64 KiB  [size: 1 KiB to 1 MiB] how much\n"), std::string::npos) << text.out;
  const Outcome json = run(fresh, {"plugins", "--json"});
  EXPECT_NE(
      json.out.find(
          R"("abi":"1.0","builtWith":"the zoo","settings":[{"name":"lanes","type":"whole number","default":"2","allowed":"1 to 64","help":"how many"})"),
      std::string::npos)
      << json.out;
}

TEST_F(ProgramTest, SaysWhatCannotBeListed) {
  const Outcome outcome = run(enclosure, {"plugins"});
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_NE(outcome.error.find("cut-in-header.so: is cut off after 40 bytes; copy or build it again\n"), std::string::npos);
  EXPECT_NE(outcome.out.find("doorman 1.0.0"), std::string::npos) << "the good ones are listed all the same";
}

TEST_F(ProgramTest, AsksTheServiceForTheOperator) {
  const Outcome outcome = operate(enclosure, arguments(shelf, {"user", "add", "alice", "--role", "admin"}), "s3cret\n");
  EXPECT_EQ(outcome.out, R"({"operator.user-add":{"cid":"alice","password":"s3cret","username":"alice","role":"admin"}})"
                         "\n")
      << outcome.error;
  EXPECT_EQ(outcome.exit_code, 0) << "and does not start what the service does not need: failing-start";
}

TEST_F(ProgramTest, SaysWhatTheServiceRefuses) {
  const Outcome outcome = operate(enclosure, arguments(shelf, {"user", "disable", "nobody"}));
  EXPECT_EQ(outcome.error, "cocotalk: there is no account 'nobody'\n");
  EXPECT_EQ(outcome.exit_code, 1);
}

TEST_F(ProgramTest, WantsAPassword) {
  const Outcome outcome = operate(enclosure, arguments(shelf, {"user", "add", "alice"}));
  EXPECT_EQ(outcome.error, "cocotalk: no password on standard input; write it there, one line\n");
  EXPECT_EQ(outcome.exit_code, 1);
}

TEST_F(ProgramTest, RestoresBeforeItStartsAndMakesANewEpoch) {
  std::ofstream(enclosure.path() / "backup") << "everything";
  const fs::path config = enclosure.configuration("restore.json", R"({ "plugins": { "shelf": {} } })");
  const Outcome outcome = operate(enclosure, arguments(config, {"restore", (enclosure.path() / "backup").string()}));
  EXPECT_EQ(outcome.out, "{\"operator.new-epoch\":{}}\n") << outcome.error;
  EXPECT_EQ(contents("data/restored"), "everything");
}

TEST_F(ProgramTest, RefusesToRestoreWhatIsNoBackup) {
  const Outcome outcome = operate(enclosure, arguments(shelf, {"restore", (enclosure.path() / "nothing").string()}));
  EXPECT_NE(outcome.exit_code, 0);
  EXPECT_NE(outcome.error.find("is no backup"), std::string::npos) << outcome.error;
}

TEST_F(ProgramTest, SeedsWithNumbersOnly) {
  EXPECT_EQ(operate(enclosure, arguments(shelf, {"seed", "5", "--rooms=2", "--tokens"})).out,
            "{\"operator.seed\":{\"accounts\":5,\"rooms\":2,\"roomsOf\":10,\"messages\":0,\"regulars\":0,\"tokens\":true}}\n");
  EXPECT_EQ(operate(enclosure, arguments(shelf, {"seed", "5x"})).exit_code, 64);
}

TEST_F(ProgramTest, HasNothingToOperateOnWithoutAService) {
  const fs::path config = enclosure.configuration("gate.json", R"({ "plugins": { "gate": {} } })");
  const Outcome outcome = operate(enclosure, arguments(config, {"user", "role", "alice", "admin"}));
  EXPECT_EQ(outcome.error, config.string() + ": has no service of its own to work on; name the configuration of the server\n");
  EXPECT_EQ(outcome.exit_code, 78);
}

TEST_F(ProgramTest, HelpsAndKnowsItsVersion) {
  EXPECT_NE(run(enclosure, {"--help"}).out.find("  run [CONFIG]              serve, until SIGTERM or Ctrl-C\n"),
            std::string::npos);
  EXPECT_NE(run(enclosure, {"user", "add", "--help"}).out.find("--role ROLE"), std::string::npos);
  EXPECT_EQ(run(enclosure, {"version"}).out.substr(0, 9), "cocotalk ");
  EXPECT_EQ(run(enclosure, {"rum"}).exit_code, 64);
}

}  // namespace
}  // namespace cocotalk::zoo
