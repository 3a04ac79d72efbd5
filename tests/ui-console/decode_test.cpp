#include "ui-console/decode.hpp"

#include <gtest/gtest.h>

#include "ui-console/application.hpp"

namespace cocotalk::console {
namespace {

using namespace testing;

TEST(Decode, ARoomKnowsWhoLooksAtIt) {
  const Room room = decode_room(room_json(group, 1, member_json(7, "Alice", "2", "1") + "," + member_json(8, "Bob", "1", "2")));
  EXPECT_EQ(room.id, group);
  EXPECT_FALSE(room.is_private);
  ASSERT_EQ(room.members.size(), 2U);
  EXPECT_TRUE(room.members[0].is_here);
  EXPECT_FALSE(room.members[1].is_here);
  EXPECT_EQ(room.name_of(8), "Bob");
  EXPECT_EQ(room.name_of(99), "someone");
}

TEST(Decode, APrivateRoomIsCalledLikeTheOther) {
  EXPECT_EQ(decode_room(room_json(private_room, 0, member_json(7, "Alice") + "," + member_json(8, "Bob"))).title(7), "Bob");
}

TEST(Decode, ARoomOfNullsIsNone) { EXPECT_EQ(decode_room(R"({"id":null,"roomname":null,"type":0,"members":null})").id, ""); }

TEST(Decode, ARoomWithoutMessagesHasNoLastOne) {
  const std::vector<Room> rooms = decode_rooms(Application().answers.at("room.list"));
  ASSERT_EQ(rooms.size(), 2U);
  ASSERT_TRUE(rooms[0].last);
  EXPECT_EQ(rooms[0].last->text, "hello");
  EXPECT_EQ(rooms[0].unread, 2);
  EXPECT_FALSE(rooms[1].last);
}

TEST(Decode, AnUnknownPersonHasNoId) {
  EXPECT_EQ(decode_friend(R"({"friend":{"id":null,"cid":null,"username":null},"type":1})").person.id, 0);
}

TEST(Decode, FriendsKnowWhoAddedWhom) {
  const std::vector<Friend> friends = decode_friends(Application().answers.at("friends.list"));
  ASSERT_EQ(friends.size(), 2U);
  EXPECT_TRUE(friends[0].added_by_me);
  EXPECT_FALSE(friends[1].added_by_me);
}

TEST(Decode, AnEventNamesItsMessageDifferently) {
  const Message message = decode_event_message(
      R"({"roomId":"r","seq":5,"messageId":"m","number":1,"userId":8,"type":0,"content":"hi","sentAt":"t"})");
  EXPECT_EQ(message.id, "m");
  EXPECT_EQ(message.seq, 5U);
}

TEST(Decode, AMessageKnowsItsReactionsAndTheirEventsTheMessage) {
  const std::vector<Message> messages = decode_messages(
      R"([{"id":"m","number":7,"content":"hi","reactions":[{"emoji":"👍","count":2,"mine":true}]},{"id":"n","content":"ho"}])");
  EXPECT_EQ(messages[0].number, 7);
  ASSERT_EQ(messages[0].reactions.size(), 1U);
  EXPECT_EQ(messages[0].reactions[0].emoji, "👍");
  EXPECT_EQ(messages[0].reactions[0].given, 2);
  EXPECT_TRUE(messages[0].reactions[0].is_mine);
  EXPECT_TRUE(messages[1].reactions.empty());
  const ReactionNews news =
      decode_reaction_news(R"({"messageId":"m","number":7,"userId":8,"emoji":"👍","added":false,"count":1,"seq":9})");
  EXPECT_EQ(news.message, "m");
  EXPECT_FALSE(news.is_added);
  EXPECT_EQ(news.given, 1);
}

TEST(Decode, ReadsWhyALinkEnded) { EXPECT_EQ(decode_ending(R"({"code":4009,"reason":"replaced"})").code, COCO_CLOSE_REPLACED); }

TEST(Decode, WhatIsNotTheShapeIsARefusal) {
  EXPECT_THROW(decode_rooms("{}"), Refusal);
  EXPECT_THROW(decode_room("[]"), Refusal);
  EXPECT_THROW(decode_room(""), Refusal);
  EXPECT_THROW(decode_tail(R"({"messageList":[]})"), Refusal);
  EXPECT_THROW(decode_messages("[1]"), Refusal);
}

TEST(Decode, ARefusalKeepsItsWord) {
  const Refusal refusal = decode_refusal(COCO_DENIED, R"({"code":"NOT_PERMITTED","detail":"no"})", "why");
  EXPECT_EQ(refusal.code, "NOT_PERMITTED");
  EXPECT_STREQ(refusal.what(), "no");
  EXPECT_STREQ(decode_refusal(COCO_BUSY, "", "why").what(), "why");
  EXPECT_STREQ(decode_refusal(COCO_BUSY, "?", "why").what(), "why");
}

}  // namespace
}  // namespace cocotalk::console
