// The end of a room for everybody (room.remove).
#include "tests/api/coming_fixture.hpp"

namespace cocotalk::testing {
namespace {

TEST_F(Coming, ItsMakerEndsARoomForEverybody) {
  const std::string id = group();
  for (int i = 0; i < 30; ++i) send(bob.as(), id, "m");
  must(alice.as(), "room.remove", of_room(id));
  for (const Device* const device : {&alice, &bob, &carol}) {
    EXPECT_EQ(must(device->as(), "room.list").body(), "[]");
    for (const char* const command : {"room.get", "room.send", "room.leave", "room.tail", "room.remove", "room.mute"})
      EXPECT_EQ(ask(device->as(), command, saying(id, "x")).detail(), "해당 roomId를 갖는 채팅방이 존재하지 않습니다.")
          << command;
  }
  for (const char* const table : {"room", "room_head", "member", "position", "event", "dead_room"})
    EXPECT_EQ(rows_of(table), 0u) << table;
}

TEST_F(Coming, OnlyItsMakerEndsARoomAndOnlyWhileHeIsInIt) {
  const std::string id = group(), two = direct();
  EXPECT_EQ(ask(bob.as(), "room.remove", of_room(id)).code(), "NOT_PERMITTED");
  EXPECT_EQ(ask(dave.as(), "room.remove", of_room(id)).code(), "NOT_PERMITTED");
  EXPECT_EQ(ask({}, "room.remove", of_room(id)).code(), "JWT_AUTHENTICATION");
  EXPECT_EQ(ask(alice.as(), "room.remove", of_room(two)).code(), "BAD_REQUEST");
  leave(alice.as(), id);
  EXPECT_EQ(ask(alice.as(), "room.remove", of_room(id)).code(), "NOT_PERMITTED");
  EXPECT_EQ(must(bob.as(), "room.list").size(), 2u);
  EXPECT_EQ(must(open(bob).as(), "room.get", of_room(id)).number("/maker"), 1);
  invite(bob.as(), id, {1});
  restart();
  EXPECT_TRUE(ask(alice.as(), "room.remove", of_room(id)).is_ok()) << "he made it";
}

TEST_F(Coming, TheEndOfARoomIsToldAndEndsWhatIsHeardOfIt) {
  const std::string id = group();
  const Opened native = open(bob), looking = open(carol);
  const Joined events = join(native.link, "/room/" + id), live = join(native.link, "/room/" + id + "/live"),
               mine = join(native.link, "/me"), makers = join(open(alice).link, "/me");
  must(looking.as(), "room.enter", of_room(id));
  const List carols = list(carol);
  const Opened page = open_by_ticket(carol);
  const Joined message = join(page.link, "/topic/" + id + "/message"), state = join(page.link, "/topic/" + id + "/room");
  transport_.forget();
  must(alice.as(), "room.remove", of_room(id));
  ASSERT_EQ(heard(events).size(), 1u);
  EXPECT_EQ(heard(events)[0].kind, "removed");
  EXPECT_EQ(heard(events)[0].body.body(), "{\"roomId\":" + json_text(id) + R"(,"userId":1,"sentAt":"2023-11-14T22:13:20.000"})");
  for (const Joined& ended : {events, live, message, state}) EXPECT_TRUE(transport_.is_expelled(ended.subscription));
  for (const Joined& me : {mine, makers}) {
    ASSERT_EQ(heard(me).size(), 1u);
    EXPECT_EQ(heard(me)[0].kind, "room");
    EXPECT_FALSE(heard(me)[0].body.flag("/joining"));
  }
  for (const Joined& original : {message, carols.message}) {
    ASSERT_EQ(heard(original).size(), 1u);
    EXPECT_EQ(heard(original)[0].body.number("/message/type"), 2);
    EXPECT_EQ(heard(original)[0].body.number("/message/userId"), 1);
    EXPECT_EQ(heard(original)[0].body.text("/message/content"), "alice님이 채팅방을 삭제했습니다.");
  }
  EXPECT_TRUE(heard(carols.room).empty());
  EXPECT_TRUE(heard(carols.room_new).empty());
  EXPECT_TRUE(transport_.closed().empty());
  must(looking.as(), "room.away", of_room(id));
  close(looking.link);
  EXPECT_NE(join(native.link, "/room/" + id, 0).status, COCO_OK);
}

TEST_F(Coming, WhateverCrossesTheEndOfARoomIsRefusedAndNothingRemains) {
  const std::string id = group();
  hold_storage();
  const AnswerPtr ended = begin(alice.as(), "room.remove", of_room(id));
  std::vector<AnswerPtr> others;
  others.push_back(begin(bob.as(), "room.send", saying(id, "wait")));
  others.push_back(begin(bob.as(), "room.invite", inviting(id, {4})));
  others.push_back(begin(carol.as(), "room.leave", saying(id, "bye")));
  others.push_back(begin(carol.as(), "room.rename", "{\"roomId\":" + json_text(id) + R"(,"roomname":"x"})"));
  others.push_back(begin(alice.as(), "room.remove", of_room(id)));
  run();
  EXPECT_TRUE((*ended)->is_ok());
  for (const AnswerPtr& other : others) EXPECT_FALSE((*other)->is_ok());
  for (const char* const table : {"room", "room_head", "member", "event", "dead_room"}) EXPECT_EQ(rows_of(table), 0u) << table;
  EXPECT_EQ(must(dave.as(), "room.list").body(), "[]");
}

TEST_F(Coming, ADepartureThatCrossesTheEndOfARoomDoesNotKeepIt) {
  const std::string id = group();
  hold_storage();
  const AnswerPtr left = begin(bob.as(), "room.leave", saying(id, "bye"));
  const AnswerPtr ended = begin(alice.as(), "room.remove", of_room(id));
  run();
  EXPECT_TRUE((*left)->is_ok());
  EXPECT_TRUE((*ended)->is_ok());
  for (const char* const table : {"room", "room_head", "member", "event"}) EXPECT_EQ(rows_of(table), 0u) << table;
}

}  // namespace
}  // namespace cocotalk::testing
