// What changes in rooms that exist: name, picture, notice (room.rename, room.picture, room.notice).
#include "tests/api/coming_fixture.hpp"

namespace cocotalk::testing {
namespace {

// ---- name and picture

TEST_F(Coming, AnyMemberRenamesAGroupAndEverybodyHearsIt) {
  const std::string id = group();
  send(alice.as(), id, "one");
  const List bobs = list(bob);
  const Opened native = open(carol);
  const Joined events = join(native.link, "/room/" + id);
  const Answered out = must(bob.as(), "room.rename", "{\"roomId\":" + json_text(id) + R"(,"roomname":"새 이름"})");
  EXPECT_EQ(out.seq, 2u);
  EXPECT_EQ(heard(bobs.room).back().body.text("/roomname"), "새 이름");
  ASSERT_EQ(heard(events).size(), 1u);
  EXPECT_EQ(heard(events)[0].kind, "renamed");
  EXPECT_EQ(heard(events)[0].body.text("/content"), "새 이름");
  must(bob.as(), "room.picture", "{\"roomId\":" + json_text(id) + R"(,"img":"http://h/p.png"})");
  EXPECT_EQ(must(alice.as(), "room.get", of_room(id)).text("/img"), "http://h/p.png");
  EXPECT_EQ(send(alice.as(), id, "two").seq, 4u);
  EXPECT_EQ(contents(alice.as(), id), (std::vector<std::string>{"one", "two"})) << "no messages, for the original clients";
  const Joined again = join(native.link, "/room/" + id, 1);
  EXPECT_EQ(sequences(again), (std::vector<std::int64_t>{2, 3, 4}));
  for (std::size_t i = 0; i < 2; ++i)
    EXPECT_EQ(heard(again)[i].body.body(), heard(events)[i].body.body()) << "resumed as heard live";
  restart();
  EXPECT_EQ(must(alice.as(), "room.get", of_room(id)).text("/roomname"), "새 이름");
}

TEST_F(Coming, ARoomIsRenamedByItsMembersOnlyAndAPrivateOneByNobody) {
  const std::string id = group(), two = direct();
  const auto rename = [&](const As& as, const std::string& room, const std::string& name) {
    return ask(as, "room.rename", "{\"roomId\":" + json_text(room) + ",\"roomname\":" + json_text(name) + "}");
  };
  EXPECT_EQ(rename(dave.as(), id, "x").code(), "NOT_PERMITTED");
  EXPECT_EQ(rename(alice.as(), two, "x").code(), "BAD_REQUEST");
  EXPECT_EQ(rename(alice.as(), id, " ").detail(), "방 이름은 필수값 입니다.");
  EXPECT_EQ(rename(alice.as(), id, std::string(101, 'x')).code(), "BAD_REQUEST");
  EXPECT_TRUE(rename(alice.as(), id, std::string(100, 'x')).is_ok());
}

// ---- its notice

TEST_F(Coming, AnyMemberMakesAMessageTheNoticeAndNativeClientsSeeIt) {
  const std::string id = group();
  const std::string first = send(alice.as(), id, "we meet at ten").message_id;
  const Opened native = open(carol);
  const Joined events = join(native.link, "/room/" + id), mine = join(native.link, "/me");
  const Answered before = must(native.as(), "room.get", of_room(id));
  EXPECT_TRUE(before.is_null("/notice"));
  EXPECT_EQ(before.text("/noticeIds"), "[]");
  const Answered out = must(bob.as(), "room.notice", noticing(id, first));
  EXPECT_EQ(out.seq, 2u);
  ASSERT_EQ(heard(events).size(), 1u);
  EXPECT_EQ(heard(events)[0].kind, "notice");
  EXPECT_EQ(heard(events)[0].seq, 2);
  EXPECT_EQ(heard(events)[0].sender, 2);
  EXPECT_EQ(heard(events)[0].body.text("/content"), first);
  EXPECT_EQ(heard(mine).back().body.number("/seq"), 2);
  for (int i = 0; i < 2; ++i) {
    const As asker = i == 0 ? native.as() : open(carol).as();
    const Answered after = must(asker, "room.get", of_room(id));
    EXPECT_EQ(after.text("/noticeIds"), "[" + first + "]");
    EXPECT_EQ(after.text("/notice/id"), first);
    EXPECT_EQ(after.text("/notice/content"), "we meet at ten");
    EXPECT_EQ(after.number("/notice/userId"), 1);
    EXPECT_EQ(must(asker, "room.tail", of_room(id)).text("/notice/id"), first);
    EXPECT_EQ(must(asker, "room.list").text("/0/room/noticeIds"), "[" + first + "]");
    restart();
  }
}

TEST_F(Coming, ANoticeIsReplacedAndTakenAway) {
  const std::string id = direct();
  const std::string one = send(alice.as(), id, "one").message_id, two = send(alice.as(), id, "two").message_id;
  must(alice.as(), "room.notice", noticing(id, one));
  must(bob.as(), "room.notice", noticing(id, two));
  const Opened native = open(alice);
  EXPECT_EQ(must(native.as(), "room.get", of_room(id)).text("/notice/content"), "two");
  must(bob.as(), "room.notice", of_room(id));
  EXPECT_TRUE(must(native.as(), "room.get", of_room(id)).is_null("/notice"));
  const Joined events = join(native.link, "/room/" + id, 2);
  ASSERT_EQ(heard(events).size(), 3u);
  EXPECT_EQ(heard(events)[2].body.text("/content"), "");
  EXPECT_EQ(contents(alice.as(), id), (std::vector<std::string>{"one", "two"}));
}

TEST_F(Coming, OriginalClientsKnowOfNoNotice) {
  const std::string id = group();
  const std::string first = send(alice.as(), id, "hello").message_id;
  const List bobs = list(bob);
  const Joined state = join(bobs.link.link, "/topic/" + id + "/room"),
               message = join(bobs.link.link, "/topic/" + id + "/message");
  const auto seen = [&] {
    return must(bobs.link.as(), "room.get", of_room(id)).body() + must(bob.as(), "room.tail", of_room(id)).body();
  };
  const std::string before = seen();
  must(alice.as(), "room.notice", noticing(id, first));
  std::string after = seen();
  EXPECT_EQ(after.replace(after.rfind("\"seq\":2"), 7, "\"seq\":1"), before);
  for (const Joined& nothing : {state, message, bobs.message, bobs.room, bobs.room_new}) EXPECT_TRUE(heard(nothing).empty());
}

TEST_F(Coming, WhoComesLaterSeesTheNoticeAndNothingElseOfTheTimeBefore) {
  const std::string id = group();
  const std::string first = send(alice.as(), id, "the rules").message_id;
  must(alice.as(), "room.notice", noticing(id, first));
  invite(alice.as(), id, {4});
  const Opened native = open(dave);
  EXPECT_EQ(must(native.as(), "room.get", of_room(id)).text("/notice/content"), "the rules");
  EXPECT_EQ(contents(dave.as(), id), std::vector<std::string>{"come in"});
  EXPECT_EQ(ask(dave.as(), "room.notice", noticing(id, first)).code(), "BAD_REQUEST") << "he does not see it as a message";
}

TEST_F(Coming, OnlyAMessageOfTheRoomBecomesItsNotice) {
  const std::string id = group(), other = direct();
  const std::string first = send(alice.as(), id, "hello").message_id, foreign = send(alice.as(), other, "hello").message_id;
  const std::string farewell = leave(carol.as(), id).message_id;
  const auto why = [&](const As& as, const std::string& message) { return ask(as, "room.notice", noticing(id, message)).code(); };
  EXPECT_EQ(why(dave.as(), first), "NOT_PERMITTED");
  EXPECT_EQ(why(carol.as(), first), "NOT_PERMITTED");
  EXPECT_EQ(why({}, first), "JWT_AUTHENTICATION");
  for (const std::string& wrong : {foreign, farewell, std::string("x"), std::string(24, 'f'), std::string(24, '0')})
    EXPECT_EQ(why(alice.as(), wrong), "BAD_REQUEST") << wrong;
  EXPECT_TRUE(must(open(alice).as(), "room.get", of_room(id)).is_null("/notice"));
  must(alice.as(), "room.leave", of_room(other));
  EXPECT_EQ(ask(alice.as(), "room.notice", noticing(other, foreign)).code(), "NOT_PERMITTED")
      << "she left it, though it lists her";
}

}  // namespace
}  // namespace cocotalk::testing
