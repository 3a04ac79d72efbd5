#include "ui-console/view_model.hpp"

#include <gtest/gtest.h>

#include "ui-console/view_model_stage.hpp"

namespace cocotalk::console {
namespace {

using namespace testing;
using ViewModelTest = ViewModelStage;

TEST_F(ViewModelTest, SigningInShowsTheRoomsWithTheirBadges) {
  model.carry_out(SignIn{"alice", "right"});
  EXPECT_EQ(model.state().me.id, 7);
  ASSERT_EQ(model.state().rooms.size(), 2U);
  EXPECT_EQ(shown, "signed in as Alice (alice)\n[1] Bob (2 unread): Bob: hello\n[2] The group: no messages yet\n");
}

TEST_F(ViewModelTest, WhoIsRefusedIsToldWhyInTheWordsOfTheHost) {
  EXPECT_NE(refused(SignIn{"alice", "wrong"}), "none");
  EXPECT_EQ(why, "unknown cid or wrong password");
  EXPECT_FALSE(model.is_signed_in());
}

TEST_F(ViewModelTest, AHostThatIsNotThereIsNoWrongPassword) {
  application.open_status = COCO_UNAVAILABLE;
  refused(SignIn{"alice", "wrong"});
  EXPECT_EQ(why, "unknown cid or wrong password") << "the gateway's own sentence";
}

TEST_F(ViewModelTest, HalfSignedInIsNotSignedIn) {
  application.answers.erase("profile.get");
  EXPECT_EQ(refused(SignIn{"alice", "right"}), "NOT_PERMITTED");
  EXPECT_FALSE(network.is_open());
}

TEST_F(ViewModelTest, WithoutSignInNothingElseIsAsked) {
  for (const Command& command :
       std::vector<Command>{ListRooms{}, ListFriends{}, Say{"hi", "", ""}, Say{"hi", group, ""}, OpenRoom{"1"}, Older{},
                            AddFriend{"bob"}, NewRoom{{"bob"}, ""}, LeaveRoom{}, ListMembers{}, SignOut{}})
    EXPECT_EQ(refused(command), "NOT_SIGNED_IN") << name_of(command);
  EXPECT_TRUE(application.asked.empty());
}

TEST_F(ViewModelTest, SigningUpNeedsNoSignIn) {
  model.carry_out(SignUp{"dave", "Dave", "d@x.y", "010", "pw"});
  EXPECT_TRUE(shows("the account dave is there"));
  EXPECT_NE(application.asked.at(0).find(R"("cid":"dave")"), std::string::npos);
}

TEST_F(ViewModelTest, OpeningARoomListensBeforeItReads) {
  sign_in();
  application.gateway.order.clear();
  model.carry_out(OpenRoom{"1"});
  EXPECT_EQ(application.gateway.order,
            (std::vector<std::string>{"join /room/" + private_room, "join /room/" + private_room + "/live", "ask room.enter",
                                      "ask room.tail"}));
  EXPECT_EQ(model.state().messages.size(), 2U);
  EXPECT_EQ(model.state().rooms[0].unread, 0);
  EXPECT_TRUE(shows("--- Bob ---"));
  EXPECT_TRUE(shows("Alice: hi"));
}

TEST_F(ViewModelTest, OpeningAnotherRoomLeavesTheFirst) {
  sign_in();
  open("1");
  model.carry_out(OpenRoom{private_room});
  EXPECT_TRUE(application.was_asked("room.away {\"roomId\":\"" + private_room + "\"}"));
  EXPECT_EQ(application.gateway.leaves.size(), 2U) << "what is kept of it, and what is not";
}

TEST_F(ViewModelTest, ThereIsNoRoomBehindTheLast) {
  sign_in();
  for (const char* room : {"0", "3", "x", "", "1x", "-1"}) EXPECT_EQ(refused(OpenRoom{room}), "NO_ROOM") << room;
}

TEST_F(ViewModelTest, TextGoesToTheOpenRoomWithANewId) {
  sign_in();
  EXPECT_EQ(refused(Say{"hi", "", ""}), "NO_ROOM");
  open("1");
  model.carry_out(Say{"hi", "", ""});
  EXPECT_TRUE(application.was_asked(R"(room.send {"clientMsgId":"new-id","content":"hi","roomId":")" + private_room + "\"}"));
}

TEST_F(ViewModelTest, WhatIsHeardIsShownOnce) {
  sign_in();
  open("1");
  const std::string topic = "/room/" + private_room;
  application.publish(topic, "message", message_json("m2", private_room, 8, "hello"));  // was in the tail
  application.publish(topic, "message", message_json("m3", private_room, 8, "news"));
  application.publish(topic, "message", message_json("m3", private_room, 8, "news"));
  take_in_news();
  EXPECT_FALSE(shows("hello"));
  EXPECT_EQ(shown.find("Bob: news"), shown.rfind("Bob: news"));
  EXPECT_TRUE(shows("Bob: news"));
  EXPECT_EQ(model.state().messages.size(), 3U);
}

TEST_F(ViewModelTest, OnATerminalOnesOwnWordsStandThereAlready) {
  sign_in();
  open("1");
  model.carry_out(Say{"mine", "", ""});  // becomes m3
  application.publish("/room/" + private_room, "message", message_json("m3", private_room, 7, "mine"));
  application.publish("/room/" + private_room, "message", message_json("m4", private_room, 7, "from my phone"));
  take_in_news();
  EXPECT_FALSE(shows("mine"));
  EXPECT_TRUE(shows("Alice: from my phone"));
}

TEST_F(ViewModelTest, NothingIsHeardOfARoomThatWasLeft) {
  sign_in();
  open("1");
  application.publish("/room/" + private_room, "message", message_json("m3", private_room, 8, "late"));
  model.carry_out(LeaveRoom{});
  take_in_news();
  EXPECT_FALSE(shows("late"));
  EXPECT_EQ(model.state().open_room, "");
}

TEST_F(ViewModelTest, AMessageElsewhereRaisesTheBadge) {
  sign_in();
  application.publish("/account/7", "room", state_json(application.trio, message_json("m9", group, 9, "lunch?"), 3));
  take_in_news();
  EXPECT_EQ(shown, "[2] The group (3 unread): Carol: lunch?\n");
  EXPECT_EQ(model.state().rooms[1].unread, 3);
}

TEST_F(ViewModelTest, AStateWithoutMembersLeavesThemAsTheyAre) {
  sign_in();
  const std::size_t members = model.state().rooms[1].members.size();
  const std::string brief = R"({"id":")" + group + R"(","roomname":"The group","img":null,"type":1})";
  application.publish("/account/7", "room", state_json(brief, message_json("m9", group, 9, "lunch?"), 3));
  take_in_news();
  EXPECT_EQ(model.state().rooms[1].members.size(), members);
  EXPECT_EQ(shown, "[2] The group (3 unread): Carol: lunch?\n");
}

TEST_F(ViewModelTest, TheOpenRoomHasNoBadge) {
  sign_in();
  open("1");
  application.publish("/account/7", "room", state_json(application.pair, message_json("m9", private_room, 8, "hey"), 3));
  take_in_news();
  EXPECT_EQ(shown, "");
  EXPECT_EQ(model.state().rooms[0].unread, 0);
}

TEST_F(ViewModelTest, ARoomOneIsInvitedToGetsTheNextNumber) {
  sign_in();
  const std::string id = "cccccccccccccccccccccccc";
  application.publish("/account/7", "room",
                      state_json(room_json(id, 1, member_json(9, "Carol")), message_json("m9", id, 9, "welcome"), 1));
  take_in_news();
  ASSERT_EQ(model.state().rooms.size(), 3U);
  EXPECT_TRUE(shows("[3] The group (1 unread): Carol: welcome"));
}

TEST_F(ViewModelTest, OlderMessagesComeBundleByBundle) {
  sign_in();
  open("1");
  model.carry_out(Older{});
  EXPECT_TRUE(shows("Bob: long ago"));
  EXPECT_TRUE(
      application.was_asked(R"(room.messages {"bundleId":"b1","count":20,"roomId":")" + private_room + R"(","size":20})"));
  application.answers["room.messages"] = "[]";
  model.carry_out(Older{});
  EXPECT_TRUE(
      application.was_asked(R"(room.messages {"bundleId":"b0","count":20,"roomId":")" + private_room + R"(","size":20})"));
  const std::size_t asked = application.asked.size();
  model.carry_out(Older{});
  EXPECT_TRUE(shows("there are no older messages"));
  EXPECT_EQ(application.asked.size(), asked) << "at the beginning nothing is asked again";
}

TEST_F(ViewModelTest, AGapIsFilledFromHistory) {
  sign_in();
  open("1");
  application.answers["room.tail"] = R"({"room":)" + application.pair + R"(,"messageList":[)" +
                                     message_json("m2", private_room, 8, "hello") + "," +
                                     message_json("m3", private_room, 8, "missed") + "]}";
  application.publish("/room/" + private_room, "gap", "");
  take_in_news();
  EXPECT_TRUE(shows("Bob: missed"));
  EXPECT_FALSE(shows("hello"));
}

TEST_F(ViewModelTest, SomebodyNewIsLookedUp) {
  sign_in();
  application.answers["room.tail"] = R"({"room":)" + room_json(group, 1, member_json(7, "Alice")) + R"(,"messageList":[]})";
  open("2");
  application.publish("/room/" + group, "joined", message_json("m5", group, 7, "Alice invited Carol", 1));
  application.publish("/room/" + group, "message", message_json("m6", group, 9, "thanks"));
  take_in_news();
  EXPECT_TRUE(shows("* Alice invited Carol"));
  EXPECT_TRUE(shows("Carol: thanks"));
}

TEST_F(ViewModelTest, APrivateRoomIsNotMadeTwice) {
  sign_in();
  application.answers["room.private"] = application.pair;
  model.carry_out(NewRoom{{"bob"}, ""});
  EXPECT_EQ(shown, "[1] Bob is there\n");
  EXPECT_FALSE(application.was_asked("room.create"));
}

TEST_F(ViewModelTest, AGroupHasItsMembersNamesUnlessItHasOne) {
  sign_in();
  model.carry_out(NewRoom{{"bob", "carol"}, ""});
  EXPECT_TRUE(application.was_asked(
      R"(room.create {"img":"","members":[{"userId":7},{"userId":8},{"userId":8}],"roomname":"Bob, Bob","type":1})"));
}

TEST_F(ViewModelTest, NobodyIsFoundByAWrongId) {
  sign_in();
  application.answers["friends.find"] = R"({"friend":{"id":null,"cid":null,"username":null},"type":1})";
  EXPECT_EQ(refused(AddFriend{"bbo"}), "NO_ACCOUNT");
  EXPECT_EQ(why, "there is no account with the id bbo");
}

TEST_F(ViewModelTest, AnotherDeviceSignsOutAndSaysWhy) {
  sign_in();
  open("1");
  application.publish("/account/7", "ended", R"({"code":4009,"reason":"replaced"})");
  application.close(COCO_CLOSE_REPLACED, "replaced");
  take_in_news();
  EXPECT_EQ(shown, "you were signed out here, because another device signed in with this account\n") << "once";
  EXPECT_FALSE(model.is_signed_in());
  EXPECT_EQ(model.ended()->code, COCO_CLOSE_REPLACED);
  EXPECT_EQ(refused(Say{"hi", "", ""}), "NOT_SIGNED_IN");
}

TEST_F(ViewModelTest, ALostConnectionSignsOutAndOneMayComeBack) {
  sign_in();
  application.close(1006, "cable cut");
  take_in_news();
  EXPECT_EQ(shown, "the connection was lost: cable cut\n");
  model.carry_out(SignIn{"alice", "right"});
  EXPECT_FALSE(model.ended());
  EXPECT_TRUE(model.is_signed_in());
}

TEST_F(ViewModelTest, ListingKeepsTheOpenRoomThoughItIsNotListed) {
  sign_in();
  open("1");
  application.answers["room.list"] = "[]";
  model.carry_out(ListRooms{});
  model.carry_out(Say{"hi", "", ""});
  EXPECT_EQ(model.state().rooms.size(), 1U);
}

TEST_F(ViewModelTest, ForgetsMessagesBeyondItsBound) {
  sign_in();
  open("1");
  for (std::size_t i = 0; i < ViewModel::max_messages + 5; ++i)
    application.publish("/room/" + private_room, "message", message_json("x" + std::to_string(i), private_room, 8, "n"));
  take_in_news();
  EXPECT_EQ(model.state().messages.size(), ViewModel::max_messages);
}

}  // namespace
}  // namespace cocotalk::console
