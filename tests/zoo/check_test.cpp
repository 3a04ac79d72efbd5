// `plugin check` from outside: what it says of every kind of bad plugin, and what its probe survives.
#include "zoo/zoo_host.hpp"

#include <gtest/gtest.h>

namespace cocotalk::zoo {
namespace {

namespace fs = std::filesystem;

class PluginCheckTest : public ::testing::Test {
 protected:
  Outcome check(const std::string& name, std::vector<std::string> more = {}) const {
    more.insert(more.begin(), {"plugin", "check", file(name)});
    return run(enclosure, std::move(more));
  }
  std::string file(const std::string& name) const { return (enclosure.plugins() / (name + ".so")).string(); }
  // The only finding beside the remarks, and exit code 1.
  void expect_finding(const Outcome& outcome, const std::string& line) const {
    EXPECT_NE(outcome.out.find("  " + line + "\n"), std::string::npos) << outcome.out << outcome.error;
    EXPECT_NE(outcome.out.find("  to be mended\n"), std::string::npos);
    EXPECT_EQ(outcome.exit_code, 1);
  }
  const Enclosure enclosure;
};

TEST_F(PluginCheckTest, AGoodOneIsReadCreatedAndDestroyed) {
  const Outcome outcome = check("good");
  EXPECT_EQ(outcome.out, file("good") +
                             ": good 1.0.0, ABI 1.0, the zoo\n  provides    nothing\n  needs       nothing\n"
                             "  remark      has no seal, so damage within its code cannot be seen; build it with "
                             "cocotalk_add_plugin(), or run 'cocotalk plugin seal'\n"
                             "  fine: read, created and destroyed\n");
  EXPECT_EQ(outcome.exit_code, 0) << outcome.error;
}

TEST_F(PluginCheckTest, ASealedOneGetsNoRemark) {
  fs::copy_file(ZOO_SEALED, enclosure.plugins() / "sealed.so");
  const Outcome outcome = check("sealed");
  EXPECT_EQ(outcome.out.find("has no seal"), std::string::npos) << outcome.out;
  EXPECT_EQ(outcome.exit_code, 0);
}

TEST_F(PluginCheckTest, TakesTheSettingsOfThePluginAlone) {
  EXPECT_EQ(check("good", {"--set", "lanes=4"}).exit_code, 0);
  EXPECT_EQ(check("good", {"--set", "good.lanes=4"}).exit_code, 0) << "or as they are written for a host";
  expect_finding(check("good", {"--set", "lanes=400"}),
                 "defect      --set lanes: 'good.lanes': '400' is out of range; it may be 1 to 64");
  expect_finding(check("demanding"), "defect      settings: 'demanding.url' is missing; write it: where the other host is");
  EXPECT_EQ(check("demanding", {"--set", "url=x"}).exit_code, 0);
}

TEST_F(PluginCheckTest, SaysTheSameAsJson) {
  const Outcome outcome = check("cut-in-header", {"--json"});
  EXPECT_EQ(outcome.out, R"({"file":")" + file("cut-in-header") +
                             R"(","fine":false,"probed":false,"findings":[{"weight":"refused","rule":"file",)"
                             R"("text":"is cut off after 40 bytes; copy or build it again"}]})"
                             "\n");
  const Outcome good = check("good", {"--json", "--no-probe"});
  EXPECT_NE(good.out.find(R"("fine":true,"probed":false,"id":"good","version":"1.0.0","abi":"1.0","builtWith":"the zoo",)"
                          R"("provides":[],"needs":[],"findings":[{"weight":"remark","rule":"seal",)"),
            std::string::npos)
      << good.out;
}

TEST_F(PluginCheckTest, KnowsWhatIsWrongBeforeAnyCodeRuns) {
  expect_finding(check("wrong-abi"), "refused     built for plugin ABI 0, this host speaks 1; rebuild it with this SDK");
  expect_finding(check("no-symbol"),
                 "refused     has no symbol 'coco_plugin_abi1'; export the plugin with COCO_EXPORT and rebuild it");
  expect_finding(check("for-everybody"),
                 "refused     can be written by everybody on this machine; take that away with 'chmod o-w'");
  expect_finding(check("nobody"), "refused     cannot be opened (No such file or directory); name the .so file of a plugin");
  expect_finding(
      check("undefined"),
      "refused     uses 'zoo_nobody_defines_this', which no library it is linked to has; link it with the library that "
      "does, and with -z defs");
  expect_finding(check("lonely"),
                 "refused     needs libzoo-friend.so, which is not on this machine; install the package that has it");
  const fs::path config = enclosure.configuration("eater.json", R"({ "plugins": { "eater": {} } })");
  expect_finding(check("eater", {"--config", config.string()}),
                 "defect      needs zoo.bread/1, which nobody in " + config.string() +
                     " provides; add a plugin that does, or name the configuration it is for with --config");
}

TEST_F(PluginCheckTest, LooksForWhatItNeedsInThePluginFolderAndInTheProgram) {
  const Outcome outcome = check("eater");
  EXPECT_EQ(outcome.exit_code, 0) << "baker is there" << outcome.out;
}

TEST_F(PluginCheckTest, SaysWhatKeepsALibraryInMemory) {
  const Outcome outcome = check("clingy");
  expect_finding(outcome,
                 "remark      runs 1 initialiser of static objects when it is loaded, before create() can say no; make them "
                 "constexpr or members of the plugin");
#if !defined(__clang__)
  EXPECT_NE(
      outcome.out.find("defect      has unique symbols (_ZZ5countvE1n), which keep it in memory for ever, so that replacing it "
                       "runs the old code; rebuild it with -fno-gnu-unique\n"),
      std::string::npos)
      << outcome.out;
#endif
  EXPECT_NE(outcome.out.find("remark      exports more than 'coco_plugin_abi1' ("), std::string::npos);
}

TEST_F(PluginCheckTest, WhatBreaksTheProbeIsASentence) {
#ifndef COCOTALK_SANITIZE_ADDRESS  // which ends the process itself
  const std::string debugger = "; see where with 'gdb --args cocotalk plugin probe ";
  expect_finding(check("crashes-in-create"),
                 "refused     crashes in create() (SIGSEGV)" + debugger + file("crashes-in-create") + "'");
#endif
  expect_finding(
      check("exits-in-create"),
      "refused     ends the process with exit code 3 in create(); a plugin throws or answers an error, and calls no exit()");
  expect_finding(check("throwing-constructor"), "refused     throwing-constructor: the stars are wrong; wait for better ones");
  expect_finding(check("chatty"), "defect      writes to standard output or error: 'hello from the zoo'; log through the host");
  expect_finding(check("early-bird"), "defect      starts threads in create(); start them in start()");
  EXPECT_EQ(check("crashes-in-create", {"--no-probe"}).exit_code, 0) << "and nothing of it runs when nobody wants that";
}

TEST_F(PluginCheckTest, DoesNotWaitForEver) {
  expect_finding(check("hangs-in-create", {"--patience", "300"}),
                 "refused     does not come back from create() within 300 ms; wait for nothing there; see where with 'gdb --args "
                 "cocotalk plugin probe " +
                     file("hangs-in-create") + "'");
}

TEST_F(PluginCheckTest, LeavesNothingBehind) {
  check("good");
  check("crashes-in-create");
  for (const auto& entry : fs::directory_iterator(enclosure.path()))
    EXPECT_FALSE(entry.path().filename().string().starts_with("cocotalk-probe-")) << entry.path();
}

}  // namespace
}  // namespace cocotalk::zoo
