// What every provider of cocotalk.mail/1 must do. Include it in one file of a test program and name the provider there:
//
//   COCO_MAIL_CONTRACT(Mine, [] { return provider_of<coco_mail>(coco_plugin_abi1, COCO_MAIL); })
#pragma once

#include <cocotalk/mail.h>
#include <cocotalk/testing/disk_faults.hpp>
#include <cocotalk/testing/provider.hpp>

#include <gtest/gtest.h>

#include <cerrno>
#include <deque>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace cocotalk::testing {

class MailContract : public Contract<coco_mail> {
 protected:
  void begin(std::string_view to, std::string_view subject, std::string_view text, Answer<int>& answer) {
    const coco_letter letter{sizeof letter, 0, coco::view(to), coco::view(subject), coco::view(text)};
    mail->send(mail->self, &letter, answer.expect_nothing());
  }
  coco_status send(std::string_view to, std::string_view subject, std::string_view text) {
    Answer<int> answer;
    begin(to, subject, text, answer);
    return answer.status();
  }

  Provider<coco_mail> provider = GetParam().make();
  const coco_mail* mail = provider.get();
};

TEST_P(MailContract, TakesALetter) { EXPECT_EQ(send("alice@example.org", "subject", "text\n"), COCO_OK); }

TEST_P(MailContract, TakesTextInAnyScript) {
  EXPECT_EQ(send("alice@example.org", "[코코톡] 인증번호", "인증번호: a1\n.\n😀\n"), COCO_OK);
}

TEST_P(MailContract, BorrowsTheLetterForTheCallOnly) {
  Answer<int> answer;
  {
    std::string to = "alice@example.org", subject = "subject", text = "text";
    begin(to, subject, text, answer);
    to.assign(to.size(), 'x');
    subject.assign(subject.size(), 'x');
    text.assign(text.size(), 'x');
  }
  EXPECT_EQ(answer.status(), COCO_OK);
}

TEST_P(MailContract, AnswersEachOfMany) {
  std::deque<Answer<int>> answers(20);
  for (Answer<int>& answer : answers) begin("alice@example.org", "subject", "text", answer);
  for (Answer<int>& answer : answers) EXPECT_EQ(answer.status(), COCO_OK);
}

TEST_P(MailContract, RefusesWhatWouldAddHeaders) {
  EXPECT_EQ(send("alice@example.org\nBcc: bob@example.org", "subject", "text"), COCO_INVALID);
  EXPECT_EQ(send("alice@example.org", "subject\r\nBcc: bob@example.org", "text"), COCO_INVALID);
}

TEST_P(MailContract, RefusesWhatIsNoAddress) {
  EXPECT_EQ(send("", "subject", "text"), COCO_INVALID);
  EXPECT_EQ(send("alice", "subject", "text"), COCO_INVALID);
}

// ---- life and faults

TEST_P(MailContract, SendingDoesNotWaitForADiskThatStands) {
  DiskFaults disk;
  if (!disk) GTEST_SKIP() << DiskFaults::why_not;
  std::deque<Answer<int>> answers(3);
  disk.hold();
  for (Answer<int>& answer : answers) begin("alice@example.org", "subject", "text", answer);
  disk.mend();
  for (Answer<int>& answer : answers) EXPECT_EQ(answer.status(), COCO_OK);
}

TEST_P(MailContract, AFailingDiskIsARetryOrOfNoConcern) {
  DiskFaults disk;
  if (!disk) GTEST_SKIP() << DiskFaults::why_not;
  for (const int with : {ENOSPC, EIO}) {
    disk.fail_writes(with);
    const coco_status failed = send("alice@example.org", "subject", "text");
    EXPECT_TRUE(failed == COCO_OK || failed == COCO_RETRY) << failed;
    disk.mend();
    EXPECT_EQ(send("alice@example.org", "subject", "text"), COCO_OK) << "and then it goes on";
  }
}

TEST_P(MailContract, AnswersCallsOfManyThreads) {
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t)
    threads.emplace_back([this] {
      for (int i = 0; i < 10; ++i) EXPECT_EQ(send("alice@example.org", "subject", "text"), COCO_OK);
    });
  for (std::thread& thread : threads) thread.join();
}

TEST_P(MailContract, WhenItIsDrainedEveryLetterIsAnswered) {
  if (provider.plugin() == nullptr) GTEST_SKIP() << a_fake;
  std::deque<Answer<int>> answers(50);
  for (Answer<int>& answer : answers) begin("alice@example.org", "subject", "text", answer);
  EXPECT_EQ(provider.plugin()->stop(), COCO_OK);
  EXPECT_TRUE(all_answered(answers)) << "drained, and a letter is not answered";
}

TEST_P(MailContract, ALetterThatComesTooLateIsAnsweredToo) {
  if (provider.plugin() == nullptr) GTEST_SKIP() << a_fake;
  EXPECT_EQ(provider.plugin()->stop(), COCO_OK);
  Answer<int> late;
  begin("alice@example.org", "subject", "text", late);
  late.status();
}

}  // namespace cocotalk::testing

#define COCO_MAIL_CONTRACT(Name, ...) COCO_CONTRACT(Name, MailContract, coco_mail, __VA_ARGS__)
