// A person's keys, and what is painted for them.
#include "ui-console/screen/screen_dialogue.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <deque>
#include <stdexcept>
#include <utility>

#include "ui-console/application.hpp"
#include "ui-console/pipe.hpp"

namespace cocotalk::console {
namespace {

using namespace testing;

class ScreenDialogueTest : public ::testing::Test {
 protected:
  // Types `keys` as soon as `text` is on the screen, one after the other.
  void when(std::string text, std::string keys) { script.emplace_back(std::move(text), std::move(keys)); }
  void sign_in() {
    when("Type your id", "alice\r");
    when("password:", "right\r");
    when("signed in as Alice",
         "\x1b"
         "1");
  }
  Exit run() {
    ScreenDevice device;
    device.input = in.read_end();
    device.size = [this] { return size; };
    device.paint = [this](const Grid& grid) { painted(grid.text()); };
    device.forget = [] {};
    device.random = [] { return 0.0; };
    ScreenDialogue dialogue(device, *inbox, model, view);
    network.while_waiting = [&dialogue] { dialogue.while_waiting(); };
    return dialogue.run("", {});
  }
  void painted(const std::string& text) {
    all += text;
    last = text;
    if (std::chrono::steady_clock::now() > end) throw std::runtime_error("never on the screen: " + script.front().first + text);
    if (script.empty() || text.find(script.front().first) == std::string::npos) return;
    const std::string keys = script.front().second;
    script.pop_front();
    in.write(keys);
  }

  Application application;
  Pipe in;
  Size size{20, 80};
  std::deque<std::pair<std::string, std::string>> script;
  std::string all, last;
  const std::chrono::steady_clock::time_point end = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  std::shared_ptr<Inbox> inbox = std::make_shared<Inbox>();
  Network network{*application.gateway.table(), inbox};
  Repository repository{network, [] { return std::string("new-id"); }};
  ScreenView view;
  ViewModel model{repository, view, COCO_WEB, ViewModel::Loss::is_mended};
};

TEST_F(ScreenDialogueTest, OneSignsInOpensARoomAndSaysSomething) {
  sign_in();
  when("Bob · 2 people", "안녕\r");
  when(">\n", "\x03");
  EXPECT_EQ(run(), Exit::done);
  EXPECT_TRUE(application.was_asked(R"(room.send {"clientMsgId":"new-id","content":"안녕","roomId":")" + private_room + "\"}"));
  EXPECT_EQ(all.find("right"), std::string::npos) << "a password is never on the screen";
}

TEST_F(ScreenDialogueTest, ARefusedMessageIsInTheInputLineAgain) {
  application.answers.erase("room.send");
  sign_in();
  when("Bob · 2 people", "precious words\r");
  when("cannot send: not for you", "\x03");
  EXPECT_EQ(run(), Exit::done);
  EXPECT_NE(last.find("> precious words"), std::string::npos) << last;
}

TEST_F(ScreenDialogueTest, WhatIsNotSentYetIsMentionedBeforeTheEnd) {
  sign_in();
  when("Bob · 2 people", "x");
  when("> x", "\r\x03");
  when("1 of your messages are not sent yet", "\x03");
  EXPECT_EQ(run(), Exit::done);
}

TEST_F(ScreenDialogueTest, CommandsMistakesAndPagesHaveTheirPlace) {
  sign_in();
  when("Bob · 2 people", "/dance\r");
  when("there is no /dance", "\x07");
  when("Carol (carol), who added you", "\x1b[B\x0f");
  when("Who is here", "?");
  when("Keys and commands", "\x06lunch\r");
  when("cannot search: not for you", "\x1b[A\x03");
  EXPECT_EQ(run(), Exit::done);
}

TEST_F(ScreenDialogueTest, WhatWasFoundIsOpenedWhereItStandsAndDownLeadsToTheEnd) {
  application.history = 130;
  application.answers["search"] =
      R"({"messages":[{"id":"n57","roomId":")" + private_room +
      R"(","number":57,"userId":8,"sentAt":"2022-02-04T04:21:14.542","snippet":["","text"," 57"]}],"next":null,"complete":true})";
  sign_in();
  when("Bob · 2 people", "\x06text\r");
  when("Found: text", "\r");
  when("── found ──", "\x1b[6~\x1b[6~\x1b[6~\x1b[6~");
  when("text 79", "\x1b[6~\x1b[6~\x1b[6~\x1b[6~\x1b[6~\x1b[6~\x1b[6~\x1b[6~\x1b[6~");
  when("text 130", "\x03");
  EXPECT_EQ(run(), Exit::done);
  const std::size_t opened = all.find("── found ──");
  const std::string screen = all.substr(opened, 200);
  EXPECT_NE(screen.find("text 57"), std::string::npos) << all;
  EXPECT_EQ(all.find("text 130", opened) < all.find("text 60", opened), false) << "what is around it comes first";
}

TEST_F(ScreenDialogueTest, TheEndOfTheTerminalIsTheEnd) {
  in.end_writing();
  EXPECT_EQ(run(), Exit::done);
}

TEST_F(ScreenDialogueTest, WhoIsStoppedStopsAtOnce) {
  inbox->stop();
  EXPECT_THROW(run(), Stopped);
}

}  // namespace
}  // namespace cocotalk::console
