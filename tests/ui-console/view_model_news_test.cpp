// The view model where it mends what is lost.
#include <gtest/gtest.h>

#include <algorithm>

#include "ui-console/application.hpp"
#include "ui-console/screen/screen_view.hpp"
#include "ui-console/view_model.hpp"
#include "ui-console/words.hpp"

namespace cocotalk::console {
namespace {

using namespace testing;

class NewsTest : public ::testing::Test {
 protected:
  NewsTest() {
    model.carry_out(SignIn{"alice", "right"});
    model.carry_out(OpenRoom{"1"});
  }
  void take_in_news() {
    while (const auto incoming = inbox->pop()) model.take_in(*incoming);
  }
  void happens(const std::string& leaf, std::string_view kind, const std::string& body) {
    application.publish("/room/" + private_room + leaf, kind, body);
    take_in_news();
  }
  void lose_link(coco_link link = 1) {
    application.close(1006, "cable cut", link);
    take_in_news();
  }
  std::size_t times_asked(const std::string& line) const {
    return static_cast<std::size_t>(std::count(application.asked.begin(), application.asked.end(), line));
  }
  const Member& bob() const { return model.state().rooms[0].members[1]; }
  const std::string sent = R"(room.send {"clientMsgId":"new-id","content":"typed","roomId":")" + private_room + "\"}";

  Application application;
  std::shared_ptr<Inbox> inbox = std::make_shared<Inbox>();
  Network network{*application.gateway.table(), inbox};
  Repository repository{network, [] { return std::string("new-id"); }};
  ScreenView view;
  ViewModel model{repository, view, COCO_WEB, ViewModel::Loss::is_mended};
};

TEST_F(NewsTest, ReactionsAreCountedAtTheirMessage) {
  const auto reaction = [](int who, const std::string& emoji, bool is_added, int count) {
    return R"({"messageId":"m2","number":2,"userId":)" + std::to_string(who) + R"(,"emoji":")" + emoji + R"(","added":)" +
           (is_added ? "true" : "false") + R"(,"count":)" + std::to_string(count) + R"(,"seq":6})";
  };
  const auto given = [&] { return reactions_of(model.state().messages[1]); };
  happens("", "reaction", reaction(8, "👍", true, 1));
  happens("", "reaction", reaction(7, "👍", true, 2));
  happens("", "reaction", reaction(8, "🎉", true, 1));
  EXPECT_EQ(given(), "👍 2  🎉 1");
  EXPECT_TRUE(model.state().messages[1].reactions[0].is_mine);
  happens("", "reaction", reaction(7, "👍", false, 1));
  EXPECT_FALSE(model.state().messages[1].reactions[0].is_mine);
  happens("", "reaction", reaction(8, "👍", false, 0));
  EXPECT_EQ(given(), "🎉 1");
  happens("", "deleted", R"({"messageId":"m2","roomId":")" + private_room + R"(","number":2,"userId":8})");
  EXPECT_EQ(given(), "");
}

TEST_F(NewsTest, WhoTypedOfflineAmongOldMessagesIsAtTheEndWhenTheLinkIsBack) {
  application.history = 300;
  model.carry_out(OpenRoom{"1", 100});
  lose_link();
  model.post("typed");
  EXPECT_TRUE(model.state().has_newer) << "nothing else can be shown now";
  model.come_back();
  EXPECT_FALSE(model.state().has_newer);
  EXPECT_EQ(model.state().messages.back().number, 300);
}

TEST_F(NewsTest, ALostLinkIsMadeAnewFromTheLastEventAndWhatWasTypedIsSent) {
  happens("", "message", message_json("m3", private_room, 8, "last"));  // seq 5
  lose_link();
  EXPECT_TRUE(model.state().is_away);
  EXPECT_EQ(model.state().messages.size(), 3U) << "everything stays where it is";
  model.post("typed");
  EXPECT_FALSE(model.send_letter());
  model.come_back();
  EXPECT_FALSE(model.state().is_away);
  EXPECT_EQ(application.from_seqs["/room/" + private_room], 5U);
  happens("", "message", message_json("m4", private_room, 8, "missed"));
  happens("", "message", message_json("m4", private_room, 8, "missed"));
  EXPECT_EQ(model.state().messages.size(), 4U);
  EXPECT_TRUE(model.send_letter());
  EXPECT_FALSE(model.send_letter());
  EXPECT_EQ(times_asked(sent), 1U);
}

TEST_F(NewsTest, WhatWasSaidThoughItsReceiptWasLostIsNotSaidAgain) {
  model.post("typed");
  std::string echo = message_json("m9", private_room, 7, "typed");
  echo.insert(1, R"("clientMsgId":"new-id",)");
  happens("", "message", echo);
  EXPECT_TRUE(model.state().letters.empty());
}

TEST_F(NewsTest, AHostThatIsStillDownIsAskedAgain) {
  lose_link();
  application.is_down = true;
  EXPECT_THROW(model.come_back(), Refusal);
  EXPECT_TRUE(model.is_signed_in() && model.state().is_away);
  application.is_down = false;
  model.come_back();
  EXPECT_FALSE(model.state().is_away);
}

TEST_F(NewsTest, AnAccessTokenThatHasEndedIsExchanged) {
  lose_link();
  application.token = "next";
  application.answers["auth.reissue"] = R"({"accessToken":"next","refreshToken":"refresh2"})";
  model.come_back();
  EXPECT_FALSE(model.state().is_away);
}

TEST_F(NewsTest, ASessionThatHasEndedMeanwhileIsASignInThatEnded) {
  lose_link();
  model.post("typed");
  application.token = "next";
  application.gateway.on_ask = [this](auto&& ask) {
    application.gateway.refuse(std::move(ask), COCO_UNAUTHORIZED, "UNAUTHORIZED", "ended");
  };
  EXPECT_THROW(model.come_back(), Refusal);
  EXPECT_FALSE(model.is_signed_in());
  EXPECT_EQ(model.ended()->code, COCO_CLOSE_UNAUTHORIZED);
  EXPECT_EQ(model.state().letters.size(), 1U) << "what was typed waits for the next sign-in";
}

TEST_F(NewsTest, AnotherDeviceEndsItForGood) {
  application.close(COCO_CLOSE_REPLACED, "replaced");
  take_in_news();
  EXPECT_FALSE(model.is_signed_in());
  EXPECT_NE(view.shown.sentence.find("another device signed in"), std::string::npos);
}

TEST_F(NewsTest, WherePositionsAreVoidTheNewestMessagesStandForAll) {
  lose_link();
  application.refuses_positions = true;
  model.come_back();
  EXPECT_EQ(model.state().messages.size(), 2U);
}

TEST_F(NewsTest, ARefusedMessageComesBackAndOneThatCannotBeSentNowWaits) {
  model.post("typed");
  application.gateway.on_ask = [this](auto&& ask) { application.gateway.refuse(std::move(ask), COCO_RATE, "RATE", "too often"); };
  EXPECT_FALSE(model.send_letter());
  EXPECT_EQ(model.state().letters.size(), 1U);
  application.gateway.on_ask = [this](auto&& ask) {
    application.gateway.refuse(std::move(ask), COCO_INVALID, "BAD_REQUEST", "too long");
  };
  EXPECT_TRUE(model.send_letter());
  ASSERT_TRUE(view.returned);
  EXPECT_EQ(view.returned->text, "typed");
  EXPECT_EQ(view.shown.sentence, "cannot send: too long");
}

TEST_F(NewsTest, ReadPositionsMakeTheNumbersBesideMessages) {
  happens("", "message", message_json("m3", private_room, 7, "read me"));  // seq 5
  happens("/live", "here", R"({"userId":8,"here":false})");
  const Message& last = model.state().messages.back();
  EXPECT_EQ(unread_by(last, model.state().rooms[0].members), 1);
  happens("/live", "read", R"({"userId":8,"readSeq":4})");
  EXPECT_EQ(unread_by(last, model.state().rooms[0].members), 1);
  happens("/live", "read", R"({"userId":8,"readSeq":5})");
  EXPECT_EQ(unread_by(last, model.state().rooms[0].members), 0);
  happens("/live", "here", R"({"userId":8,"here":true})");
  EXPECT_TRUE(bob().is_here);
}

TEST_F(NewsTest, WhoTypesIsSeenUntilHeSaysItOrTimePasses) {
  happens("/live", "typing", R"({"userId":8,"typing":true})");
  EXPECT_EQ(model.state().typing.size(), 1U);
  happens("", "message", message_json("m3", private_room, 8, "said"));
  EXPECT_TRUE(model.state().typing.empty());
  happens("/live", "typing", R"({"userId":8,"typing":true})");
  happens("/live", "typing", R"({"userId":7,"typing":true})");
  EXPECT_EQ(model.state().typing.size(), 1U) << "not oneself";
  model.forget_typing(std::chrono::steady_clock::now() + std::chrono::hours(1));
  EXPECT_TRUE(model.state().typing.empty());
}

TEST_F(NewsTest, WhatIsEditedOrTakenBackChangesWhereItStands) {
  happens("", "edited", message_json("m2", private_room, 8, "better"));
  EXPECT_EQ(model.state().messages[1].text, "better");
  EXPECT_TRUE(model.state().messages[1].is_edited);
  happens("", "deleted", message_json("m2", private_room, 8, ""));
  EXPECT_TRUE(model.state().messages[1].is_deleted);
}

}  // namespace
}  // namespace cocotalk::console
