#include "ui-console/json_view.hpp"

#include <gtest/gtest.h>

namespace cocotalk::console {
namespace {

class JsonViewTest : public ::testing::Test {
 protected:
  JsonViewTest() {
    state.me = {7, "alice", "Alice"};
    state.rooms.push_back({"r", "G", false, {{8, "Bob", true, true}}, Message{"m", "r", "", 8, 0, "hi", "t", 0}, 2});
  }
  State state;
  std::string shown;
  JsonView view{[this](std::string_view text) { shown += text; }};
};

TEST_F(JsonViewTest, AnswersNameTheirCommandAndRepeatItsId) {
  view.answers("x1");
  view.said({"r", "m9", 12});
  view.answers("");
  view.signed_out();
  EXPECT_EQ(shown, R"({"answer":"send","id":"x1","room":"r","messageId":"m9","seq":12})"
                   "\n"
                   R"({"answer":"sign-out"})"
                   "\n");
}

TEST_F(JsonViewTest, ARoomComesWithItsBadgeAndLastMessage) {
  view.message_elsewhere(state, state.rooms[0]);
  EXPECT_EQ(shown, R"({"event":"room","room":{"number":1,"room":"r","title":"G","private":false,"unread":2,)"
                   R"("last":{"id":"m","userId":8,"name":"Bob","type":0,"text":"hi","sentAt":"t"}}})"
                   "\n");
}

TEST_F(JsonViewTest, StaysOnOneLineWhateverWasWritten) {
  view.heard(state, state.rooms[0], {"m", "r", "", 8, 0, "a\nb\"\x1b 우", "t", 5});
  EXPECT_EQ(shown.find('\n'), shown.size() - 1);
  EXPECT_NE(shown.find(R"("text":"a\nb\"\u001B 우")"), std::string::npos) << shown;
}

TEST_F(JsonViewTest, ReactionsStandAtTheMessageAndAreEvents) {
  Message given{"m", "r", "", 8, 0, "hi", "t", 5};
  given.reactions = {{"👍", 2, true}};
  view.heard(state, state.rooms[0], given);
  view.reacted(state, state.rooms[0], {"m", "👍", 8, 1, false, 9});
  EXPECT_EQ(shown,
            R"({"event":"message","room":"r","message":{"id":"m","userId":8,"name":"Bob","type":0,"text":"hi","sentAt":"t",)"
            R"("seq":5,"reactions":[{"emoji":"👍","count":2,"mine":true}]}})"
            "\n"
            R"({"event":"reaction","room":"r","messageId":"m","userId":8,"name":"Bob","emoji":"👍","added":false,"count":1})"
            "\n");
}

TEST_F(JsonViewTest, RefusalsAreAnswersWithAnError) {
  view.refused("open", Refusal(COCO_DENIED, "NOT_PERMITTED", "no"));
  view.not_understood("what");
  EXPECT_EQ(shown, R"({"answer":"open","error":{"code":"NOT_PERMITTED","detail":"no"}})"
                   "\n"
                   R"({"answer":"","error":{"code":"NOT_UNDERSTOOD","detail":"what"}})"
                   "\n");
}

TEST_F(JsonViewTest, TheEndNamesItsNumber) {
  view.ended({4009, "replaced"});
  EXPECT_EQ(shown, R"({"event":"ended","code":4009,"reason":"replaced"})"
                   "\n");
}

}  // namespace
}  // namespace cocotalk::console
