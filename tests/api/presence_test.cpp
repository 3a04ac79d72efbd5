#include "tests/api/application_fixture.hpp"

namespace cocotalk::testing {
namespace {

// What the sockets of pages and phones say about who looks at a room (wire document, Q17).
struct PresenceTest : ApplicationFixture {
  const Device alice = person("alice"), bob = person("bob", COCO_WEB);
  const std::string room = create(alice.as(), 0, {1, 2}), other = create(alice.as(), 1, {1, 2, sign_up("carol")});

  Opened view(const Device& device, const std::string& of) {
    Opened out = open_by_ticket(device);
    must(out.as(), "room.enter", of_room(of));
    return out;
  }
  bool bob_looks_at(const std::string& id) {
    const Answered vo = must(alice.as(), "room.get", of_room(id));
    return vo.text("/members/1/enteredAt") > vo.text("/members/1/awayAt");
  }
  Joined watch() { return join(open_by_ticket(alice).link, "/topic/" + room + "/room"); }
};

TEST_F(PresenceTest, OfAPagesSocketsTheNewestIsTheOneThatIsLookedAt) {
  const Opened older = view(bob, room), newer = view(bob, other);
  EXPECT_FALSE(bob_looks_at(room));
  EXPECT_TRUE(bob_looks_at(other));
  send(alice.as(), room, "are you there?");
  EXPECT_EQ(must(bob.as(), "room.list").number("/0/unreadNumber"), 1);
  EXPECT_TRUE(transport_.closed().empty()) << "the socket itself lives on";
  close(newer.link);
  close(older.link);
}

TEST_F(PresenceTest, WhoSpeaksInTheRoomOfAnOlderSocketLooksAtItAgain) {
  const Opened older = view(bob, room), newer = view(bob, other);
  must(older.as(), "room.send", saying(room, "in my other tab"));
  EXPECT_TRUE(bob_looks_at(room));
  EXPECT_FALSE(bob_looks_at(other));
}

TEST_F(PresenceTest, APhonesSocketsDoNotCompete) {
  const Device phone = sign_in("bob", COCO_MOBILE);
  const Opened first = view(phone, room), second = view(phone, other), page = view(bob, other);
  EXPECT_TRUE(bob_looks_at(room));
  EXPECT_TRUE(bob_looks_at(other));
  close(page.link);
  EXPECT_TRUE(bob_looks_at(other)) << "the phone still looks";
  close(second.link);
  EXPECT_FALSE(bob_looks_at(other));
}

TEST_F(PresenceTest, AReloadIsNotTold) {
  const Opened before = view(bob, room);
  const Joined state = watch();
  close(before.link);
  EXPECT_FALSE(bob_looks_at(room)) << "what comes now is unread";
  advance(999);
  view(bob, room);
  advance(5000);
  EXPECT_TRUE(heard(state).empty());
}

TEST_F(PresenceTest, ADepartureIsToldWhenNobodyComesBackInTime) {
  const Opened before = view(bob, room);
  const Joined state = watch();
  close(before.link);
  advance(1000);
  EXPECT_EQ(heard(state).size(), 1u);
  view(bob, room);
  EXPECT_EQ(heard(state).size(), 1u) << "at most two a second";
  advance(500);
  EXPECT_EQ(heard(state).size(), 2u);
}

TEST_F(PresenceTest, APageWhoseListIsGoneLooksAtNoRoom) {
  const Opened list = open_by_ticket(bob), socket = view(bob, room);
  close(list.link);
  advance(9999);
  EXPECT_TRUE(bob_looks_at(room));
  advance(1);
  EXPECT_FALSE(bob_looks_at(room));
  EXPECT_TRUE(transport_.closed().empty());
}

TEST_F(PresenceTest, APageWhoseListComesBackStillLooks) {
  const Opened list = open_by_ticket(bob), socket = view(bob, room);
  close(list.link);
  advance(5000);
  open_by_ticket(bob);
  advance(60'000);
  EXPECT_TRUE(bob_looks_at(room));
}

TEST_F(PresenceTest, TheListOfAnotherDeviceSaysNothingAboutThisOne) {
  const Device phone = sign_in("bob", COCO_MOBILE);
  const Opened list = open_by_ticket(phone), socket = view(bob, room);
  close(list.link);
  advance(60'000);
  EXPECT_TRUE(bob_looks_at(room));
}

}  // namespace
}  // namespace cocotalk::testing
