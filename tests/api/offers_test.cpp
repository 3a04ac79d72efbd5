#include "core/api/offers.hpp"

#include "tests/api/offers_fixture.hpp"

namespace cocotalk::testing {
namespace {

class Offers : public OffersFixture {
 protected:
  // A group wants three.
  std::string group(const Device& maker, const Device& other) {
    return create(maker.as(), 1, {maker.account, other.account, person("third").account});
  }
};

// ---- what is taken in

TEST_F(Offers, NamesOfTheCoreAndOfOtherPluginsAreRefusedInOneSentence) {
  Pings pings, of_the_core("room"), an_event("typing"), other("pong", "ping"), shouting("Ping"), elsewhere("pong");
  EXPECT_EQ(offer(of_the_core.table), COCO_INVALID);
  EXPECT_EQ(why(), "the commands of plugin 'room': the prefix 'room' is one of the core's own; choose another");
  EXPECT_EQ(offer(an_event.table), COCO_INVALID);
  EXPECT_EQ(offer(shouting.table), COCO_INVALID);
  EXPECT_EQ(why(), "the commands of plugin 'Ping': the prefix 'Ping' is no word of lower-case letters, digits and hyphens");
  EXPECT_EQ(offer(elsewhere.table), COCO_INVALID);
  EXPECT_EQ(why(),
            "the commands of plugin 'pong': the name of command 'ping.anybody' is not 'pong.' and a word of lower-case letters, "
            "digits and hyphens");
  offer_well(pings.table);
  EXPECT_EQ(offer(pings.table), COCO_INVALID) << "twice";
  EXPECT_EQ(offer(other.table), COCO_INVALID);
  EXPECT_EQ(
      why(),
      "the commands of plugin 'pong': the prefix 'ping' is taken by plugin 'ping'; remove one of them from the configuration");
}

TEST_F(Offers, APluginMayHaveAnotherPrefixThanItsId) {
  Pings pings("ping-pong", "ping");
  offer_well(pings.table);
  asked(pings, {}, "ping.anybody", "{}", [](Pings::Ask& ask) { ask.done.ok(); });
}

TEST_F(Offers, ADeclarationThatIsWrongIsRefusedWithItsPlace) {
  Pings pings;
  const auto refused = [&](const std::function<void(coco_commands&)>& spoil) {
    coco_commands table = pings.table;
    spoil(table);
    EXPECT_EQ(offer(table), COCO_INVALID);
    return why().substr(std::string("the commands of plugin 'ping': ").size());
  };
  const auto with_command = [&](coco_command command) {
    return refused([&command](coco_commands& table) { table.commands = &command, table.n_commands = 1; });
  };
  const auto with_field = [&](coco_field field) {
    coco_command command = ping_commands[0];
    command.input = &field, command.n_input = 1;
    return with_command(command);
  };
  coco_command command = ping_commands[0];
  command.ask = nullptr;
  EXPECT_EQ(with_command(command), "the command 'ping.anybody' has no function");
  command = ping_commands[0], command.who = 9;
  EXPECT_EQ(with_command(command), "the command 'ping.anybody' is for 9, who is nobody");
  command = ping_commands[0], command.who = COCO_WHO_MEMBER;
  EXPECT_EQ(with_command(command),
            "the command 'ping.anybody' is for members, and no required field of its input names the room");
  command = ping_commands[0], command.output = "[Pang]";
  EXPECT_EQ(with_command(command), "'ping.anybody' names a shape 'Pang' that there is not");
  command = ping_commands[0], command.summary = nullptr;
  EXPECT_EQ(with_command(command), "the summary of a command is missing");
  command = ping_commands[0], command.name = "ping.Loud";
  EXPECT_EQ(with_command(command),
            "the name of command 'ping.Loud' is not 'ping.' and a word of lower-case letters, digits and hyphens");
  EXPECT_EQ(with_field(coco::Field(77, "x", "")), "a field of 'ping.anybody' is of kind 77, which there is not");
  EXPECT_EQ(with_field(coco::Field(COCO_FIELD_OBJECT, "x", "")), "the field 'x' of 'ping.anybody' has no shape");
  EXPECT_EQ(with_field(coco::field::text(nullptr, "")), "the name of a field of 'ping.anybody' is missing");
  const coco_field twice[] = {coco::field::text("x", ""), coco::field::flag("x", "")};
  command = coco_command(coco::Command("ping.x", COCO_WHO_ANYBODY, "x", ping_commands[0].ask).takes(twice));
  EXPECT_EQ(with_command(command), "'ping.x' has two fields 'x'");
  const coco_no shy[] = {{"tired", ""}};
  command = coco_command(coco::Command("ping.x", COCO_WHO_ANYBODY, "x", ping_commands[0].ask).refuses(shy));
  EXPECT_EQ(with_command(command), "the command 'ping.x' says no with 'tired', which is no word in capitals");
  const coco_shape core_shape = coco::shape("UserVo", "", pong_fields);
  EXPECT_EQ(refused([&](coco_commands& table) { table.shapes = &core_shape; }),
            "the shape 'UserVo' is no word of letters and digits with a capital in front, or is there already");
  const char* const hears[] = {"sunrise", nullptr};
  EXPECT_EQ(refused([&](coco_commands& table) { table.hears = hears; }), "it wants to hear 'sunrise', which does not happen");
  EXPECT_EQ(refused([](coco_commands& table) { table.heard = nullptr; }),
            "it wants to hear 'message', and has no function for it");
  coco_commands cut = pings.table;
  cut.size = 16;
  EXPECT_EQ(offer(cut), COCO_INVALID);
  EXPECT_NE(why().find("rebuild the plugin with this SDK"), std::string::npos);
}

TEST_F(Offers, OfFieldsAndCommandsThereIsAMost) {
  Pings pings;
  const auto takes = [&](std::size_t fields) {
    std::vector<std::string> names;
    for (std::size_t i = 0; i < fields; ++i) names.push_back("f" + std::to_string(i));
    std::vector<coco_field> input;
    for (const std::string& name : names) input.push_back(coco::field::text(name.c_str(), ""));
    coco_command command = ping_commands[0];
    command.input = input.data(), command.n_input = fields;
    coco_commands table = pings.table;
    table.commands = &command, table.n_commands = 1;
    const bool is_taken = offer(table) == COCO_OK;
    begin_withdraw(table);
    return is_taken;
  };
  EXPECT_TRUE(takes(12));
  EXPECT_FALSE(takes(13));
  EXPECT_EQ(why(), "the commands of plugin 'ping': 'ping.anybody' has 13 fields, not at most 12");
  coco_commands many = pings.table;
  many.n_commands = 65;
  EXPECT_EQ(offer(many), COCO_INVALID);
}

TEST_F(Offers, WithThePrefixOfPluginsNoneOfTheCoresIsAsked) {
  Pings pings;
  offer_well(pings.table);
  asked(pings, {}, "plugin:ping.anybody", "{}", [](Pings::Ask& ask) { ask.done.ok(); });
  EXPECT_EQ(ask({}, "plugin:host.health").code(), "UNKNOWN_COMMAND");
}

// ---- two instances, and none

TEST_F(Offers, TheNewestInstanceIsAskedAndTheOldOneTakesNothingWithIt) {
  Pings old, fresh;
  offer_well(old.table);
  offer_well(fresh.table);
  asked(fresh, {}, "ping.anybody", "{}", [](Pings::Ask& ask) { ask.done.ok(); });
  EXPECT_TRUE(old.asks.empty());
  EXPECT_TRUE(*begin_withdraw(old.table));
  asked(fresh, {}, "ping.anybody", "{}", [](Pings::Ask& ask) { ask.done.ok(); });
}

TEST_F(Offers, ANewInstanceThatGoesAgainLeavesTheOldOneServing) {
  Pings old, fresh;
  offer_well(old.table);
  offer_well(fresh.table);
  EXPECT_TRUE(*begin_withdraw(fresh.table));
  asked(old, {}, "ping.anybody", "{}", [](Pings::Ask& ask) { ask.done.ok(); });
}

TEST_F(Offers, WithdrawingWaitsForTheCallsUnderWayAndNoNewOnesBegin) {
  Pings pings;
  offer_well(pings.table);
  const AnswerPtr out = begin({}, "ping.anybody");
  run();
  const std::shared_ptr<bool> is_done = begin_withdraw(pings.table);
  EXPECT_FALSE(*is_done);
  EXPECT_EQ(ask({}, "ping.anybody").code(), "UNKNOWN_COMMAND");
  coco::answer(pings.asks.at(0).done, R"({"a":1})");
  run();
  EXPECT_TRUE(*is_done);
  EXPECT_EQ((*out)->body(), R"({"a":1})");
  EXPECT_TRUE(*begin_withdraw(pings.table)) << "what is not offered is withdrawn already";
}

TEST_F(Offers, WithdrawingWaitsNoLongerThanACallMayTake) {
  Pings pings;
  offer_well(pings.table);
  begin({}, "ping.anybody");
  run();
  const std::shared_ptr<bool> is_done = begin_withdraw(pings.table);
  advance(10'000);
  EXPECT_TRUE(*is_done);
}

// ---- what plugins hear

TEST_F(Offers, APluginHearsWhatItWantsInTheOrderOfEffect) {
  Pings pings;
  offer_well(pings.table);
  const Device alice = person("alice"), bob = person("bob");
  const std::string room = group(alice, bob);
  send(alice.as(), room, "hello");
  must(alice.as(), "room.rename", "{\"roomId\":" + json_text(room) + ",\"roomname\":\"new\"}");
  must(alice.as(), "room.picture", of_room(room));  // it does not want to hear of it
  must(bob.as(), "room.leave", of_room(room));
  must(alice.as(), "room.remove", of_room(room));
  must(bob.as(), "profile.delete");
  std::vector<std::string> kinds;
  for (const auto& [kind, body] : pings.heard) kinds.push_back(kind);
  EXPECT_EQ(kinds, (std::vector<std::string>{"message", "renamed", "left", "removed", "account-deleted"}));
  EXPECT_EQ(Parsed(pings.heard.at(0).second).text("/content"), "hello");
  EXPECT_EQ(Parsed(pings.heard.at(3).second).text("/roomId"), room);
  EXPECT_EQ(Parsed(pings.heard.at(4).second).number("/userId"), bob.account);
}

TEST_F(Offers, OfTwoInstancesOnlyTheNewestHears) {
  Pings old, fresh;
  offer_well(old.table);
  offer_well(fresh.table);
  const Device alice = person("alice");
  send(alice.as(), group(alice, person("bob")), "hello");
  EXPECT_TRUE(old.heard.empty());
  EXPECT_EQ(fresh.heard.size(), 1u);
}

TEST_F(Offers, TheLastOneToLeaveTakesTheRoomWithHim) {
  Pings pings;
  offer_well(pings.table);
  const Device alice = person("alice"), bob = person("bob"), carol = person("carol");
  const std::string room = create(alice.as(), 1, {alice.account, bob.account, carol.account});
  for (const Device& each : {alice, bob, carol}) must(each.as(), "room.leave", of_room(room));
  ASSERT_FALSE(pings.heard.empty());
  EXPECT_EQ(pings.heard.back().first, "removed");
}

// ---- what they tell

TEST_F(Offers, AnEventReachesTheMembersWhoHearTheRoom) {
  Pings pings;
  offer_well(pings.table);
  const Device alice = person("alice"), bob = person("bob");
  const std::string room = group(alice, bob);
  const Opened link = open(alice);
  const Joined live = join(link.link, "/room/" + room + "/live"), me = join(link.link, "/me");
  const Joined of_bob = join(open(bob).link, "/me");
  EXPECT_EQ(tell(pings.table, "ping", R"({"word":"hi"})", room), COCO_OK);
  ASSERT_EQ(heard(live).size(), 1u);
  EXPECT_EQ(heard(live)[0].kind, "ping");
  EXPECT_EQ(heard(live)[0].body.body(), R"({"word":"hi"})");
  EXPECT_EQ(tell(pings.table, "ping.mine", R"({"word":"you"})", "", {alice.account}), COCO_OK);
  EXPECT_EQ(heard(me).back().kind, "ping.mine");
  for (const Heard& h : heard(of_bob)) EXPECT_NE(h.kind, "ping.mine");
}

TEST_F(Offers, AnEventOfSomebodyBlockedIsNotHeard) {
  Pings pings;
  offer_well(pings.table);
  const Device alice = person("alice"), bob = person("bob");
  const std::string room = create(alice.as(), 0, {alice.account, bob.account});
  const Joined live = join(open(alice).link, "/room/" + room + "/live");
  must(alice.as(), "friends.block", "{\"toUid\":" + std::to_string(bob.account) + "}");
  EXPECT_EQ(tell(pings.table, "ping", "{}", room, {}, bob.account), COCO_OK);
  EXPECT_TRUE(heard(live).empty());
  EXPECT_EQ(tell(pings.table, "ping", "{}", room, {}, alice.account), COCO_OK);
  EXPECT_EQ(heard(live).size(), 1u);
}

TEST_F(Offers, WhatAPluginMayNotTellIsRefused) {
  Pings pings, stranger;
  offer_well(pings.table);
  const Device alice = person("alice");
  const std::string room = group(alice, person("bob"));
  EXPECT_EQ(tell(stranger.table, "ping", "{}", room), COCO_INVALID) << "not offered";
  EXPECT_EQ(tell(pings.table, "message", "{}", room), COCO_INVALID) << "the core's";
  EXPECT_EQ(tell(pings.table, "ping.mine", "{}", room), COCO_INVALID) << "declared for accounts";
  EXPECT_EQ(tell(pings.table, "ping", "{}", "", {alice.account}), COCO_INVALID) << "declared for rooms";
  EXPECT_EQ(tell(pings.table, "ping", "[]", room), COCO_INVALID);
  EXPECT_EQ(tell(pings.table, "ping", "{}", "000000000000000000000000"), COCO_NOT_FOUND);
  EXPECT_EQ(tell(pings.table, "ping", "{}", "nonsense"), COCO_NOT_FOUND);
  const auto of_size = [](std::size_t n) { return "{\"a\":\"" + std::string(n - 8, 'x') + "\"}"; };
  EXPECT_EQ(tell(pings.table, "ping", of_size(64 * 1024), room), COCO_OK);
  EXPECT_EQ(tell(pings.table, "ping", of_size(64 * 1024 + 1), room), COCO_INVALID);
  EXPECT_EQ(tell(pings.table, "ping.mine", "{}", "", std::vector<std::int64_t>(1000, 1)), COCO_OK);
  EXPECT_EQ(tell(pings.table, "ping.mine", "{}", "", std::vector<std::int64_t>(1001, 1)), COCO_INVALID);
}

// ---- the reference

TEST_F(Offers, TheReferenceShowsThemAsLongAsTheyAreOffered) {
  Pings old, pings;
  offer_well(old.table);
  offer_well(pings.table);
  const std::string with = must({}, "host.reference").body();
  const auto count = [&with](const std::string& what) {
    std::size_t n = 0;
    for (std::size_t at = with.find(what); at != std::string::npos; at = with.find(what, at + 1)) ++n;
    return n;
  };
  EXPECT_EQ(count(R"({"name":"ping.account","who":"signed-in","words":"A","summary":"answers people","plugin":"ping",)"), 1u);
  EXPECT_EQ(count(R"("Pong":{"type":"object")"), 1u);
  EXPECT_EQ(count(R"("events":["here","read","typing","ping"])"), 1u);
  EXPECT_EQ(count(R"({"name":"ping.mine","summary":"somebody pinged oneself")"), 1u);
  begin_withdraw(old.table);
  begin_withdraw(pings.table);
  EXPECT_EQ(must({}, "host.reference").body().find("ping."), std::string::npos);
}

}  // namespace
}  // namespace cocotalk::testing
