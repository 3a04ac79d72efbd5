#include <algorithm>

#include "core/api/destinations.hpp"
#include "tests/api/coming_fixture.hpp"

namespace cocotalk::testing {
namespace {

// ---- invitations

TEST_F(Coming, TheInvitedSeeTheInvitationAndNothingOlder) {
  const std::string id = group();
  send(alice.as(), id, "before");
  advance(1000);
  const Answered said = invite(bob.as(), id, {4});
  ASSERT_TRUE(said.is_ok()) << said.body();
  EXPECT_EQ(said.seq, 2u);
  EXPECT_EQ(contents(dave.as(), id), std::vector<std::string>{"come in"});
  const Answered room = must(dave.as(), "room.get", of_room(id));
  EXPECT_EQ(members(room), (std::vector<std::int64_t>{1, 2, 3, 4})) << "the invited stand last";
  for (const char* const time : {"joinedAt", "enteredAt", "awayAt", "leftAt"})
    EXPECT_EQ(room.text(std::string("/members/3/") + time), "2023-11-14T22:13:20.999") << "just before the message: " << time;
  EXPECT_EQ(must(dave.as(), "room.list").text("/0/room/id"), id);
  EXPECT_EQ(must(dave.as(), "room.list").number("/0/unreadNumber"), 0) << "invitations are told, not unread";
  send(dave.as(), id, "thanks");
  EXPECT_EQ(contents(alice.as(), id), (std::vector<std::string>{"before", "come in", "thanks"}));
}

TEST_F(Coming, AnInvitationIsRefusedBeforeAnythingIsStored) {
  const std::string id = group(), two = direct();
  const auto why = [&](const As& as, const std::string& room, const std::vector<std::int64_t>& who) {
    const Answered out = invite(as, room, who);
    EXPECT_FALSE(out.is_ok());
    return out.detail().empty() ? out.code() : out.detail();
  };
  EXPECT_EQ(why(dave.as(), id, {4}), "NOT_PERMITTED") << "nobody invites himself";
  EXPECT_EQ(why(alice.as(), id, {4, 3}), "현재 채팅방에 참가 중인 유저를 초대할 수 없습니다.");
  EXPECT_EQ(why(alice.as(), id, {4, 99}), "해당 userId를 갖는 유저가 존재하지 않습니다.");
  EXPECT_EQ(why(alice.as(), id, {}), "'invitees' is empty");
  EXPECT_EQ(why(alice.as(), two, {4}), "1:1 채팅방 멤버는 두 명이어야 합니다.");
  EXPECT_EQ(rows_of("event"), 0u);
  EXPECT_EQ(rows_of("member"), 5u);
}

TEST_F(Coming, ACallInvitesAsManyAsTheLimitSaysAndARoomHoldsAsManyAsItsLimit) {
  const std::string id = group();
  std::vector<std::int64_t> more;
  for (int i = 0; i < 6; ++i) more.push_back(sign_up("guest" + std::to_string(i)));
  EXPECT_EQ(invite(alice.as(), id, more).code(), "BAD_REQUEST") << "six are more than five";
  more.resize(4);
  EXPECT_EQ(invite(alice.as(), id, more).code(), "BAD_REQUEST") << "a room of seven";
  more.resize(3);
  EXPECT_TRUE(invite(alice.as(), id, more).is_ok()) << "a room of six";
}

TEST_F(Coming, OfManyInvitationsOfOnePersonAtOnceOneIsKept) {
  const std::string id = group();
  hold_storage();
  std::vector<AnswerPtr> answers;
  for (int i = 0; i < 20; ++i) answers.push_back(begin((i % 2 == 0 ? alice : bob).as(), "room.invite", inviting(id, {4})));
  run();
  EXPECT_EQ(std::count_if(answers.begin(), answers.end(), [](const AnswerPtr& a) { return (*a)->is_ok(); }), 1);
  EXPECT_EQ(rows_of("event"), 1u);
  EXPECT_EQ(rows_of("member"), 4u);
}

TEST_F(Coming, TheSameInvitationAgainIsTheSameMessage) {
  const std::string id = group();
  const Answered first = must(alice.as(), "room.invite", inviting(id, {4}, "c1"));
  const Answered again = must(alice.as(), "room.invite", inviting(id, {4}, "c1"));
  EXPECT_EQ(again.body(), first.body());
  EXPECT_EQ(rows_of("event"), 1u);
}

TEST_F(Coming, AnInvitationIsToldInTheOrderOfTheDocument) {
  const std::string id = group();
  const List bobs = list(bob), daves = list(dave);
  const Opened page = open_by_ticket(carol);
  const Joined room = join(page.link, "/topic/" + id + "/room"), message = join(page.link, "/topic/" + id + "/message");
  const Opened native = open(alice);
  const Joined events = join(native.link, "/room/" + id);
  transport_.order().clear();
  invite(alice.as(), id, {4});
  const auto at = [&](const Joined& j) {
    const auto& order = transport_.order();
    return std::find(order.begin(), order.end(), j.subscription) - order.begin();
  };
  EXPECT_LT(at(room), at(message));
  EXPECT_LT(at(message), at(bobs.room));
  EXPECT_LT(at(bobs.room), at(bobs.message));
  EXPECT_LT(at(bobs.message), at(daves.room_new));
  EXPECT_LT(at(daves.room_new), at(daves.message));
  EXPECT_TRUE(heard(bobs.room_new).empty()) << "who lists the room would list it twice";
  EXPECT_TRUE(heard(daves.room).empty());
  const Parsed& vo = heard(daves.message)[0].body;
  EXPECT_EQ(vo.number("/message/type"), 1);
  EXPECT_EQ(vo.number("/message/invitees/0/userId"), 4);
  EXPECT_EQ(vo.text("/message/invitees/0/username"), "dave");
  ASSERT_EQ(heard(events).size(), 1u);
  EXPECT_EQ(heard(events)[0].kind, "joined");
}

// ---- leaving a group

TEST_F(Coming, WhoLeavesAGroupIsGoneFromItAndItFromHim) {
  const std::string id = group();
  const Answered said = leave(bob.as(), id);
  ASSERT_TRUE(said.is_ok());
  EXPECT_EQ(said.seq, 1u);
  EXPECT_EQ(must(bob.as(), "room.list").body(), "[]");
  for (const char* const command : {"room.get", "room.send", "room.leave", "room.tail"})
    EXPECT_EQ(ask(bob.as(), command, saying(id, "x")).code(), "NOT_PERMITTED") << command;
  EXPECT_EQ(members(must(alice.as(), "room.get", of_room(id))), (std::vector<std::int64_t>{1, 3}));
  EXPECT_EQ(contents(alice.as(), id), std::vector<std::string>{"bye"});
  EXPECT_EQ(rows_of("member"), 2u);
  EXPECT_EQ(rows_of("position"), 2u);
}

TEST_F(Coming, LeavingIsToldToTheOthersInOrderAndNothingToTheLeaver) {
  const std::string id = group();
  const List alices = list(alice), bobs = list(bob);
  const Opened zombie = open_by_ticket(bob);
  const Joined still = join(zombie.link, "/topic/" + id + "/message"), state = join(zombie.link, "/topic/" + id + "/room");
  const Opened native = open(carol);
  const Joined events = join(native.link, "/room/" + id);
  transport_.order().clear();
  must(zombie.as(), "room.leave", saying(id, "bye"));
  send(alice.as(), id, "among us");
  EXPECT_EQ(heard(alices.room).size(), 1u);
  EXPECT_EQ(heard(alices.message)[0].body.number("/message/type"), 2);
  EXPECT_EQ(members(heard(alices.room)[0].body), (std::vector<std::int64_t>{1, 3}));
  EXPECT_EQ(heard(events)[0].kind, "left");
  for (const Joined& nothing : {still, state, bobs.message, bobs.room, bobs.room_new}) EXPECT_TRUE(heard(nothing).empty());
  EXPECT_TRUE(transport_.is_expelled(still.subscription));
  EXPECT_TRUE(transport_.is_expelled(state.subscription));
  EXPECT_FALSE(transport_.is_expelled(bobs.message.subscription));
  EXPECT_EQ(join(zombie.link, "/topic/" + id + "/message").status, COCO_DENIED);
}

TEST_F(Coming, TheLastOneToLeaveTakesTheRoomWithHim) {
  const std::string id = group();
  for (int i = 0; i < 30; ++i) send(bob.as(), id, "m");
  leave(bob.as(), id);
  leave(carol.as(), id);
  const Answered last = leave(alice.as(), id);
  EXPECT_TRUE(last.is_ok());
  EXPECT_EQ(last.seq, 0u) << "nobody is there to be told";
  EXPECT_EQ(ask(alice.as(), "room.get", of_room(id)).detail(), "해당 roomId를 갖는 채팅방이 존재하지 않습니다.");
  for (const char* const table : {"room", "room_head", "member", "position", "event", "dead_room"})
    EXPECT_EQ(rows_of(table), 0u) << table;
}

TEST_F(Coming, ARoomWhoseErasingWasInterruptedIsErasedAtTheNextStart) {
  const std::string id = group();
  for (int i = 0; i < 3; ++i) send(bob.as(), id, "m");
  leave(bob.as(), id);
  leave(carol.as(), id);
  hold_storage();
  const AnswerPtr last = begin(alice.as(), "room.leave", saying(id, "bye"));
  executor_.run();
  while (!last->has_value()) {
    release_one();
    executor_.run();
  }
  storage_->fail_next_commit(COCO_RETRY);
  run();
  EXPECT_GT(rows_of("event"), 0u);
  restart();
  for (const char* const table : {"member", "event", "dead_room"}) EXPECT_EQ(rows_of(table), 0u) << table;
}

TEST_F(Coming, AllLeaveAtOnceAndNothingRemains) {
  const std::string id = group();
  hold_storage();
  std::vector<AnswerPtr> answers;
  for (const Device* const device : {&alice, &bob, &carol})
    answers.push_back(begin(device->as(), "room.leave", saying(id, "bye")));
  answers.push_back(begin(alice.as(), "room.invite", inviting(id, {4})));
  run();
  for (int i = 0; i < 3; ++i) EXPECT_TRUE((*answers[static_cast<std::size_t>(i)])->is_ok());
  EXPECT_EQ((*answers[3])->code(), "NOT_PERMITTED");
  EXPECT_EQ(rows_of("room"), 0u);
  EXPECT_EQ(rows_of("member"), 0u);
}

// ---- ghosts

TEST_F(Coming, PagesSeeWhoWroteAndLeftAsAGhostAndPhonesDoNot) {
  const std::string id = group();
  send(bob.as(), id, "hello");
  leave(carol.as(), id);
  advance(1000);
  leave(bob.as(), id);
  As page = alice.as();
  page.device = COCO_WEB;
  const Answered seen = must(page, "room.get", of_room(id));
  EXPECT_EQ(members(seen), (std::vector<std::int64_t>{1, 2})) << "carol wrote nothing";
  EXPECT_FALSE(seen.flag("/members/1/joining"));
  EXPECT_EQ(seen.text("/members/1/enteredAt"), "9999-12-31T23:59:59.999");
  EXPECT_EQ(seen.text("/members/1/username"), "bob");
  EXPECT_EQ(members(must(alice.as(), "room.get", of_room(id))), std::vector<std::int64_t>{1});
  EXPECT_EQ(members(must(page, "room.tail", of_room(id)), "/room"), (std::vector<std::int64_t>{1, 2}));
  EXPECT_EQ(members(must(page, "room.list"), "/0/room"), (std::vector<std::int64_t>{1, 2}));
  restart();
  EXPECT_EQ(must(page, "room.get", of_room(id)).body(), seen.body()) << "also after a restart";
  EXPECT_EQ(must(bob.as(), "room.list").body(), "[]");

  invite(alice.as(), id, {2});
  const Answered back = must(page, "room.get", of_room(id));
  EXPECT_EQ(members(back), (std::vector<std::int64_t>{1, 2}));
  EXPECT_TRUE(back.flag("/members/1/joining"));
  EXPECT_EQ(contents(bob.as(), id), std::vector<std::string>{"come in"}) << "what he said before he left he does not see again";
  leave(bob.as(), id);
  EXPECT_EQ(members(must(page, "room.get", of_room(id))), (std::vector<std::int64_t>{1, 2})) << "his words are still there";
}

TEST_F(Coming, GhostsGoToPagesOverSocketsAndRoomVoIsRenderedOncePerFlavour) {
  const std::string id = group();
  send(bob.as(), id, "hello");
  const Device web = sign_in("alice", COCO_WEB);
  const Opened page = open_by_ticket(web), phone = open_by_ticket(alice);
  const Joined of_page = join(page.link, "/topic/" + id + "/room"), of_phone = join(phone.link, "/topic/" + id + "/room");
  leave(bob.as(), id);
  EXPECT_EQ(members(heard(of_page).back().body), (std::vector<std::int64_t>{1, 3, 2}));
  EXPECT_EQ(members(heard(of_phone).back().body), (std::vector<std::int64_t>{1, 3}));
}

// ---- leaving a private room, and waking it

TEST_F(Coming, WhoLeavesAPrivateRoomStaysListedInIt) {
  const std::string id = direct();
  send(alice.as(), id, "hi");
  advance(1000);
  leave(bob.as(), id);
  EXPECT_EQ(must(bob.as(), "room.list").body(), "[]");
  EXPECT_EQ(must(alice.as(), "room.list").size(), 1u);
  const Answered found = must(bob.as(), "room.private", R"({"userId":1})");
  EXPECT_EQ(found.text("/id"), id) << "C6 still finds it";
  EXPECT_FALSE(found.flag("/members/1/joining"));
  EXPECT_EQ(found.text("/members/1/awayAt"), "2023-11-14T22:13:21.000");
  EXPECT_EQ(found.text("/members/1/leftAt"), "2023-11-14T22:13:21.000");
  EXPECT_EQ(leave(bob.as(), id).code(), "NOT_PERMITTED");
  restart();
  EXPECT_EQ(must(bob.as(), "room.list").body(), "[]");
  EXPECT_EQ(must(bob.as(), "room.private", R"({"userId":1})").body(), found.body());
}

TEST_F(Coming, AnAwakeningIsOneMessageOfTypeZeroThatBringsTheOtherBack) {
  const std::string id = direct();
  send(bob.as(), id, "old");
  leave(bob.as(), id);
  const List alices = list(alice), bobs = list(bob);
  const Opened page = open_by_ticket(alice);
  const Joined message = join(page.link, "/topic/" + id + "/message");
  advance(1000);
  must(page.as(), "room.awake", saying(id, "are you there?"));
  must(page.as(), "room.send", saying(id, "are you there?", {}, 3));
  EXPECT_EQ(contents(alice.as(), id), (std::vector<std::string>{"old", "bye", "are you there?"}));
  EXPECT_EQ(contents(bob.as(), id), std::vector<std::string>{"are you there?"});
  const Answered room = must(bob.as(), "room.get", of_room(id));
  EXPECT_EQ(members(room), (std::vector<std::int64_t>{1, 2})) << "nobody is dropped";
  EXPECT_TRUE(room.flag("/members/1/joining"));
  for (const char* const time : {"joinedAt", "enteredAt", "awayAt"})
    EXPECT_EQ(room.text(std::string("/members/1/") + time), "2023-11-14T22:13:20.999");
  EXPECT_EQ(must(bob.as(), "room.list").number("/0/unreadNumber"), 1);
  ASSERT_EQ(heard(message).size(), 1u);
  EXPECT_EQ(heard(message)[0].body.number("/message/type"), 0);
  EXPECT_EQ(heard(bobs.room_new).size(), 1u);
  EXPECT_EQ(heard(bobs.message).size(), 1u);
  EXPECT_TRUE(heard(alices.room_new).empty());
  EXPECT_EQ(heard(alices.room).size(), 1u);
  EXPECT_EQ(heard(alices.message).size(), 1u);
}

TEST_F(Coming, TheSecondFrameOfAnAwakeningCountsWhenTheFirstWasNotStored) {
  const std::string id = direct();
  leave(bob.as(), id);
  const Opened page = open_by_ticket(alice);
  storage_->fail_next_commit(COCO_RETRY);
  EXPECT_EQ(ask(page.as(), "room.awake", saying(id, "hello?")).code(), "RETRY");
  must(page.as(), "room.send", saying(id, "hello?", {}, 3));
  EXPECT_EQ(contents(bob.as(), id), std::vector<std::string>{"hello?"});
  must(page.as(), "room.send", saying(id, "hello?", {}, 3));
  must(page.as(), "room.send", saying(id, "hello?"));
  EXPECT_EQ(contents(bob.as(), id).size(), 3u) << "only the next one is the same one";
}

TEST_F(Coming, AnOrdinaryMessageWakesThePrivateRoomAndAlsoItsSender) {
  const std::string id = direct();
  leave(alice.as(), id);
  leave(bob.as(), id);
  EXPECT_TRUE(send(alice.as(), id, "both of us").is_ok());
  EXPECT_EQ(must(alice.as(), "room.list").size(), 1u);
  EXPECT_EQ(must(alice.as(), "room.list").number("/0/unreadNumber"), 0);
  EXPECT_EQ(must(bob.as(), "room.list").number("/0/unreadNumber"), 1);
}

TEST_F(Coming, AMessageThatCrossesADepartureWakesTheRoom) {
  const std::string id = direct();
  hold_storage();
  const AnswerPtr gone = begin(bob.as(), "room.leave", saying(id, "bye"));
  const AnswerPtr said = begin(alice.as(), "room.send", saying(id, "wait"));
  run();
  EXPECT_TRUE((*gone)->is_ok());
  EXPECT_TRUE((*said)->is_ok());
  EXPECT_EQ(must(bob.as(), "room.list").size(), 1u) << "he was told, so he has the room";
  EXPECT_EQ(contents(bob.as(), id), std::vector<std::string>{"wait"});
}

TEST_F(Coming, WhoLooksAtARoomHeLeftIsThereWhenHeWakesIt) {
  const std::string id = direct();
  leave(alice.as(), id);
  const Opened page = open_by_ticket(alice);
  must(page.as(), "room.enter", of_room(id));
  advance(1000);
  must(page.as(), "room.awake", saying(id, "me again"));
  const Answered room = must(bob.as(), "room.get", of_room(id));
  EXPECT_GT(room.text("/members/0/enteredAt"), room.text("/members/0/awayAt"));
}

TEST_F(Coming, LeavingEndsThePresenceOfAllOnesSockets) {
  const std::string id = direct();
  const Opened first = open_by_ticket(alice), second = open(alice);
  must(first.as(), "room.enter", of_room(id));
  must(second.as(), "room.enter", of_room(id));
  advance(1000);
  leave(alice.as(), id);
  const Answered room = must(bob.as(), "room.get", of_room(id));
  EXPECT_LE(room.text("/members/0/enteredAt"), room.text("/members/0/awayAt"));
  close(first.link);
  close(second.link);
  EXPECT_EQ(must(bob.as(), "room.get", of_room(id)).body(), room.body());
}

TEST_F(Coming, APageThatAsksForAPrivateRoomThatExistsIsShownIt) {
  const std::string id = direct();
  const List alices = list(alice), bobs = list(bob);
  EXPECT_EQ(try_create(alices.link.as(), 0, {2, 1}).detail(), "이미 존재하는 1:1 채팅방은 생성할 수 없습니다.");
  ASSERT_EQ(heard(alices.room_new).size(), 1u);
  EXPECT_EQ(heard(alices.room_new)[0].body.text("/id"), id);
  EXPECT_TRUE(heard(bobs.room_new).empty());
  EXPECT_EQ(try_create(alices.link.as(), 1, {1, 2}).code(), "BAD_REQUEST");
  EXPECT_EQ(heard(alices.room_new).size(), 1u) << "only for that";
}

TEST_F(Coming, MyRoomsAreThoseIAmIn) {
  const std::string id = group(), two = direct();
  leave(alice.as(), two);
  const Answered mine = must(alice.as(), "room.mine");
  ASSERT_EQ(mine.size(), 1u);
  EXPECT_EQ(mine.text("/0/id"), id);
}

}  // namespace
}  // namespace cocotalk::testing
