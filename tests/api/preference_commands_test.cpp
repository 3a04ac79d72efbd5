// Rooms that are muted, and rooms on top of the list (room.mute, room.pin).
#include "tests/api/application_fixture.hpp"

namespace cocotalk::testing {
namespace {

struct Preferring : ApplicationFixture {
  static std::string with(const std::string& room, const std::string& more) {
    return "{\"roomId\":" + json_text(room) + "," + more + "}";
  }
  std::string group() { return create(alice.as(), 1, {1, 2, 3}); }
  // The asker's own entry of a list with one room.
  Answered listed(const Opened& link) { return must(link.as(), "room.list"); }

  const Device alice = person("alice"), bob = person("bob"), carol = person("carol");
  const Opened alices = open(alice);
};

TEST_F(Preferring, ARoomIsMutedUntilItIsUnmuted) {
  const std::string id = group();
  EXPECT_FALSE(listed(alices).flag("/0/muted"));
  must(alices.as(), "room.mute", of_room(id));
  EXPECT_TRUE(listed(alices).flag("/0/muted"));
  EXPECT_FALSE(listed(alices).has("/0/mutedUntil"));
  EXPECT_FALSE(listed(open(bob)).flag("/0/muted")) << "each member for himself";
  must(alices.as(), "room.mute", with(id, R"("muted":false)"));
  EXPECT_FALSE(listed(alices).flag("/0/muted"));
}

TEST_F(Preferring, ARoomIsMutedUntilATime) {
  const std::string id = group();
  const std::string until = std::to_string(host_.now_ms + 1000);
  must(alices.as(), "room.mute", with(id, "\"until\":" + until));
  EXPECT_EQ(std::to_string(listed(alices).number("/0/mutedUntil")), until);
  advance(999);
  EXPECT_TRUE(listed(alices).flag("/0/muted"));
  advance(1);
  EXPECT_FALSE(listed(alices).flag("/0/muted"));
  EXPECT_FALSE(listed(alices).has("/0/mutedUntil"));
}

TEST_F(Preferring, ATimeThatHasPassedIsRefused) {
  const std::string id = group();
  const auto until = [&](std::int64_t ms) { return ask(alices.as(), "room.mute", with(id, "\"until\":" + std::to_string(ms))); };
  EXPECT_EQ(until(host_.now_ms).code(), "BAD_REQUEST");
  EXPECT_EQ(until(-1).code(), "BAD_REQUEST");
  EXPECT_FALSE(listed(alices).flag("/0/muted"));
  EXPECT_TRUE(until(host_.now_ms + 1).is_ok());
}

TEST_F(Preferring, ARoomIsPinnedUntilItIsNot) {
  const std::string id = group();
  EXPECT_FALSE(listed(alices).flag("/0/pinned"));
  must(alices.as(), "room.pin", of_room(id));
  EXPECT_TRUE(listed(alices).flag("/0/pinned"));
  EXPECT_FALSE(listed(open(bob)).flag("/0/pinned"));
  must(alices.as(), "room.pin", with(id, R"("pinned":false)"));
  EXPECT_FALSE(listed(alices).flag("/0/pinned"));
}

TEST_F(Preferring, TheAccountsOtherDevicesHearOfItAndNobodyElse) {
  const std::string id = group();
  const Joined mine = join(open(sign_in("alice", COCO_WEB)).link, "/me"), bobs = join(open(bob).link, "/me");
  const Opened page = open_by_ticket(bob);
  const Joined state = join(page.link, "/topic/1/room");
  must(alices.as(), "room.mute", of_room(id));
  must(alices.as(), "room.pin", of_room(id));
  ASSERT_EQ(heard(mine).size(), 2u);
  EXPECT_EQ(heard(mine)[0].kind, "room");
  EXPECT_EQ(heard(mine)[0].state_key, id);
  EXPECT_TRUE(heard(mine)[0].body.flag("/muted"));
  EXPECT_FALSE(heard(mine)[0].body.flag("/pinned"));
  EXPECT_TRUE(heard(mine)[1].body.flag("/muted"));
  EXPECT_TRUE(heard(mine)[1].body.flag("/pinned"));
  EXPECT_TRUE(heard(bobs).empty());
  EXPECT_TRUE(heard(state).empty());
}

TEST_F(Preferring, BothOutliveARestart) {
  const std::string id = group();
  must(alices.as(), "room.mute", of_room(id));
  must(alices.as(), "room.pin", of_room(id));
  restart();
  const Answered after = listed(open(alice));
  EXPECT_TRUE(after.flag("/0/muted"));
  EXPECT_TRUE(after.flag("/0/pinned"));
}

TEST_F(Preferring, WhoLeavesARoomAndComesBackBeginsAnew) {
  const std::string group_id = group(), two = create(alice.as(), 0, {1, 2});
  send(alice.as(), group_id, "so that I am remembered");
  for (const std::string& id : {group_id, two}) {
    must(alices.as(), "room.mute", of_room(id));
    must(alices.as(), "room.pin", of_room(id));
    must(alices.as(), "room.leave", of_room(id));
  }
  send(bob.as(), two, "come back");
  must(bob.as(), "room.invite", with(group_id, R"("invitees":[{"userId":1}])"));
  const auto begins_anew = [this](const Answered& list) {
    ASSERT_EQ(list.size(), 2u);
    for (const char* const at : {"/0", "/1"}) {
      EXPECT_FALSE(list.flag(std::string(at) + "/muted"));
      EXPECT_FALSE(list.flag(std::string(at) + "/pinned"));
    }
  };
  begins_anew(listed(alices));
  restart();
  begins_anew(listed(open(alice)));
}

TEST_F(Preferring, OnlyWhoIsInTheRoomHasAny) {
  const std::string id = group(), two = create(alice.as(), 0, {1, 2});
  const Device dave = person("dave");
  must(alices.as(), "room.leave", of_room(two));
  for (const char* const command : {"room.mute", "room.pin"}) {
    EXPECT_EQ(ask(dave.as(), command, of_room(id)).code(), "NOT_PERMITTED");
    EXPECT_EQ(ask(alices.as(), command, of_room(two)).code(), "NOT_PERMITTED");
    EXPECT_EQ(ask(alices.as(), command, of_room(std::string(24, 'a'))).code(), "BAD_REQUEST");
    EXPECT_EQ(ask({}, command, of_room(id)).code(), "JWT_AUTHENTICATION");
    EXPECT_EQ(ask(alices.as(), command, "{}").code(), "BAD_REQUEST");
  }
  EXPECT_EQ(ask(alices.as(), "room.mute", with(id, R"("muted":1)")).code(), "BAD_REQUEST");
}

TEST_F(Preferring, OriginalClientsAreNotToldOfAny) {
  const std::string id = group();
  must(alices.as(), "room.mute", of_room(id));
  for (const As& original : {alice.as(), open_by_ticket(alice).as()}) {
    const Answered list = must(original, "room.list");
    EXPECT_FALSE(list.has("/0/muted"));
    EXPECT_FALSE(list.has("/0/pinned"));
  }
}

}  // namespace
}  // namespace cocotalk::testing
