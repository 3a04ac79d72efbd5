// What links hear: live, resumed, replayed; and what they hear when a device is displaced.
#include <set>

#include "core/api/destinations.hpp"
#include "tests/api/application_fixture.hpp"

namespace cocotalk::testing {
namespace {

struct Join : ApplicationFixture {
  Join() : ApplicationFixture(without_rate()) {}
  static domain::Limits without_rate() {
    domain::Limits limits;
    limits.message_burst = 0;
    return limits;
  }
  void say(int n) {
    for (int i = 0; i < n; ++i) send(alice.as(), room, "m");
  }
  // Retention, or whatever took it.
  void lose(std::int64_t seq) {
    const domain::RoomId id = *domain::RoomId::parse(room);
    const coco_value key[] = {{COCO_BLOB, 0, 0, coco::view(id.blob())}, {COCO_INTEGER, 0, seq, {}}};
    const coco_op op{COCO_ERASE, 0, domain::event::table, nullptr, key, 2, nullptr, nullptr, 0};
    const coco_transaction transaction{sizeof transaction, 0, &op, 1};
    Answer<int> done;
    storage_->table()->commit(storage_->table()->self, &transaction, done.expect_nothing());
    ASSERT_EQ(done.status(), COCO_OK) << done.why();
  }
  static std::vector<std::int64_t> from_to(std::int64_t first, std::int64_t last) {
    std::vector<std::int64_t> out;
    for (; first <= last; ++first) out.push_back(first);
    return out;
  }
  const Device alice = person("alice"), bob = person("bob"), carol = person("carol", COCO_WEB);
  const std::string room = create(alice.as(), 1, {1, 2, 3});
  const std::string at = "/room/" + room;
};

// ---- native rooms

TEST_F(Join, WithoutAPositionOnlyWhatIsSaidFromNowOnIsHeard) {
  say(3);
  const Joined joined = join(open(bob).link, at);
  EXPECT_EQ(joined.status, COCO_OK);
  EXPECT_EQ(joined.topic, at);
  EXPECT_EQ(joined.head, 3u);
  say(2);
  EXPECT_EQ(sequences(joined), from_to(4, 5));
}

TEST_F(Join, FromZeroTheMiddleAndTheHeadExactlyTheRestIsHeard) {
  say(600);  // more than one read gives
  const Opened link = open(bob);
  const Joined all = join(link.link, at, 0), rest = join(link.link, at, 300), none = join(link.link, at, 600);
  EXPECT_EQ(sequences(all), from_to(1, 600));
  EXPECT_EQ(sequences(rest), from_to(301, 600));
  EXPECT_EQ(sequences(none), from_to(1, 0));
  say(1);
  EXPECT_EQ(sequences(all), from_to(1, 601));
  EXPECT_EQ(sequences(none), from_to(601, 601));
}

TEST_F(Join, BeyondTheHeadIsRefused) {
  say(2);
  const Joined joined = join(open(bob).link, at, 3);
  EXPECT_EQ(joined.status, COCO_INVALID);
  say(2);
  EXPECT_TRUE(heard(joined).empty());
}

TEST_F(Join, WhatIsSaidWhileCatchingUpIsHeardOnceAndInOrder) {
  say(300);
  const Opened link = open(bob);
  hold_storage();
  const auto joined = begin_join(link.link, at, 0);
  executor_.run();
  while (joined->status != COCO_OK) {
    begin(alice.as(), "room.send", saying(room, "meanwhile"));
    executor_.run();
    for (int i = 0; i < 3 && held() > 0; ++i) release_one();
    ASSERT_LT(rows_of("event"), 2000u) << "it never catches up";
  }
  run();
  say(1);
  EXPECT_EQ(sequences(*joined), from_to(1, static_cast<std::int64_t>(rows_of("event"))));
}

TEST_F(Join, EventsTellWhatTheTableSays) {
  const Joined joined = join(open(bob).link, at, 0);
  const Answered sent = send(alice.as(), room, "hi \"you\"\n", "c1");
  ASSERT_EQ(heard(joined).size(), 1u);
  const Heard& h = heard(joined)[0];
  EXPECT_EQ(h.kind, "message");
  EXPECT_EQ(h.content_type, "application/json");
  EXPECT_EQ(h.message_id, sent.message_id);
  EXPECT_EQ(h.sender, alice.account);
  EXPECT_EQ(
      h.body.body(),
      "{\"roomId\":\"" + room + "\",\"seq\":1,\"messageId\":\"" + sent.message_id +
          R"(","number":1,"userId":1,"type":0,"content":"hi \"you\"\n","sentAt":"2023-11-14T22:13:20.000","clientMsgId":"c1"})");
}

TEST_F(Join, AResumedEventIsTheSameAsTheLiveOne) {
  const Opened link = open(bob);
  const Joined live = join(link.link, at);
  send(alice.as(), room, "hi", "c1");
  const Joined resumed = join(link.link, at, 0);
  ASSERT_EQ(heard(resumed).size(), 1u);
  EXPECT_EQ(heard(live)[0].body.body(), heard(resumed)[0].body.body());
  EXPECT_EQ(heard(live)[0].message_id, heard(resumed)[0].message_id);
}

TEST_F(Join, AStrangerHearsNothingOfARoom) {
  const Opened link = open(person("dave"));
  for (const std::string& destination : {at, at + "/live", "/topic/" + room + "/message", "/topic/" + room + "/room"}) {
    const Joined joined = join(link.link, destination);
    EXPECT_EQ(joined.status, COCO_DENIED) << destination;
    say(1);
    EXPECT_TRUE(heard(joined).empty());
  }
}

TEST_F(Join, WildcardsAndUnknownDestinationsAreRefused) {
  const Opened link = open(bob);
  for (const char* const nothing : {"/topic/**", "/topic/*", "/room/*", "/", "", "/me/", "/queue/x"})
    EXPECT_EQ(join(link.link, nothing).status, COCO_NOT_FOUND) << nothing;
  EXPECT_EQ(join(12345, "/me").status, COCO_UNAUTHORIZED) << "a link that nobody opened";
}

TEST_F(Join, ASubscriptionLeftHearsNothingMore) {
  const Opened link = open(bob);
  const Joined joined = join(link.link, at);
  gateway_->table()->leave(gateway_->table()->self, link.link, joined.subscription);
  run();
  EXPECT_FALSE(app_->links.is_heard(at));
}

// Calls for one link take effect in the order they are made (gateway.h).
TEST_F(Join, ASubscriptionLeftWhileItCatchesUpIsNeverLive) {
  say(300);
  const Opened link = open(bob);
  hold_storage();
  const auto joined = begin_join(link.link, at, 0);
  executor_.run();
  gateway_->table()->leave(gateway_->table()->self, link.link, joined->subscription);
  run();
  EXPECT_FALSE(app_->links.is_heard(at));
}

TEST_F(Join, ALinkClosedWhileItCatchesUpIsNeverLive) {
  say(300);
  const Opened link = open(bob);
  hold_storage();
  const auto joined = begin_join(link.link, at, 0);
  executor_.run();
  gateway_->table()->close(gateway_->table()->self, link.link);
  run();
  EXPECT_FALSE(app_->links.is_heard(at));
  EXPECT_TRUE(heard(*joined).empty());
}

TEST_F(Join, WhatTheStoreHasLostIsNamedAsAGap) {
  say(10);
  for (const std::int64_t seq : {1, 2, 5, 9, 10}) lose(seq);
  const Joined joined = join(open(bob).link, at, 0);
  std::vector<std::string> story;
  for (const Heard& h : heard(joined))
    story.push_back(h.kind == "gap" ? "gap " + std::to_string(h.seq) + "-" + std::to_string(h.to_seq) : std::to_string(h.seq));
  EXPECT_EQ(story, (std::vector<std::string>{"gap 1-2", "3", "4", "gap 5-5", "6", "7", "8", "gap 9-10"}));
  EXPECT_EQ(joined.head, 10u);
}

// ---- /me

TEST_F(Join, MeTellsTheStateOfMyRooms) {
  const Joined me = join(open(bob).link, "/me");
  EXPECT_EQ(me.topic, "/account/2");
  send(alice.as(), room, "hi");
  ASSERT_EQ(heard(me).size(), 1u);
  const Heard& h = heard(me)[0];
  EXPECT_EQ(h.kind, "room");
  EXPECT_EQ(h.state_key, room);
  EXPECT_EQ(h.body.text("/room/id"), room);
  EXPECT_FALSE(h.body.has("/room/members"));  // or a room of a thousand would send a million of them with each message
  EXPECT_EQ(h.body.text("/last/content"), "hi");
  EXPECT_EQ(h.body.number("/unread"), 1);
  EXPECT_EQ(h.body.number("/seq"), 1);
}

TEST_F(Join, MeTellsOfANewRoom) {
  const Joined me = join(open(bob).link, "/me");
  const std::string made = create(alice.as(), 0, {1, 2});
  ASSERT_EQ(heard(me).size(), 1u);
  EXPECT_EQ(heard(me)[0].body.text("/room/id"), made);
  EXPECT_TRUE(heard(me)[0].body.is_null("/last"));
}

// ---- the original clients

TEST_F(Join, WhateverAnOriginalClientCallsItselfItHearsItsOwnTopic) {
  const Opened link = open_by_ticket(bob);
  for (const char* const name : {"undefined", "2", "1"}) {
    EXPECT_EQ(join(link.link, std::string("/topic/") + name + "/message").topic, "/topic/2/message");
    EXPECT_EQ(join(link.link, std::string("/topic/") + name + "/room/new").topic, "/topic/2/room/new");
  }
}

TEST_F(Join, ACrashTopicIsForDevicesOfItsClass) {
  EXPECT_EQ(join(open_by_ticket(carol).link, "/topic/3/crash/web").topic, "/topic/3/crash/web");
  const Joined other = join(open_by_ticket(carol).link, "/topic/3/crash/mobile");
  EXPECT_EQ(other.status, COCO_OK);
  EXPECT_EQ(other.topic, "") << "understood, and nothing will ever come";
  EXPECT_EQ(join(open_by_ticket(bob).link, "/topic/2/crash/mobile").topic, "/topic/2/crash/mobile");
}

TEST_F(Join, EveryMemberHearsARoomBeforeItsMessages) {
  const Opened link = open_by_ticket(bob);
  const Joined rooms = join(link.link, "/topic/undefined/room/new"), messages = join(link.link, "/topic/undefined/message");
  const std::string made = create(alice.as(), 0, {1, 2});
  send(alice.as(), made, "hi");
  ASSERT_EQ(heard(rooms).size(), 1u);
  EXPECT_EQ(heard(rooms)[0].body.text("/id"), made);
  ASSERT_EQ(heard(messages).size(), 1u);
  EXPECT_EQ(heard(messages)[0].kind, "");
  EXPECT_EQ(heard(messages)[0].body.text("/message/content"), "hi");
  EXPECT_EQ(heard(messages)[0].body.text("/message/roomId"), made);
}

TEST_F(Join, TheSenderHearsHisOwnMessageToo) {
  const Joined messages = join(open_by_ticket(alice).link, "/topic/1/message");
  send(alice.as(), room, "hi");
  EXPECT_EQ(heard(messages).size(), 1u);
}

// 5.7, rule 3: the web client says its first words before it subscribes.
TEST_F(Join, WhatALinkSaidBeforeItSubscribedIsReplayedToItOnce) {
  const Opened link = open_by_ticket(alice), other = open_by_ticket(bob);
  send(link.as(), room, "first");
  send(bob.as(), room, "somebody else's");
  const Joined joined = join(link.link, "/topic/" + room + "/message"), others = join(other.link, "/topic/" + room + "/message");
  ASSERT_EQ(heard(joined).size(), 1u);
  EXPECT_EQ(heard(joined)[0].body.text("/message/content"), "first");
  EXPECT_TRUE(heard(others).empty()) << "only to the link that said it";
  EXPECT_EQ(heard(join(link.link, "/topic/" + room + "/message")).size(), 0u) << "once";
  send(link.as(), room, "second");
  EXPECT_EQ(heard(joined).size(), 2u);
}

TEST_F(Join, SendThenSubscribeAtOnceHearsTheMessageExactlyOnceHoweverSlowTheStorageIs) {
  restart();  // the room is not in memory: the first post has to load it
  for (int delay = 0; delay < 12; ++delay) {
    const Opened link = open_by_ticket(alice);
    transport_.forget();
    hold_storage();
    const AnswerPtr sent = begin(link.as(), "room.send", saying(room, "first"));
    executor_.run();
    for (int i = 0; i < delay && held() > 0; ++i) release_one();
    const auto joined = begin_join(link.link, "/topic/" + room + "/message");
    run();
    ASSERT_TRUE((*sent)->is_ok());
    EXPECT_EQ(heard(*joined).size(), 1u) << "delay " << delay;
    close(link.link);
  }
}

TEST_F(Join, PostsOfOneLinkKeepTheirOrderThoughTheFirstHasToLoadTheRoom) {
  restart();
  const Opened link = open(alice);
  hold_storage();
  std::vector<AnswerPtr> answers;
  for (int i = 0; i < 5; ++i) answers.push_back(begin(link.as(), "room.send", saying(room, std::to_string(i))));
  executor_.run();
  while (held() > 1) release_second();  // what the first one waits for comes last
  run();
  for (std::size_t i = 0; i < 5; ++i) EXPECT_EQ((*answers[i])->seq, i + 1);
}

// ---- presence

TEST_F(Join, EnteringAndLookingAwayAreTold) {
  const Joined live = join(open(alice).link, at + "/live");
  const Opened link = open(bob);
  send(alice.as(), room, "hi");
  must(link.as(), "room.enter", of_room(room));
  must(link.as(), "room.away", of_room(room));
  advance(1000);
  const std::vector<std::pair<std::string, std::string>> told{{"read", R"({"userId":1,"readSeq":1})"},
                                                              {"here", R"({"userId":2,"here":true})"},
                                                              {"read", R"({"userId":2,"readSeq":1})"},
                                                              {"here", R"({"userId":2,"here":false})"},
                                                              {"read", R"({"userId":2,"readSeq":1})"}};
  ASSERT_EQ(heard(live).size(), told.size());
  for (std::size_t i = 0; i < told.size(); ++i) {
    EXPECT_EQ(heard(live)[i].kind, told[i].first) << i;
    EXPECT_EQ(heard(live)[i].body.body(), told[i].second) << i;
  }
}

TEST_F(Join, AMemberIsAwayOnlyWhenHisLastLinkIs) {
  const Joined live = join(open(alice).link, at + "/live");
  const Opened a = open(bob), b = open(bob);
  must(a.as(), "room.enter", of_room(room));
  must(b.as(), "room.enter", of_room(room));
  must(b.as(), "room.enter", of_room(room));
  close(a.link);
  advance(1000);
  ASSERT_EQ(heard(live).size(), 2u);
  close(b.link);
  advance(1000);
  EXPECT_EQ(heard(live).size(), 4u);
}

TEST_F(Join, EnteringAnotherRoomLeavesTheFirst) {
  const std::string other = create(alice.as(), 0, {1, 2});
  const Joined live = join(open(alice).link, at + "/live");
  const Opened link = open(bob);
  must(link.as(), "room.enter", of_room(room));
  must(link.as(), "room.enter", of_room(other));
  advance(1000);
  ASSERT_EQ(heard(live).size(), 4u);
  EXPECT_EQ(heard(live)[2].body.body(), R"({"userId":2,"here":false})");
}

TEST_F(Join, OnlyAMembersLinkCanLook) {
  EXPECT_EQ(ask(open(person("dave")).as(), "room.enter", of_room(room)).code(), "NOT_PERMITTED");
  EXPECT_EQ(ask(bob.as(), "room.enter", of_room(room)).code(), "BAD_REQUEST");
  EXPECT_TRUE(ask(open(bob).as(), "room.away", of_room(room)).is_ok()) << "who does not look may say so";
}

TEST_F(Join, EnterAndAwayTakeEffectInTheirOrder) {
  restart();  // the room has to be loaded
  const Opened link = open(bob);
  hold_storage();
  const AnswerPtr in = begin(link.as(), "room.enter", of_room(room)), out = begin(link.as(), "room.away", of_room(room));
  run();
  ASSERT_TRUE((*in)->is_ok() && (*out)->is_ok());
  send(alice.as(), room, "hi");
  EXPECT_EQ(must(bob.as(), "room.list").number("/0/unreadNumber"), 1);
}

TEST_F(Join, WhoLooksHasEnteredLaterThanHeWasAway) {
  const Opened link = open(bob);
  for (int i = 0; i < 3; ++i) {
    must(link.as(), "room.enter", of_room(room));
    const Answered here = must(bob.as(), "room.get", of_room(room));
    EXPECT_GT(here.text("/members/1/enteredAt"), here.text("/members/1/awayAt"));
    must(link.as(), "room.away", of_room(room));
    const Answered away = must(bob.as(), "room.get", of_room(room));
    EXPECT_LE(away.text("/members/1/enteredAt"), away.text("/members/1/awayAt"));
  }
}

TEST_F(Join, WhoLooksAwayWasAwayLaterThanWhatHeSaw) {
  const Opened link = open(bob);
  must(link.as(), "room.enter", of_room(room));
  const Answered sent = send(alice.as(), room, "hi");
  must(link.as(), "room.away", of_room(room));
  EXPECT_GT(must(bob.as(), "room.get", of_room(room)).text("/members/1/awayAt"), sent.text("/sentAt"));
}

TEST_F(Join, RoomVoIsBroadcastAtMostTwiceASecondAndTheLastStateAlways) {
  const Joined state = join(open_by_ticket(alice).link, "/topic/" + room + "/room");
  const auto looks = [&](std::size_t which, const char* member) {
    const Parsed& vo = heard(state)[which].body;
    return vo.text(std::string(member) + "/enteredAt") > vo.text(std::string(member) + "/awayAt");
  };
  const Opened bobs = open(bob), carols = open(carol);
  must(bobs.as(), "room.enter", of_room(room));
  must(carols.as(), "room.enter", of_room(room));
  ASSERT_EQ(heard(state).size(), 1u);
  EXPECT_FALSE(looks(0, "/members/2"));
  advance(499);
  EXPECT_EQ(heard(state).size(), 1u);
  advance(1);
  ASSERT_EQ(heard(state).size(), 2u);
  EXPECT_TRUE(looks(1, "/members/1") && looks(1, "/members/2"));
  advance(5000);
  EXPECT_EQ(heard(state).size(), 2u) << "nothing changed";
  must(bobs.as(), "room.away", of_room(room));
  must(carols.as(), "room.away", of_room(room));
  advance(999);
  EXPECT_EQ(heard(state).size(), 2u) << "he may be back in a moment";
  advance(1);
  ASSERT_EQ(heard(state).size(), 3u);
  advance(500);
  ASSERT_EQ(heard(state).size(), 4u);
  EXPECT_FALSE(looks(3, "/members/1") || looks(3, "/members/2"));
  advance(5000);
  EXPECT_EQ(heard(state).size(), 4u);
}

// ---- the single-login rule on open links

TEST_F(Join, ADisplacedOriginalClientGetsTheNewPushTokenAndIsClosedHalfASecondLater) {
  const Opened old = open_by_ticket(carol);
  const Joined crash = join(old.link, "/topic/3/crash/web");
  sign_in("carol", COCO_WEB, "the new one");
  ASSERT_EQ(heard(crash).size(), 1u);
  EXPECT_EQ(heard(crash)[0].body.body(), "the new one");
  EXPECT_EQ(heard(crash)[0].content_type, "text/plain;charset=UTF-8");
  advance(499);
  EXPECT_TRUE(transport_.closed().empty());
  advance(1);
  ASSERT_EQ(transport_.closed().size(), 1u);
  EXPECT_EQ(transport_.closed()[0].link, old.link);
  EXPECT_EQ(transport_.closed()[0].code, COCO_CLOSE_REPLACED);
  EXPECT_EQ(transport_.closed()[0].reason, "replaced");
}

TEST_F(Join, TheCrashFrameReachesNobodyElse) {
  const Opened phone = open_by_ticket(sign_in("carol"));
  const Joined phones = join(phone.link, "/topic/3/crash/mobile");
  const Device next = sign_in("carol", COCO_WEB);
  const Joined nexts = join(open_by_ticket(next).link, "/topic/3/crash/web");
  advance(1000);
  EXPECT_TRUE(heard(phones).empty());
  EXPECT_TRUE(heard(nexts).empty());
  EXPECT_TRUE(transport_.closed().empty());
}

TEST_F(Join, TheCrashFrameIsToldBeforeTheSignInIsAnswered) {
  const Joined crash = join(open_by_ticket(carol).link, "/topic/3/crash/web");
  const AnswerPtr in =
      begin({0, COCO_ANONYMOUS, {}, COCO_WEB}, "auth.sign-in", R"({"cid":"carol","password":"pw","fcmToken":"f"})");
  while (heard(crash).empty() && executor_.run_one()) EXPECT_TRUE(!in->has_value() || !heard(crash).empty());
  EXPECT_EQ(heard(crash).size(), 1u);
}

TEST_F(Join, ADisplacedNativeClientIsToldWhyAndClosed) {
  const Opened link = open(bob);
  const Joined me = join(link.link, "/me");
  sign_in("bob");
  ASSERT_EQ(heard(me).size(), 1u);
  EXPECT_EQ(heard(me)[0].kind, "ended");
  EXPECT_EQ(heard(me)[0].body.body(), R"({"code":4009,"reason":"replaced"})");
  EXPECT_EQ(ask(link.as(), "room.list").code(), "JWT_AUTHENTICATION");
  advance(500);
  ASSERT_EQ(transport_.closed().size(), 1u);
}

TEST_F(Join, AllLinksOfTheDisplacedSessionAreClosedAndNoOthers) {
  const Opened a = open(bob), b = open_by_ticket(bob), other = open(alice);
  sign_in("bob");
  advance(500);
  std::set<coco_link> closed;
  for (const Closed& c : transport_.closed()) closed.insert(c.link);
  EXPECT_EQ(closed, (std::set<coco_link>{a.link, b.link}));
  EXPECT_TRUE(ask(other.as(), "room.list").is_ok());
}

TEST_F(Join, ALinkThatIsGoneIsNotClosedAgain) {
  const Opened link = open(bob);
  sign_in("bob");
  close(link.link);
  advance(500);
  EXPECT_TRUE(transport_.closed().empty());
}

TEST_F(Join, SigningOutTellsTheDevicesLinksOnce) {
  const Opened link = open(bob);
  const Joined me = join(link.link, "/me");
  hold_storage();
  const AnswerPtr a = begin(link.as(), "auth.sign-out"), b = begin(bob.by_refresh(), "auth.sign-out");
  run();
  ASSERT_TRUE((*a)->is_ok() && (*b)->is_ok());
  ASSERT_EQ(heard(me).size(), 1u);
  EXPECT_EQ(heard(me)[0].body.body(), R"({"code":4010,"reason":"signed-out"})");
  advance(500);
  ASSERT_EQ(transport_.closed().size(), 1u);
  EXPECT_EQ(transport_.closed()[0].code, COCO_CLOSE_SIGNED_OUT);
}

}  // namespace
}  // namespace cocotalk::testing
