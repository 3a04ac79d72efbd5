// friends.block: the blocked person notices nothing, and nothing of his arrives (core/domain/blocks).
#include <cocotalk/testing/fake_push.hpp>

#include "tests/api/application_fixture.hpp"

namespace cocotalk::testing {
namespace {

// Bob blocks Alice, or is about to.
struct Blocked : ApplicationFixture {
  Blocked() : ApplicationFixture(without_rate()) {
    host_.offer(COCO_PUSH, push_.table());
    executor_.post([this] { app_->pushes.tick(); });
    run();
  }
  ~Blocked() override { advance(60'000); }  // what is still to be pushed goes while there is a push service
  static domain::Limits without_rate() {
    domain::Limits limits;
    limits.message_burst = 0;
    return limits;
  }
  Answered block(const Device& by, const Device& whom, bool blocked = true) {
    return ask(by.as(), "friends.block",
               "{\"toUid\":" + std::to_string(whom.account) + ",\"blocked\":" + (blocked ? "true" : "false") + "}");
  }
  std::string direct() { return create(alice.as(), 0, {1, 2}); }
  std::string group() { return create(alice.as(), 1, {1, 2, 3}); }
  std::vector<std::string> contents(const As& as, const std::string& room) {
    const Answered tail = must(as, "room.tail", of_room(room));
    std::vector<std::string> out;
    for (std::size_t i = 0; i < tail.size("/messageList"); ++i)
      out.push_back(tail.text("/messageList/" + std::to_string(i) + "/content"));
    return out;
  }
  std::vector<std::string> kinds(const Joined& joined) {
    std::vector<std::string> out;
    for (const Heard& h : heard(joined)) out.push_back(h.kind);
    return out;
  }
  std::size_t pushes() {
    advance(500);
    return push_.notes().size();
  }
  using Texts = std::vector<std::string>;

  FakePush push_;
  const Device alice = person("alice"), bob = person("bob"), carol = person("carol");
};

TEST_F(Blocked, IsListedAndTakenBack) {
  EXPECT_EQ(must(bob.as(), "friends.blocked").body(), "[]");
  EXPECT_EQ(block(bob, alice).text("/cid"), "alice");
  EXPECT_TRUE(block(bob, alice).is_ok()) << "twice";
  EXPECT_EQ(must(bob.as(), "friends.blocked").text("/0/cid"), "alice");
  EXPECT_TRUE(must(bob.as(), "friends.blocked").is_null("/0/phone"));
  EXPECT_EQ(must(alice.as(), "friends.blocked").body(), "[]") << "nobody learns who blocks him";
  EXPECT_TRUE(block(bob, alice, false).is_ok());
  EXPECT_EQ(must(bob.as(), "friends.blocked").body(), "[]");
  EXPECT_EQ(block(bob, bob).code(), "BAD_REQUEST");
  EXPECT_EQ(ask(bob.as(), "friends.block", R"({"toUid":99})").code(), "BAD_REQUEST");
  EXPECT_EQ(ask(bob.as(), "friends.block", "{}").code(), "NO_VALUES");
}

TEST_F(Blocked, IsNoFriendInTheListNeitherWay) {
  must(bob.as(), "friends.add", R"({"toUid":1})");
  must(alice.as(), "friends.add", R"({"toUid":2})");
  block(bob, alice);
  EXPECT_EQ(must(bob.as(), "friends.list").body(), "[]");
  EXPECT_EQ(must(alice.as(), "friends.list").text("/0/friend/cid"), "bob") << "she notices nothing";
  block(bob, alice, false);
  EXPECT_EQ(must(bob.as(), "friends.list").number("/0/type"), 0) << "as it was";
}

TEST_F(Blocked, HisMessagesAreReceiptedAndDoNotExistForWhoBlocks) {
  const std::string room = direct();
  send(alice.as(), room, "before");
  block(bob, alice);
  const Opened alices = open(alice), bobs = open(bob), page = open_by_ticket(bob), phone = open_by_ticket(alice);
  const Joined her_room = join(alices.link, "/room/" + room), his_room = join(bobs.link, "/room/" + room);
  const Joined his_live = join(bobs.link, "/room/" + room + "/live");
  const Joined me = join(bobs.link, "/me"), list = join(page.link, "/topic/2/message");
  const Joined view = join(page.link, "/topic/" + room + "/message"), hers = join(phone.link, "/topic/" + room + "/message");
  const std::size_t before = pushes();
  must(alices.as(), "room.typing", of_room(room));
  const Answered said = send(alice.as(), room, "unwanted");
  ASSERT_TRUE(said.is_ok());
  EXPECT_EQ(said.seq, 2u);
  EXPECT_EQ(kinds(her_room), Texts{"message"});
  EXPECT_EQ(heard(hers).size(), 1u);
  EXPECT_EQ(kinds(his_room), Texts{"hidden"}) << "its place in the sequence alone";
  EXPECT_EQ(heard(his_room)[0].body.size(), 2u);
  for (const Joined& nothing : {me, list, view, his_live}) EXPECT_TRUE(heard(nothing).empty());
  EXPECT_EQ(contents(bob.as(), room), Texts{"before"});
  EXPECT_EQ(contents(alice.as(), room), (Texts{"before", "unwanted"}));
  EXPECT_EQ(must(bob.as(), "room.list").text("/0/recentChatMessage/content"), "before");
  EXPECT_EQ(must(bob.as(), "room.list").number("/0/unreadNumber"), 1);
  EXPECT_EQ(pushes(), before);
  EXPECT_EQ(kinds(join(bobs.link, "/room/" + room, 0)), (Texts{"message", "hidden"}));
  restart();
  EXPECT_EQ(must(bob.as(), "room.list").text("/0/recentChatMessage/content"), "before");
  EXPECT_EQ(must(bob.as(), "room.list").number("/0/unreadNumber"), 1);
  EXPECT_EQ(contents(bob.as(), room), Texts{"before"});
}

TEST_F(Blocked, AfterwardsOnlyWhatIsNewArrives) {
  const std::string room = direct();
  block(bob, alice);
  send(alice.as(), room, "unwanted");
  block(bob, alice, false);
  send(alice.as(), room, "sorry");
  EXPECT_EQ(contents(bob.as(), room), Texts{"sorry"});
  EXPECT_EQ(must(bob.as(), "room.list").number("/0/unreadNumber"), 1);
}

TEST_F(Blocked, WhoBlocksMayWriteHimself) {
  const std::string room = direct();
  block(bob, alice);
  send(alice.as(), room, "unwanted");
  send(bob.as(), room, "goodbye");
  EXPECT_EQ(contents(bob.as(), room), Texts{"goodbye"});
  EXPECT_EQ(contents(alice.as(), room), (Texts{"unwanted", "goodbye"}));
  EXPECT_EQ(must(alice.as(), "room.list").number("/0/unreadNumber"), 1);
  send(alice.as(), room, "why?");
  EXPECT_EQ(must(bob.as(), "room.list").number("/0/unreadNumber"), 0);
}

TEST_F(Blocked, AMessageUnderWayWhenHeBlocksIsOneOrTheOther) {
  const std::string room = direct();
  hold_storage();
  const AnswerPtr blocking = begin(bob.as(), "friends.block", R"({"toUid":1})");
  const AnswerPtr saying_it = begin(alice.as(), "room.send", saying(room, "now"));
  run();
  ASSERT_TRUE((*saying_it)->is_ok());
  ASSERT_TRUE((*blocking)->is_ok());
  const bool is_shown = !contents(bob.as(), room).empty();
  EXPECT_EQ(must(bob.as(), "room.list").number("/0/unreadNumber"), is_shown ? 1 : 0);
  send(alice.as(), room, "later");
  EXPECT_EQ(contents(bob.as(), room).size(), is_shown ? 1u : 0u);
}

TEST_F(Blocked, DoesNotBringBackWhoLeftAndSeesHimListed) {
  const std::string room = direct();
  must(bob.as(), "room.leave", of_room(room));
  block(bob, alice);
  ASSERT_TRUE(send(alice.as(), room, "come back").is_ok());
  EXPECT_EQ(must(bob.as(), "room.list").body(), "[]");
  EXPECT_TRUE(must(alice.as(), "room.get", of_room(room)).flag("/members/1/joining")) << "as if he had come";
  block(bob, alice, false);
  send(alice.as(), room, "hello");
  EXPECT_EQ(contents(bob.as(), room), Texts{"hello"});
  EXPECT_EQ(must(bob.as(), "room.list").number("/0/unreadNumber"), 1);
}

TEST_F(Blocked, MakesAPrivateRoomThatTheOtherDoesNotSee) {
  block(bob, alice);
  const Opened bobs = open(bob), page = open_by_ticket(bob);
  const Joined me = join(bobs.link, "/me"), news = join(page.link, "/topic/2/room/new");
  const Answered made = try_create(alice.as(), 0, {1, 2});
  ASSERT_TRUE(made.is_ok()) << made.body();
  EXPECT_TRUE(made.flag("/members/1/joining"));
  ASSERT_TRUE(send(alice.as(), made.text("/id"), "hi").is_ok());
  EXPECT_TRUE(heard(me).empty());
  EXPECT_TRUE(heard(news).empty());
  EXPECT_EQ(must(bob.as(), "room.list").body(), "[]");
  restart();
  EXPECT_EQ(must(bob.as(), "room.list").body(), "[]");
  send(bob.as(), made.text("/id"), "I am here");
  EXPECT_EQ(contents(bob.as(), made.text("/id")), Texts{"I am here"});
  EXPECT_EQ(must(bob.as(), "room.list").size(), 1u) << "he opened it himself";
  send(alice.as(), made.text("/id"), "at last");
  EXPECT_EQ(contents(bob.as(), made.text("/id")), Texts{"I am here"});
}

TEST_F(Blocked, DoesNotBringHimIntoGroups) {
  block(bob, alice);
  const Device dave = person("dave");
  const Answered made = try_create(alice.as(), 1, {1, 2, 3, 4});
  ASSERT_TRUE(made.is_ok());
  EXPECT_EQ(made.size("/members"), 3u);
  EXPECT_EQ(try_create(alice.as(), 1, {1, 2, 3}).detail(), "지금은 채팅방을 만들 수 없습니다.") << "nothing tells why";
  const std::string inviting_him = "{\"roomId\":" + json_text(made.text("/id")) + ",\"invitees\":[{\"userId\":2}]}";
  EXPECT_EQ(ask(alice.as(), "room.invite", inviting_him).detail(), "지금은 초대할 수 없습니다.");
  EXPECT_EQ(must(bob.as(), "room.list").body(), "[]");
  EXPECT_TRUE(ask(carol.as(), "room.invite", inviting_him).is_ok()) << "somebody else may";
}

TEST_F(Blocked, IsHeardInGroupsButWakesNobody) {
  const std::string room = group();
  block(bob, alice);
  const std::size_t before = pushes();
  send(alice.as(), room, "to all");
  EXPECT_EQ(contents(bob.as(), room), Texts{"to all"});
  EXPECT_EQ(must(bob.as(), "room.list").number("/0/unreadNumber"), 1);
  ASSERT_EQ(pushes(), before + 1);
  EXPECT_EQ(push_.notes().back().tokens.size(), 1u) << "Carol's alone";
}

TEST_F(Blocked, ReactsUnseen) {
  const std::string room = direct();
  const std::string id = send(bob.as(), room, "hello").message_id;
  const std::string reaction = "{\"roomId\":" + json_text(room) + ",\"messageId\":" + json_text(id) + ",\"emoji\":\"👎\"}";
  block(bob, alice);
  const Opened bobs = open(bob), alices = open(alice);
  const Joined his = join(bobs.link, "/room/" + room), hers = join(alices.link, "/room/" + room);
  ASSERT_TRUE(ask(alice.as(), "message.react", reaction).is_ok());
  EXPECT_EQ(kinds(hers), Texts{"reaction"});
  EXPECT_EQ(kinds(his), Texts{"hidden"});
  EXPECT_EQ(kinds(join(bobs.link, "/room/" + room, 1)), Texts{"hidden"});
  EXPECT_FALSE(must(bobs.as(), "room.tail", of_room(room)).has("/messageList/0/reactions"));
}

// ---- favourites

TEST_F(Blocked, AFavouriteIsSaidToNativeClientsAlone) {
  must(bob.as(), "friends.add", R"({"toUid":1})");
  const Opened bobs = open(bob);
  EXPECT_FALSE(must(bobs.as(), "friends.list").flag("/0/favourite"));
  EXPECT_TRUE(must(bobs.as(), "friends.favourite", R"({"toUid":1,"favourite":true})").flag("/favourite"));
  EXPECT_TRUE(must(bobs.as(), "friends.list").flag("/0/favourite"));
  EXPECT_FALSE(must(bob.as(), "friends.list").has("/0/favourite")) << "original clients";
  must(bob.as(), "friends.favourite", R"({"toUid":1,"favourite":false})");
  EXPECT_FALSE(must(bobs.as(), "friends.list").flag("/0/favourite"));
  EXPECT_EQ(ask(bob.as(), "friends.favourite", R"({"toUid":3})").code(), "BAD_REQUEST") << "whom he did not add";
}

}  // namespace
}  // namespace cocotalk::testing
