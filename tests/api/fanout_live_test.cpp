// What is told at /room/⟨id⟩/live and not kept: who types, and who has read how far.
#include "tests/api/application_fixture.hpp"

namespace cocotalk::testing {
namespace {

struct Live : ApplicationFixture {
  const Device alice = person("alice"), bob = person("bob"), carol = person("carol");
  const std::string room = create(alice.as(), 1, {1, 2, 3});
  const Opened alices = open(alice), bobs = open(bob);

  Joined live(const Opened& link) { return join(link.link, "/room/" + room + "/live"); }
  std::vector<std::string> told(const Joined& joined, const std::string& kind) {
    std::vector<std::string> out;
    for (const Heard& h : heard(joined))
      if (h.kind == kind) out.push_back(h.body.body());
    return out;
  }
  std::string without(bool typing) const {
    return "{\"roomId\":" + json_text(room) + ",\"typing\":" + (typing ? "true}" : "false}");
  }
  // As somebody who asks now is told: of the member with that place.
  std::int64_t read_seq(int place) {
    return must(alices.as(), "room.get", of_room(room)).number("/members/" + std::to_string(place) + "/readSeq");
  }
};

// ---- typing

TEST_F(Live, WhoTypesIsToldToTheOthersAndNotToTheDeviceItself) {
  const Joined mine = live(alices), others = live(bobs);
  must(alices.as(), "room.typing", of_room(room));
  ASSERT_EQ(heard(others).size(), 1u);
  EXPECT_EQ(heard(others)[0].kind, "typing");
  EXPECT_EQ(heard(others)[0].sender, 1);
  EXPECT_EQ(heard(others)[0].seq, 0);
  EXPECT_EQ(heard(others)[0].body.body(), R"({"userId":1,"typing":true})");
  EXPECT_EQ(heard(others)[0].except_session, alices.session);
  EXPECT_EQ(rows_of("event"), 0u);
}

TEST_F(Live, OfWhoGoesOnTypingItIsToldEveryTwoSeconds) {
  const Joined others = live(bobs);
  for (int i = 0; i < 40; ++i) {
    must(alices.as(), "room.typing", of_room(room));
    advance(100);
  }
  EXPECT_EQ(told(others, "typing").size(), 2u);
  must(alices.as(), "room.typing", of_room(room));
  EXPECT_EQ(told(others, "typing").size(), 3u);
}

TEST_F(Live, TheEndOfItIsToldOnceAndWhoGoesToAndFroIsNotToldFaster) {
  const Joined others = live(bobs);
  must(alices.as(), "room.typing", without(false));
  EXPECT_TRUE(heard(others).empty()) << "it was not said to have begun";
  for (int i = 0; i < 10; ++i)
    for (const bool typing : {true, false, false}) must(alices.as(), "room.typing", without(typing));
  EXPECT_EQ(told(others, "typing"),
            (std::vector<std::string>{R"({"userId":1,"typing":true})", R"({"userId":1,"typing":false})"}));
  advance(2000);
  must(alices.as(), "room.typing", without(true));
  EXPECT_EQ(told(others, "typing").size(), 3u);
}

TEST_F(Live, EachMemberTypesForHimself) {
  const Joined others = live(open(carol));
  must(alices.as(), "room.typing", of_room(room));
  must(bobs.as(), "room.typing", of_room(room));
  EXPECT_EQ(heard(others).size(), 2u);
}

TEST_F(Live, WhoIsNotInTheRoomDoesNotTypeInIt) {
  const Device dave = person("dave");
  const std::string two = create(alice.as(), 0, {1, 2});
  must(alices.as(), "room.leave", of_room(two));
  must(bobs.as(), "room.leave", of_room(room));
  for (const bool typing : {true, false}) {
    EXPECT_EQ(ask(dave.as(), "room.typing", without(typing)).code(), "NOT_PERMITTED");
    EXPECT_EQ(ask(bobs.as(), "room.typing", without(typing)).code(), "NOT_PERMITTED");
  }
  EXPECT_EQ(ask(alices.as(), "room.typing", of_room(two)).code(), "NOT_PERMITTED") << "he left it, though it lists him";
  EXPECT_EQ(ask({}, "room.typing", of_room(room)).code(), "JWT_AUTHENTICATION");
  EXPECT_EQ(join(bobs.link, "/room/" + room + "/live").status, COCO_DENIED);
}

TEST_F(Live, WhoIsBlockedIsNotSeenToTypeAndIsNotToldSo) {
  const std::string two = create(alice.as(), 0, {1, 2});
  const Joined others = join(bobs.link, "/room/" + two + "/live");
  must(alices.as(), "room.typing", of_room(two));
  EXPECT_EQ(told(others, "typing").size(), 1u);
  advance(2000);
  must(bobs.as(), "friends.block", R"({"toUid":1})");
  must(alices.as(), "room.typing", of_room(two));
  EXPECT_EQ(told(others, "typing").size(), 1u) << "no more than before";
  must(bobs.as(), "room.typing", of_room(two));
  EXPECT_EQ(told(others, "typing").size(), 2u) << "he may, and nobody minds";
}

// ---- reading

TEST_F(Live, EverybodysReadPositionCanBeAskedFor) {
  send(alice.as(), room, "one");
  send(bob.as(), room, "two");
  EXPECT_EQ(read_seq(0), 1);
  EXPECT_EQ(read_seq(1), 2);
  EXPECT_EQ(read_seq(2), 0);
  must(bobs.as(), "room.enter", of_room(room));
  send(alice.as(), room, "three");
  const Answered seen = must(alices.as(), "room.tail", of_room(room));
  EXPECT_TRUE(seen.flag("/room/members/1/here"));
  EXPECT_EQ(seen.number("/room/members/1/readSeq"), 3) << "he looks at it";
  EXPECT_FALSE(seen.flag("/room/members/2/here"));
  for (const As& original : {alice.as(), open_by_ticket(alice).as()})
    EXPECT_FALSE(must(original, "room.get", of_room(room)).has("/members/0/readSeq"));
}

TEST_F(Live, WhatIsToldAndWhatIsAnsweredAreTheSame) {
  const Joined hears = live(alices);
  send(carol.as(), room, "one");
  EXPECT_EQ(told(hears, "read"), std::vector<std::string>{R"({"userId":3,"readSeq":1})"}) << "who speaks has read";
  must(bobs.as(), "room.enter", of_room(room));
  EXPECT_EQ(told(hears, "read").back(), R"({"userId":2,"readSeq":1})");
  send(bob.as(), room, "two");
  EXPECT_EQ(told(hears, "read").size(), 2u) << "of whoever is here it is known";
  send(carol.as(), room, "three");
  must(bobs.as(), "room.away", of_room(room));
  send(carol.as(), room, "four");
  advance(1000);
  EXPECT_EQ(told(hears, "read").back(), R"({"userId":2,"readSeq":3})");
  EXPECT_EQ(read_seq(1), 3);
}

TEST_F(Live, WhoInvitesOrWakesHasReadToo) {
  const Device dave = person("dave");
  const std::string two = create(alice.as(), 0, {1, 2});
  const Joined group = live(bobs), pair = join(bobs.link, "/room/" + two + "/live");
  must(alice.as(), "room.invite", "{\"roomId\":" + json_text(room) + R"(,"invitees":[{"userId":4}]})");
  EXPECT_EQ(told(group, "read"), std::vector<std::string>{R"({"userId":1,"readSeq":1})"});
  EXPECT_EQ(read_seq(3), 0) << "of the invitation, and everything before it was not for him";
  must(alice.as(), "room.leave", of_room(two));
  must(alice.as(), "room.send", saying(two, "back"));
  EXPECT_EQ(told(pair, "read"), std::vector<std::string>{R"({"userId":1,"readSeq":2})"});
}

}  // namespace
}  // namespace cocotalk::testing
