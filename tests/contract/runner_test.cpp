// The runner from outside: rules that are broken are found, by name, and cost nothing but themselves.
#include <gtest/gtest.h>

#include <cocotalk/testing/fake_host.hpp>

#include <sys/wait.h>

#include <cstdio>
#include <fstream>
#include <memory>
#include <string>

namespace cocotalk::contract {
namespace {

struct Ran {
  int code;
  std::string text;
  bool says(const std::string& part) const { return text.find(part) != std::string::npos; }
};

Ran run_program(const std::string& program, const std::string& arguments) {
  const std::string command = program + " " + arguments + " 2>&1";
  std::FILE* const pipe = ::popen(command.c_str(), "r");
  std::string text;
  for (char bytes[4096]; const std::size_t n = std::fread(bytes, 1, sizeof bytes, pipe);) text.append(bytes, n);
  const int status = ::pclose(pipe);
  return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, text};
}

Ran run(const std::string& arguments) { return run_program(RUNNER, arguments); }

std::string bad(const std::string& name) { return std::string(BAD) + "/" + name + ".so"; }

// Tries one rule of a bad library: it must fail, and say this.
void expect_caught(const std::string& name, const std::string& rule, const std::string& why) {
  const Ran ran = run(bad(name) + " --deadline 15 --rule " + rule);
  EXPECT_EQ(ran.code, 1) << ran.text;
  EXPECT_TRUE(ran.says("FAILED  " + rule)) << ran.text;
  EXPECT_TRUE(ran.says(why)) << "expected: " << why << "\n" << ran.text;
}

TEST(ContractRunner, AGoodLibraryKeepsEveryRule) {
  const Ran ran = run(bad("good-mail"));
  EXPECT_EQ(ran.code, 0) << ran.text;
  EXPECT_TRUE(ran.says("passed  Mail.TakesALetter\n")) << ran.text;
  EXPECT_TRUE(ran.says("good-mail.so: ")) << ran.text;
  EXPECT_TRUE(ran.says(" 0 broken")) << ran.text;
}

TEST(ContractRunner, ACallThatIsNeverAnsweredIsFound) {
  expect_caught("drops-completions", "Mail.AnswersEachOfMany", "no answer within");
}

TEST(ContractRunner, ACallThatIsAnsweredTwiceIsFound) {
  expect_caught("answers-twice", "Mail.TakesALetter", "a call was answered twice");
}

TEST(ContractRunner, ALetterThatIsReadWhenItIsGoneIsFound) {
  expect_caught("keeps-views", "Mail.BorrowsTheLetterForTheCallOnly", "answer.status()");
}

TEST(ContractRunner, ALeaseThatIsNotGivenBackIsFound) {
  expect_caught("forgets-leases", "Mail.TakesALetter", "of the leases it took, 1 were never given back");
}

TEST(ContractRunner, AnAnswerAfterTheLastOneIsFound) {
  expect_caught("answers-after-drained", "Mail.WhenItIsDrainedEveryLetterIsAnswered", "drained, and a letter is not answered");
}

TEST(ContractRunner, ALetterThatIsWrittenOnTheCallersThreadIsFound) {
  expect_caught("blocks-the-caller", "Mail.SendingDoesNotWaitForADiskThatStands", "was still at work after 15 s");
}

TEST(ContractRunner, AThreadThatOutlivesThePluginIsFound) {
  expect_caught("leaves-a-thread", "Mail.TakesALetter", "called the host's now_ms() after it was drained");
}

TEST(ContractRunner, AnExceptionAtTheWaistIsFound) {
  expect_caught("throws", "Mail.RefusesWhatWouldAddHeaders", "an exception stopped at its waist: a second line");
}

TEST(ContractRunner, ATornTransactionIsFound) {
  expect_caught("tears-transactions", "Storage.AFailedOperationUndoesAllBeforeIt", "item");
}

TEST(ContractRunner, AStoreThatIsNotDurableIsFound) {
  expect_caught("forgets-everything", "Storage.WhatWasAnsweredIsThereAfterARestart", "size()");
  expect_caught("forgets-everything", "Storage.EveryAnsweredCommitSurvivesKillMinusNineAtItsNumberAndNothingIsTorn",
                "the child ended by itself");
}

TEST(ContractRunner, APolicyThatIsNotPureIsFound) {
  expect_caught("moody-policy", "Policy.TheSameQuestionGetsTheSameVerdict", "rulings_on_all_questions");
  expect_caught("moody-policy", "Policy.SaysAdmitOrRefuseWhateverTheMemoryHeld", "question.put_to");
}

TEST(ContractRunner, ATransportThatLeavesLinksOpenKeepsViewsOrDoesNotDetachIsFound) {
  expect_caught("careless-transport", "Transport.ClosesTheLinkOfWhoHangsUpOnce", "gateway.closes");
  expect_caught("careless-transport", "Transport.CopiesWhatItIsGiven", "stands_in");
  expect_caught("careless-transport", "Transport.StoppingEndsEveryConversationAndDetachesBeforeItIsDrained",
                "gateway.is_detached");
}

TEST(ContractRunner, ACrashCostsItsRuleAndItsLastWordsAreTold) {
  const Ran ran = run(bad("crashes") + " --rule 'Mail.Takes*'");
  EXPECT_EQ(ran.code, 1) << ran.text;
  EXPECT_TRUE(ran.says("passed  Mail.TakesALetter\nFAILED  Mail.TakesTextInAnyScript\n")) << ran.text;
  EXPECT_TRUE(ran.says("it crashed with SIGSEGV; its last words:\n        crashes: about to read the subject\n")) << ran.text;
  EXPECT_TRUE(ran.says("crashes.so: 1 rules kept, 1 broken, 0 left out\n")) << ran.text;
}

TEST(ContractRunner, RulesThatAreNotWantedAreLeftOutAndSaidToBe) {
  const Ran ran = run(bad("crashes") + " --rule 'Mail.Takes*' --without Mail.TakesTextInAnyScript");
  EXPECT_EQ(ran.code, 0) << ran.text;
  EXPECT_TRUE(ran.says("left    Mail.TakesTextInAnyScript\n        as asked\n")) << ran.text;
}

TEST(ContractRunner, AnInterfaceCanBeChosenAndMustBeThere) {
  const Ran one = run(bad("good-mail") + " --interface cocotalk.mail/1");
  EXPECT_FALSE(one.says("Plugin.")) << one.text;
  EXPECT_EQ(run(bad("good-mail") + " --interface cocotalk.push/1").code, 78);
}

TEST(ContractRunner, WhatIsNoPluginIsRefusedWithASentence) {
  const testing::TemporaryFolder folder;
  const std::string file = folder.path() / "text.so";
  std::ofstream(file) << "a text";
  const Ran ran = run(file);
  EXPECT_EQ(ran.code, 78);
  EXPECT_TRUE(ran.text.starts_with(file + ": ")) << ran.text;
  EXPECT_EQ(run(folder.path() / "none.so").code, 78);
}

TEST(ContractRunner, AWrongSettingFailsEveryRuleWithTheReason) {
  const Ran ran = run(bad("good-mail") + " --rule Mail.TakesALetter --set no=1");
  EXPECT_EQ(ran.code, 1);
  EXPECT_TRUE(ran.says("setting 'no' is not declared")) << ran.text;
}

TEST(ContractRunner, AMisspeltRuleIsNoSuccess) { EXPECT_EQ(run(bad("good-mail") + " --rule Mail.NoSuchRule").code, 78); }

TEST(ContractRunner, IsWhatTheHostsProgramRuns) {
  const std::string program = std::string(HOST) + " plugin test";
  EXPECT_EQ(run_program(program, "--list").text, run("--list").text);
  const Ran kept = run_program(program, bad("good-mail") + " --rule Mail.TakesALetter --interface cocotalk.mail/1");
  EXPECT_EQ(kept.code, 0) << kept.text;
  EXPECT_TRUE(kept.says("passed  Mail.TakesALetter\n")) << kept.text;
  const Ran set = run_program(program, bad("good-mail") + " --rule Mail.TakesALetter --set no=1");
  EXPECT_EQ(set.code, 1) << set.text;
  EXPECT_TRUE(set.says("setting 'no' is not declared")) << set.text;
}

TEST(ContractRunner, ListsTheRulesOfEveryInterface) {
  const Ran ran = run("--list");
  EXPECT_EQ(ran.code, 0);
  for (const char* const line : {"Storage: cocotalk.storage/1\n", "  Storage.AConflictNamesTheOperation\n",
                                 "Transport: cocotalk.transport/1\n", "Plugin: every plugin\n"})
    EXPECT_TRUE(ran.says(line)) << line;
}

}  // namespace
}  // namespace cocotalk::contract
