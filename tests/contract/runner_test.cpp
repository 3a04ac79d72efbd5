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

TEST(ContractRunner, AGoodLibraryKeepsEveryRule) {
  const Ran ran = run(bad("good-mail"));
  EXPECT_EQ(ran.code, 0) << ran.text;
  EXPECT_TRUE(ran.says("passed  Mail.TakesALetter\n")) << ran.text;
  EXPECT_TRUE(ran.says("good-mail.so: ")) << ran.text;
  EXPECT_TRUE(ran.says(" 0 broken")) << ran.text;
}

// A library that breaks a rule, and what is said then.
struct Misdeed {
  const char *library, *rule, *says;
  const char* fault = "";  // of libraries that know several
  int deadline_s = 15;
};

constexpr char no_answer[] = "no answer within", twice[] = "a call was answered twice", stuck[] = "was still at work after 5 s";

constexpr Misdeed misdeeds[] = {
    // completions, leases, threads, views, exceptions: of whatever interface
    {"drops-completions", "Mail.AnswersEachOfMany", no_answer},
    {"answers-twice", "Mail.TakesALetter", twice},
    {"keeps-views", "Mail.BorrowsTheLetterForTheCallOnly", "answer.status()"},
    {"forgets-leases", "Mail.TakesALetter", "of the leases it took, 1 were never given back"},
    {"answers-after-drained", "Mail.WhenItIsDrainedEveryLetterIsAnswered", "drained, and a letter is not answered"},
    {"blocks-the-caller", "Mail.SendingDoesNotWaitForADiskThatStands", stuck, "", 5},
    {"leaves-a-thread", "Mail.TakesALetter", "called the host's now_ms() after it was drained"},
    {"throws", "Mail.RefusesWhatWouldAddHeaders", "an exception stopped at its waist: a second line"},
    // storage
    {"tears-transactions", "Storage.AFailedOperationUndoesAllBeforeIt", "item"},
    {"forgets-everything", "Storage.WhatWasAnsweredIsThereAfterARestart", "size()"},
    {"forgets-everything", "Storage.EveryAnsweredCommitSurvivesKillMinusNineAtItsNumberAndNothingIsTorn",
     "the child ended by itself"},
    // session policy
    {"moody-policy", "Policy.TheSameQuestionGetsTheSameVerdict", "rulings_on_all_questions"},
    {"moody-policy", "Policy.SaysAdmitOrRefuseWhateverTheMemoryHeld", "question.put_to"},
    // transports: with a client, and where no driver speaks their protocol
    {"careless-transport", "Transport.ClosesTheLinkOfWhoHangsUpOnce", "gateway.closes"},
    {"careless-transport", "Transport.CopiesWhatItIsGiven", "stands_in"},
    {"careless-transport", "Transport.StoppingEndsEveryConversationAndDetachesBeforeItIsDrained", "gateway.is_detached"},
    {"forward-transport", "Transport.OpensNoLinkWhenNobodyCame", "gateway.opens.empty()"},
    {"forward-transport", "Transport.WhatIsSaidToLinksItNeverOpenedIsIgnored", "closes at the gateway what it never opened"},
    // commands
    {"commands", "Commands.NamesBeginWithThePluginsOwnWord", "somebody.asks", "names"},
    {"commands", "Commands.EveryCommandSaysWhatItDoesWithWhatAndWhatItAnswers", "summary", "silence"},
    {"commands", "Commands.ItsDeclarationsStayWithinTheirLimits", "n_refusals", "refusals"},
    {"commands", "Commands.OffersTheTableThatItProvides", "&table", "another-table"},
    {"commands", "Commands.ATableThatIsRefusedFailsItsStartWithASentence", "nobody will ever ask it", "stubborn"},
    {"commands", "Commands.EveryCommandAnswersOnceWithJsonOrADeclaredNo", "says CONFLICT: somebody was faster", "undeclared-no"},
    {"commands", "Commands.EveryCommandAnswersOnceWithJsonOrADeclaredNo", twice, "twice"},
    {"commands", "Commands.AnswersSoAlsoWhenTheCoreGrantsWhatItIsAsked", "commands.ask answers done", "no-json"},
    {"commands", "Commands.CopiesWhatItIsAskedWith", "was overwritten when the call had returned", "keeps-views"},
    {"commands", "Commands.CallsAtTheSameTimeAreAllAnswered", "call.get().status", "busy"},
    {"commands", "Commands.AskingDoesNotWaitForTheCore", stuck, "waits", 5},
    {"commands", "Commands.AskingDoesNotWaitForADiskThatStands", stuck, "writes", 5},
    {"commands", "Commands.HasAFunctionForWhatItWantsToHearAndSurvivesHearingIt", "table.heard", "deaf"},
    {"commands", "Commands.TellsOnlyWhatItDeclaredToWhomItDeclared", "'commands.secret', which it did not declare",
     "undeclared-event"},
    {"commands", "Commands.WhatIsUnderWayWhenItStopsIsAnswered", no_answer, "forgets"},
    {"commands", "Commands.IsDrainedWhenTheGatewayHasLetItGoAndAnswersUntilThen", "the gateway may still ask it", "hasty"},
    {"commands", "Commands.TheNextInstanceIsAskedWhenTheOldOneGoes", "offers 0 tables of commands", "takes-all"},
};

TEST(ContractRunner, FindsEveryMisdeed) {
  for (const Misdeed& misdeed : misdeeds) {
    SCOPED_TRACE(std::string(misdeed.library) + " " + misdeed.fault);
    const std::string setting = *misdeed.fault == '\0' ? "" : std::string(" --set fault=") + misdeed.fault;
    const Ran ran =
        run(bad(misdeed.library) + " --deadline " + std::to_string(misdeed.deadline_s) + " --rule " + misdeed.rule + setting);
    EXPECT_EQ(ran.code, 1) << ran.text;
    EXPECT_TRUE(ran.says(std::string("FAILED  ") + misdeed.rule)) << ran.text;
    EXPECT_TRUE(ran.says(misdeed.says)) << "expected: " << misdeed.says << "\n" << ran.text;
  }
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

// ---- drivers

TEST(ContractRunner, ATransportOfItsOwnProtocolIsTriedWithADriverFromALibrary) {
  const std::string whispers = bad("whispers"), rule = " --rule Transport.WhoJoinedATopicHearsItAndNoOther";
  const Ran without = run(whispers + rule + " --rule Transport.StopsWhenNobodyEverCame");
  EXPECT_EQ(without.code, 0) << without.text;
  EXPECT_TRUE(without.says("left    Transport.WhoJoinedATopicHearsItAndNoOther\n")) << without.text;
  EXPECT_TRUE(without.says("no driver brings a client of it about; write one, and name it with --driver")) << without.text;
  EXPECT_TRUE(without.says("passed  Transport.StopsWhenNobodyEverCame\n")) << without.text;
  const Ran with = run(whispers + rule + " --driver " + bad("whispers-driver"));
  EXPECT_EQ(with.code, 0) << with.text;
  EXPECT_TRUE(with.says("passed  Transport.WhoJoinedATopicHearsItAndNoOther\n")) << with.text;
}

TEST(ContractRunner, ADriverIsForTransportsAndExportsATable) {
  const Ran no_transport = run(bad("good-mail") + " --driver " + bad("whispers-driver"));
  EXPECT_EQ(no_transport.code, 78);
  EXPECT_TRUE(no_transport.says("does not provide cocotalk.transport/1; a driver is for those that do")) << no_transport.text;
  const Ran no_driver = run(bad("whispers") + " --driver " + bad("good-mail"));
  EXPECT_EQ(no_driver.code, 78);
  EXPECT_TRUE(no_driver.says("exports no coco_transport_driver_abi1")) << no_driver.text;
  EXPECT_EQ(run(bad("whispers") + " --driver " + bad("none")).code, 78);
}

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
  for (const char* const line :
       {"Storage: cocotalk.storage/1\n", "  Storage.AConflictNamesTheOperation\n", "Transport: cocotalk.transport/1\n",
        "Commands: cocotalk.commands/1\n", "Plugin: every plugin\n"})
    EXPECT_TRUE(ran.says(line)) << line;
}

}  // namespace
}  // namespace cocotalk::contract
