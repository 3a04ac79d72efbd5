#include "ui-console/text_view.hpp"

#include <gtest/gtest.h>

#include <cstdlib>

namespace cocotalk::console {
namespace {

class TextViewTest : public ::testing::Test {
 protected:
  TextViewTest() {
    ::setenv("TZ", "KST-9", 1);
    ::tzset();
    state.me = {7, "alice", "Alice"};
    state.rooms.push_back(
        {"r", "The group", false, {{7, "Alice", true, false}, {8, "Bob", true, true}, {9, "Carol", false, false}}, {}, 0});
  }
  const Room& room() { return state.rooms[0]; }
  Message message(int type, const std::string& text) { return {"m", "r", "", 8, type, text, "2022-02-04T04:21:14.542", 1}; }

  State state;
  std::string shown;
  TextView view{[this](std::string_view text) { shown += text; }, TextView::Echo::shown};
};

TEST_F(TextViewTest, ShowsEachKindOfMessage) {
  view.heard(state, room(), message(0, "hi"));
  view.heard(state, room(), message(1, "Bob invited Carol"));
  view.heard(state, room(), message(4, "http://h/a.jpeg"));
  view.said_here_heard(state, room(), message(0, "yo"));
  EXPECT_EQ(shown, "13:21 Bob: hi\n13:21 * Bob invited Carol\n13:21 Bob: [photo] http://h/a.jpeg\n13:21 Bob: yo\n");
}

TEST_F(TextViewTest, AMessageCannotForgeALineOrDriveTheTerminal) {
  view.heard(state, room(), message(0, "hi\n13:22 Alice: I quit\x1b[2J"));
  EXPECT_EQ(shown, "13:21 Bob: hi\n      13:22 Alice: I quit\uFFFD[2J\n");
}

TEST_F(TextViewTest, ALongPreviewIsCutBetweenCharacters) {
  std::string long_text;
  for (int i = 0; i < 100; ++i) long_text += "방";
  state.rooms[0].last = message(0, long_text);
  view.message_elsewhere(state, room());
  EXPECT_EQ(shown.size(), std::string("[1] The group (0 unread): Bob: ").size() + 78 + std::string("…\n").size());
}

TEST_F(TextViewTest, ReactionsStandBehindTheMessageAndAreTold) {
  Message given = message(0, "hi");
  given.reactions = {{"👍", 2, false}, {"🎉", 1, true}};
  view.heard(state, room(), given);
  state.messages = {given};
  view.reacted(state, room(), {"m", "👍", 8, 3, true, 9});
  view.reacted(state, room(), {"long ago", "👍", 8, 3, true, 9});
  EXPECT_EQ(shown, "13:21 Bob: hi  [👍 2  🎉 1]\n* Bob gave 👍 (3): hi\n");
}

TEST_F(TextViewTest, ARoomThatIsOpenedAtAMessageSaysWhereItIs) {
  state.messages = {message(0, "before"), message(0, "it")};
  state.messages[1].id = state.sought = "sought";
  state.has_newer = true;
  view.room_opened(state, room());
  EXPECT_EQ(shown,
            "--- The group ---\n13:21 Bob: before\n--- found ---\n13:21 Bob: it\n"
            "--- there are newer messages; /forward shows them ---\n");
}

TEST_F(TextViewTest, TellsWhoIsHere) {
  view.members(state, room());
  EXPECT_EQ(shown, "Alice, here\nBob, here\nCarol, who left\n");
}

TEST_F(TextViewTest, RefusalsArePlainSentencesWithANextStep) {
  view.refused("send", Refusal(COCO_INVALID, "NO_ROOM", "no room is open"));
  view.refused("sign-in", Refusal(COCO_UNAUTHORIZED, "", "the id or the password is wrong"));
  view.refused("friends", Refusal(COCO_RATE, "RATE", "too many"));
  view.refused("open", Refusal(COCO_UNAUTHORIZED, "NOT_SIGNED_IN", "nobody is signed in"));
  EXPECT_EQ(shown,
            "cannot send: no room is open; /rooms lists them, /open N opens one\n"
            "cannot sign in: the id or the password is wrong\n"
            "cannot list your friends: too many; try again in a moment\n"
            "cannot open: nobody is signed in; sign in with /sign-in CID\n");
}

TEST_F(TextViewTest, EmptyListsSayWhatToDo) {
  view.friends({});
  state.rooms.clear();
  view.rooms(state);
  EXPECT_EQ(shown, "no friends yet; /add CID adds one\nno rooms yet; /new CID makes one\n");
}

}  // namespace
}  // namespace cocotalk::console
