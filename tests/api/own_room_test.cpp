// The room with oneself (room.self).
#include "tests/api/coming_fixture.hpp"

namespace cocotalk::testing {
namespace {

TEST_F(Coming, EverybodyHasOneRoomWithHimselfWhichIsFoundAgain) {
  const Opened native = open(alice);
  const Joined mine = join(native.link, "/me");
  const Answered made = must(native.as(), "room.self");
  EXPECT_EQ(made.number("/type"), 3);
  EXPECT_EQ(members(made), std::vector<std::int64_t>{1});
  ASSERT_EQ(heard(mine).size(), 1u);
  EXPECT_EQ(must(native.as(), "room.self").body(), made.body());
  EXPECT_EQ(heard(mine).size(), 1u);
  EXPECT_NE(must(bob.as(), "room.self").text("/id"), made.text("/id"));
  const std::string id = made.text("/id");
  EXPECT_EQ(send(alice.as(), id, "buy milk").seq, 1u);
  EXPECT_EQ(must(native.as(), "room.list").number("/0/unreadNumber"), 0);
  EXPECT_EQ(ask(bob.as(), "room.get", of_room(id)).code(), "NOT_PERMITTED");
  restart();
  EXPECT_EQ(must(open(alice).as(), "room.self").text("/id"), id);
  EXPECT_EQ(contents(alice.as(), id), std::vector<std::string>{"buy milk"});
}

TEST_F(Coming, OfFiftyWhoAskForItAtOnceAllGetTheSameRoom) {
  hold_storage();
  std::vector<AnswerPtr> answers;
  for (int i = 0; i < 50; ++i) answers.push_back(begin(alice.as(), "room.self"));
  run();
  for (const AnswerPtr& answer : answers) EXPECT_EQ((*answer)->text("/id"), (*answers[0])->text("/id"));
  EXPECT_EQ(rows_of("room"), 1u);
}

TEST_F(Coming, ToOriginalClientsTheRoomWithOneselfIsAGroupOfOne) {
  const List page = list(alice);
  const std::string id = must(open(alice).as(), "room.self").text("/id");
  ASSERT_EQ(heard(page.room_new).size(), 1u);
  EXPECT_EQ(heard(page.room_new)[0].body.number("/type"), 1);
  EXPECT_EQ(must(alice.as(), "room.list").number("/0/room/type"), 1);
  EXPECT_EQ(must(alice.as(), "room.get", of_room(id)).text("/roomname"), "나와의 채팅");
  EXPECT_EQ(invite(alice.as(), id, {2}).detail(), "나와의 채팅방에는 초대할 수 없습니다.");
  EXPECT_EQ(try_create(alice.as(), 3, {1}).code(), "BAD_REQUEST");
  EXPECT_EQ(ask(alice.as(), "room.private", R"({"userId":1})").code(), "BAD_REQUEST");
}

TEST_F(Coming, WhoLeavesTheRoomWithHimselfBeginsANewOne) {
  const std::string id = must(alice.as(), "room.self").text("/id");
  send(alice.as(), id, "old");
  leave(alice.as(), id);
  EXPECT_EQ(rows_of("event"), 0u);
  const std::string next = must(alice.as(), "room.self").text("/id");
  EXPECT_NE(next, id);
  EXPECT_TRUE(contents(alice.as(), next).empty());
}

}  // namespace
}  // namespace cocotalk::testing
