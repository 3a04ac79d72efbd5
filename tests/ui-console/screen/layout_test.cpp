#include "ui-console/screen/layout.hpp"

#include <gtest/gtest.h>

#include <cstdlib>

#include "ui-console/screen/cluster.hpp"

namespace cocotalk::console {
namespace {

class LayoutTest : public ::testing::Test {
 protected:
  LayoutTest() {
    ::setenv("TZ", "KST-9", 1);
    ::tzset();
    state.me = {7, "alice", "Alice"};
    Room pair;
    pair.id = "p";
    pair.is_private = true;
    pair.members = {{7, "Alice", true, true, 3}, {8, "민수", true, false, 2}};
    Room trio;
    trio.id = "t";
    trio.name = "The group";
    trio.members = {{7, "Alice", true, false, 0}, {8, "민수", true, true, 0}, {9, "Carol", true, false, 0}};
    trio.unread = 3;
    trio.last = message(9, "lunch? 점심 먹을 사람은 여기에 답하세요", 0);
    state.rooms = {pair, trio};
    shown.link = "online";
  }
  Message message(std::int64_t sender, const std::string& text, std::uint64_t seq,
                  const std::string& at = "2022-02-04T04:21:14.542") {
    Message made;
    made.id = "m" + std::to_string(++made_);
    made.sender = sender;
    made.text = text;
    made.sent_at = at;
    made.seq = seq;
    return made;
  }
  void open(std::vector<Message> messages) {
    state.open_room = "p";
    state.messages = std::move(messages);
  }
  std::string screen(Size size) { return "\n" + laid_out(state, shown, size).grid.text(); }
  // No row is wider than the screen, whatever is on it.
  void expect_whole(Size size) {
    const Grid grid = laid_out(state, shown, size).grid;
    for (int row = 0; row < size.rows; ++row) {
      int width = 0;
      for (int column = 0; column < size.columns; ++column) width += grid.at(row, column).width;
      EXPECT_EQ(width, size.columns) << size.rows << " x " << size.columns << ", row " << row << ": " << grid.line(row);
    }
  }

  State state;
  Shown shown;

 private:
  int made_ = 0;
};

TEST_F(LayoutTest, WhoIsNotSignedInIsAskedForTheId) {
  state = {};
  shown.link.clear();
  shown.input.prompt = "id: ";
  EXPECT_EQ(screen({10, 50}), R"(
 CocoTalk

  CocoTalk

  Type your id and press Enter to sign in.
  /sign-up ID NAME EMAIL PHONE makes an account.
  ? shows the keys, Ctrl-C ends.

id:
 ? shows the keys
)");
}

TEST_F(LayoutTest, RoomsStandBesideTheConversation) {
  open({message(7, "hi", 1), message(8, "안녕! 잘 지내?", 2), message(8, "나는 잘 지내", 2),
        message(7, "me too", 3, "2022-02-05T00:00:00.000")});
  EXPECT_EQ(screen({16, 64}), R"(
 CocoTalk · Alice (alice)                                online
1 민수               │ 민수 · 2 people, 1 here
  no messages yet    │
2 The group        3 │
  lunch? 점심 먹을 … │
                     │
                     │       ── Friday, 4 February 2022 ──
                     │                                13:21  hi
                     │ 민수
                     │  안녕! 잘 지내?
                     │  나는 잘 지내  13:21
                     │      ── Saturday, 5 February 2022 ──
                     │                          1 09:00  me too
                     │
>
 ? shows the keys
)");
}

TEST_F(LayoutTest, ANarrowTerminalShowsTheListOrTheConversation) {
  EXPECT_EQ(screen({8, 30}), R"(
 CocoTalk · Alice (al… online
1 민수
  no messages yet
2 The group                 3
  lunch? 점심 먹을 사람은 여…

>
 ? shows the keys
)");
  open({message(8, "hey", 2)});
  EXPECT_EQ(screen({8, 30}), R"(
 CocoTalk · Alice (al… online
민수 · 2 people, 1 here
── Friday, 4 February 2022 ──
민수
 hey  13:21

>
 ? shows the keys
)");
}

TEST_F(LayoutTest, WhatIsNewIsMarkedAndWhatWaitsSaysSo) {
  open({message(8, "old", 2), message(8, "new", 3)});
  state.first_unread = state.messages[1].id;
  state.letters = {{"p", "wait for me", "c1"}, {"t", "elsewhere", "c2"}};
  state.is_away = true;
  state.typing = {{8, {}}};
  shown.link = "offline, trying again in 3 s";
  EXPECT_EQ(screen({13, 46}), R"(
 CocoTalk · Ali… offline, trying again in 3 s
민수 · 2 people, 1 here

        ── Friday, 4 February 2022 ──
민수
 old  13:21
            ──── new messages ────
민수
 new  13:21
                         waiting  wait for me
민수 is typing…
>
 ? shows the keys
)");
}

TEST_F(LayoutTest, NoticesEditsAndDeletionsAreSeen) {
  Message invited = message(8, "민수 invited Carol", 1), edited = message(8, "better", 2), deleted = message(8, "gone", 2);
  invited.type = 1;
  edited.is_edited = true;
  deleted.is_deleted = true;
  open({invited, edited, deleted});
  state.notice = message(8, "be nice", 1);
  const std::string text = screen({12, 50});
  EXPECT_NE(text.find("notice: be nice"), std::string::npos) << text;
  EXPECT_NE(text.find("                민수 invited Carol\n"), std::string::npos) << text;
  EXPECT_NE(text.find(" better (edited)\n"), std::string::npos) << text;
  EXPECT_NE(text.find(" (deleted)  13:21\n"), std::string::npos) << text;
  EXPECT_EQ(text.find("gone"), std::string::npos) << text;
}

TEST_F(LayoutTest, ReactionsStandInTheBubble) {
  open({message(8, "점심?", 2), message(7, "yes", 3)});
  state.messages[0].reactions = {{"👍", 2, true}, {"❤️", 1, false}};
  state.messages[1].reactions = {{"👨‍👩‍👧‍👦", 12, false}};
  EXPECT_EQ(screen({12, 40}), R"(
 CocoTalk · Alice (alice)        online
민수 · 2 people, 1 here

     ── Friday, 4 February 2022 ──
민수
 점심?
 👍 2  ❤ 1  13:21
                                  yes
                         1 13:21  👨 12

>
 ? shows the keys
)");
}

TEST_F(LayoutTest, AMessageThatWasSoughtIsMarkedAThirdFromTheTop) {
  std::vector<Message> many;
  for (int i = 1; i <= 40; ++i) many.push_back(message(8, "number " + std::to_string(i), 3));
  open(many);
  state.sought = shown.anchor = many[19].id;
  state.has_newer = true;
  const Laid laid = laid_out(state, shown, {14, 40});
  EXPECT_EQ("\n" + laid.grid.text(), R"(
 CocoTalk · Alice (alice)        online
민수 · 2 people, 1 here
 number 17
 number 18
 number 19
            ──── found ────
 number 20
 number 21
 number 22
 number 23
 number 24

>
 ? shows the keys
)");
  shown.anchor.clear();
  shown.scroll = laid.scroll;
  EXPECT_EQ(laid_out(state, shown, {14, 40}).grid.text(), laid.grid.text()) << "there it stays";
  shown.scroll = 0;
  EXPECT_NE(screen({14, 60}).find("PageDown: newer messages"), std::string::npos) << screen({14, 60});
}

TEST_F(LayoutTest, ScrollingGoesToTheBeginningAndNoFurther) {
  std::vector<Message> many;
  for (int i = 1; i <= 100; ++i) many.push_back(message(8, "number " + std::to_string(i), 3));
  open(many);
  EXPECT_NE(screen({12, 50}).find("number 100"), std::string::npos);
  shown.scroll = 3;
  EXPECT_EQ(screen({12, 50}).find("number 98"), std::string::npos);
  shown.scroll = 1000;
  const Laid laid = laid_out(state, shown, {12, 50});
  EXPECT_TRUE(laid.is_at_beginning);
  EXPECT_LT(laid.scroll, 110U);
  EXPECT_NE(laid.grid.text().find("number 1\n"), std::string::npos);
}

TEST_F(LayoutTest, SeveralLinesOfInputKeepTheCursorInSight) {
  open({});
  shown.input.text = "one\n둘\nthree\nfour\nfive";
  shown.input.cursor = 7;  // behind 둘
  const Laid laid = laid_out(state, shown, {12, 40});
  EXPECT_EQ(laid.grid.cursor, (Place{8, 4}));
  EXPECT_EQ(laid.grid.line(8), "  둘");
  shown.input.cursor = shown.input.text.size();
  EXPECT_EQ(laid_out(state, shown, {12, 40}).grid.cursor, (Place{10, 6}));
}

TEST_F(LayoutTest, APasswordIsDots) {
  shown.input = {"password: ", "열려라abc", 0, true};
  const std::string text = screen({8, 40});
  EXPECT_NE(text.find("password: ••••••\n"), std::string::npos) << text;
}

TEST_F(LayoutTest, FoundWordsFriendsMembersAndKeysHaveTheirPages) {
  shown.page = Page::found;
  shown.searched = "lunch";
  shown.found = {{"t", "m1", 9, "2022-02-04T04:21:14.542", {"", "lunch", "? 점심"}}};
  EXPECT_NE(screen({10, 80}).find("The group · Carol · Friday, 4 February 2022 13:21\n"), std::string::npos) << screen({10, 80});
  shown.page = Page::friends;
  shown.friends = {{{8, "minsu", "민수"}, true}, {{9, "carol", "Carol"}, false}};
  EXPECT_NE(screen({10, 80}).find("Carol (carol), who added you"), std::string::npos);
  open({});
  shown.page = Page::members;
  EXPECT_NE(screen({10, 80}).find("● Alice, looks at the room"), std::string::npos);
  shown.page = Page::help;
  EXPECT_NE(screen({40, 90}).find("Ctrl-N        the next room"), std::string::npos) << screen({40, 90});
}

TEST_F(LayoutTest, NothingThatPeopleWriteBreaksTheScreen) {
  const std::string nasty =
      "\x1b[2J\x1b]0;x\x07 👨‍👩‍👧‍👦👍🏽🇰🇷❤️ e\u0301\u0301\u0301\u0301\u0301\u0301 "
      "\u1112\u1161\u11AB "
      "Ａ\u202Eabc\u200B "
      "\u0301\t끝";
  open({message(8, nasty, 2), message(7, nasty + nasty + nasty, 2)});
  state.rooms[0].last = state.messages[0];
  state.rooms[1].name = state.rooms[0].members[1].name = state.me.name = nasty;
  state.notice = state.messages[0];
  state.typing = {{8, {}}};
  shown.sentence = shown.link = shown.input.text = nasty;
  for (int columns = 1; columns < 100; ++columns) expect_whole({14, columns});
  for (int rows = 1; rows < 20; ++rows) expect_whole({rows, 70});
  EXPECT_EQ(screen({14, 90}).find('\x1b'), std::string::npos);
}

}  // namespace
}  // namespace cocotalk::console
