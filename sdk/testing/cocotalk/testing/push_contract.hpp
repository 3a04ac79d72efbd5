// What every provider of cocotalk.push/1 must do. Include it in one file of a test program and name the provider there:
//
//   COCO_PUSH_CONTRACT(Mine, [] { return provider_of<coco_push>(coco_plugin_abi1, COCO_PUSH); })
#pragma once

#include <cocotalk/push.h>
#include <cocotalk/testing/provider.hpp>

#include <gtest/gtest.h>

#include <cstdint>
#include <deque>
#include <string>
#include <thread>
#include <vector>

namespace cocotalk::testing {

class PushContract : public Contract<coco_push> {
 protected:
  using Gone = std::vector<std::uint8_t>;

  // A note for `n` devices, phones and pages in turn.
  void begin(std::size_t n, Answer<Gone>& answer) {
    std::string room = "0123456789abcdef01234567", name = "우리방", sender = "앨리스", text = "안녕 😀";
    std::vector<std::string> tokens;
    for (std::size_t i = 0; i < n; ++i) tokens.push_back("token-" + std::to_string(i));
    std::vector<coco_push_target> targets;
    for (std::size_t i = 0; i < n; ++i)
      targets.push_back(
          {sizeof(coco_push_target), i % 2 == 0 ? COCO_MOBILE : COCO_WEB, coco::view(tokens[i]), static_cast<std::int64_t>(i)});
    std::vector<const coco_push_target*> pointers;
    for (const coco_push_target& target : targets) pointers.push_back(&target);
    coco_push_note note{};
    note.size = sizeof note;
    note.room_type = 1;
    note.room = coco::view(room);
    note.room_name = coco::view(name);
    note.sender = coco::view(sender);
    note.text = coco::view(text);
    note.targets = pointers.data();
    note.n_targets = pointers.size();
    push->send(push->self, &note, answer.expect<coco_push_result>([](const coco_push_result* result) {
      return Gone(result->gone, result->gone + result->n_targets);
    }));
    for (std::string* borrowed : {&room, &name, &sender, &text}) borrowed->assign(borrowed->size(), 'x');
    for (std::string& token : tokens) token.assign(token.size(), 'x');
  }

  Provider<coco_push> provider = GetParam().make();
  const coco_push* push = provider.get();
};

TEST_P(PushContract, AnswersForEachTargetWhetherItIsGone) {
  for (const std::size_t n : {1u, 2u, 7u}) {
    Answer<Gone> answer;
    begin(n, answer);
    ASSERT_EQ(answer.status(), COCO_OK) << answer.why();
    EXPECT_EQ(answer.kept(), Gone(n, 0));
  }
}

TEST_P(PushContract, TakesANoteForNobody) {
  Answer<Gone> answer;
  begin(0, answer);
  EXPECT_EQ(answer.status(), COCO_OK);
}

TEST_P(PushContract, AnswersEachOfMany) {
  std::deque<Answer<Gone>> answers(20);
  for (Answer<Gone>& answer : answers) begin(2, answer);
  for (Answer<Gone>& answer : answers) EXPECT_EQ(answer.status(), COCO_OK) << answer.why();
}

// ---- life

TEST_P(PushContract, AnswersCallsOfManyThreads) {
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t)
    threads.emplace_back([this] {
      for (int i = 0; i < 10; ++i) {
        Answer<Gone> answer;
        begin(3, answer);
        EXPECT_EQ(answer.status(), COCO_OK) << answer.why();
      }
    });
  for (std::thread& thread : threads) thread.join();
}

TEST_P(PushContract, WhenItIsDrainedEveryNoteIsAnswered) {
  if (provider.plugin() == nullptr) GTEST_SKIP() << a_fake;
  std::deque<Answer<Gone>> answers(50);
  for (Answer<Gone>& answer : answers) begin(2, answer);
  EXPECT_EQ(provider.plugin()->stop(), COCO_OK);
  EXPECT_TRUE(all_answered(answers)) << "drained, and a note is not answered";
}

TEST_P(PushContract, ANoteThatComesTooLateIsAnsweredToo) {
  if (provider.plugin() == nullptr) GTEST_SKIP() << a_fake;
  EXPECT_EQ(provider.plugin()->stop(), COCO_OK);
  Answer<Gone> late;
  begin(1, late);
  late.status();
}

}  // namespace cocotalk::testing

#define COCO_PUSH_CONTRACT(Name, ...) COCO_CONTRACT(Name, PushContract, coco_push, __VA_ARGS__)
