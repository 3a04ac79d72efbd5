#include "tests/api/offers_fixture.hpp"

namespace cocotalk::testing {
namespace {

class OfferedCall : public OffersFixture {
 protected:
  OfferedCall() { offer_well(pings_.table); }
  // What a client is told when the plugin answers so.
  Answered answered(const std::function<void(Pings::Ask&)>& answering) {
    return asked(pings_, {}, "ping.anybody", "{}", answering);
  }
  Answered refused(coco_status status, const char* json) {
    return asked(pings_, alice_.as(), "ping.account", R"({"word":"hi"})", [&](Pings::Ask& ask) {
      coco::pass_on(ask.done, {status, json, "the reason", 0, {}, 0});
    });
  }
  std::int64_t defects() { return host_.metric("plugin_command_defects_total{}"); }
  Pings pings_;
  const Device alice_ = person("alice");
};

// ---- who asks, and what

TEST_F(OfferedCall, AnAccountAsksThePluginWithWhatTheCoreKnowsOfIt) {
  const Answered out = asked(pings_, alice_.as(), "ping.account", R"({"word":"hi"})", [&](Pings::Ask& ask) {
    EXPECT_EQ(ask.which, "account");
    EXPECT_EQ(ask.json, R"({"word":"hi"})");
    EXPECT_EQ(ask.account, alice_.account);
    EXPECT_EQ(ask.cid, "alice");
    EXPECT_EQ(ask.session.size(), 32u);
    EXPECT_EQ(ask.address, "10.0.0.1");
    coco::answer(ask.done, R"({"word":"hi"})");
  });
  EXPECT_EQ(out.status, COCO_OK);
  EXPECT_EQ(out.body(), R"({"word":"hi"})");
}

TEST_F(OfferedCall, WhoIsRefusedByTheCoresRulesDoesNotReachThePlugin) {
  EXPECT_EQ(ask({}, "ping.account", R"({"word":"hi"})").code(), "JWT_AUTHENTICATION");
  EXPECT_EQ(ask(alice_.by_refresh(), "ping.account", R"({"word":"hi"})").code(), "JWT_AUTHENTICATION");
  EXPECT_EQ(ask({0, COCO_ACCESS_TOKEN, "nonsense"}, "ping.account", R"({"word":"hi"})").code(), "JWT_AUTHENTICATION");
  EXPECT_EQ(ask(alice_.as(), "ping.hosts").code(), "NOT_PERMITTED");
  EXPECT_TRUE(pings_.asks.empty());
}

TEST_F(OfferedCall, TheOperatorIsNobodysAccount) {
  asked(pings_, {0, COCO_OPERATOR}, "ping.hosts", "{}", [](Pings::Ask& ask) {
    EXPECT_EQ(ask.account, 0);
    ask.done.ok();
  });
}

TEST_F(OfferedCall, AnybodyMayBeKnownOrNot) {
  const auto account_of = [this](const As& as) {
    std::int64_t account = -1;
    asked(pings_, as, "ping.anybody", "{}", [&](Pings::Ask& ask) { account = ask.account, ask.done.ok(); });
    return account;
  };
  EXPECT_EQ(account_of({}), 0);
  EXPECT_EQ(account_of({0, COCO_ACCESS_TOKEN, "nonsense"}), 0);
  EXPECT_EQ(account_of(alice_.as()), alice_.account);
  EXPECT_EQ(account_of(open(alice_).as()), alice_.account);
}

TEST_F(OfferedCall, AMemberIsInTheRoomNow) {
  const Device bob = person("bob"), carol = person("carol");
  const std::string room = create(alice_.as(), 1, {alice_.account, bob.account, person("dave").account});
  asked(pings_, bob.as(), "ping.member", of_room(room), [&](Pings::Ask& ask) {
    EXPECT_EQ(ask.room, room);
    EXPECT_EQ(ask.unheard, 0);
    ask.done.ok();
  });
  EXPECT_EQ(ask(carol.as(), "ping.member", of_room(room)).code(), "NOT_PERMITTED") << "a stranger";
  must(bob.as(), "room.leave", of_room(room));
  EXPECT_EQ(ask(bob.as(), "ping.member", of_room(room)).code(), "NOT_PERMITTED") << "he left";
  EXPECT_EQ(ask(alice_.as(), "ping.member", of_room("000000000000000000000000")).code(), "BAD_REQUEST") << "no such room";
  EXPECT_TRUE(pings_.asks.empty());
}

TEST_F(OfferedCall, WhoBlocksTheOtherOneOfAPrivateRoomHasThatSaid) {
  const Device bob = person("bob");
  const std::string room = create(alice_.as(), 0, {alice_.account, bob.account});
  must(alice_.as(), "friends.block", "{\"toUid\":" + std::to_string(bob.account) + "}");
  asked(pings_, alice_.as(), "ping.member", of_room(room), [&](Pings::Ask& ask) {
    EXPECT_EQ(ask.unheard, bob.account);
    ask.done.ok();
  });
  asked(pings_, bob.as(), "ping.member", of_room(room), [&](Pings::Ask& ask) {
    EXPECT_EQ(ask.unheard, 0) << "he is not to notice";
    ask.done.ok();
  });
}

TEST_F(OfferedCall, InputIsHeldAgainstItsDeclaration) {
  const auto code = [this](const char* json) { return ask(alice_.as(), "ping.account", json).code(); };
  EXPECT_EQ(code("{}"), "NO_VALUES");
  EXPECT_EQ(code(R"({"word":"  "})"), "NO_VALUES");
  EXPECT_EQ(code(R"({"word":"123456789"})"), "BAD_REQUEST") << "eight bytes are the most";
  EXPECT_EQ(code(R"({"word":7})"), "BAD_REQUEST");
  EXPECT_EQ(code(R"({"word":"hi","times":0})"), "BAD_REQUEST");
  EXPECT_EQ(code(R"({"word":"hi","times":4})"), "BAD_REQUEST");
  EXPECT_EQ(ask({}, "ping.anybody", "[]").code(), "BAD_REQUEST") << "also of a command without any";
  EXPECT_TRUE(pings_.asks.empty());
  for (const char* const json : {R"({"word":"12345678","times":1})", R"({"word":"hi","times":"3","other":1})"})
    asked(pings_, alice_.as(), "ping.account", json, [](Pings::Ask& ask) { ask.done.ok(); });
}

TEST_F(OfferedCall, ThePluginAsksTheCoreWithTheAuthorityOfWhoAsked) {
  for (const As& as : {alice_.as(), open(alice_).as()})
    asked(pings_, as, "ping.anybody", "{}", [&](Pings::Ask& asking) {
      coco::Answer profile;
      const coco_caller raw = asking.caller.raw();
      gateway_->table()->ask(gateway_->table()->self, &raw, coco::view("profile.get"), coco::view("{}"),
                             coco::on_completion<coco_answer>([&](coco_status status, const coco_answer* a, const coco_error*) {
                               profile.status = status, profile.json = coco::text(a->json);
                             }));
      run();
      EXPECT_EQ(Parsed(profile.json).number("/id"), alice_.account);
      asking.done.ok();
    });
}

// ---- what it answers

TEST_F(OfferedCall, AnAnswerIsOneLineOfJson) {
  EXPECT_EQ(answered([](Pings::Ask& ask) { ask.done.ok(); }).body(), "{}");
  EXPECT_EQ(answered([](Pings::Ask& ask) { coco::answer(ask.done, "{\n \"a\":\r1}"); }).body(), "{  \"a\": 1}");
  EXPECT_EQ(defects(), 0);
}

TEST_F(OfferedCall, WhatIsNoAnswerIsContainedAndCounted) {
  std::int64_t n = 0;
  for (const char* const json : {"{", "nonsense", "{} {}", "\xff"}) {
    const Answered out = answered([json](Pings::Ask& ask) { coco::answer(ask.done, json); });
    EXPECT_EQ(out.code(), "INTERNAL") << json;
    EXPECT_EQ(out.detail(), "the plugin failed; the log says why");
    EXPECT_EQ(defects(), ++n);
  }
  EXPECT_TRUE(host_.logged("plugin 'ping': 'ping.anybody' answered what is no JSON"));
  const std::string longest = "\"" + std::string(1024 * 1024 - 2, 'x') + "\"";
  EXPECT_EQ(answered([&](Pings::Ask& ask) { coco::answer(ask.done, longest); }).status, COCO_OK);
  EXPECT_EQ(answered([&](Pings::Ask& ask) { coco::answer(ask.done, longest + " "); }).code(), "INTERNAL");
  EXPECT_EQ(ask({}, "ping.throws").code(), "INTERNAL");
  EXPECT_TRUE(host_.logged("'ping.throws' failed: a bug"));
}

TEST_F(OfferedCall, OnlyDeclaredRefusalsPass) {
  EXPECT_EQ(refused(COCO_INVALID, R"({"code":"TIRED","detail":"later"})").code(), "TIRED");
  EXPECT_EQ(refused(COCO_INVALID, R"({"code":"TIRED","detail":"later"})").detail(), "later");
  EXPECT_EQ(refused(COCO_INVALID, "").code(), "BAD_REQUEST") << "the word of the status";
  EXPECT_EQ(refused(COCO_INVALID, "").detail(), "the reason");
  EXPECT_EQ(refused(COCO_DENIED, "").code(), "NOT_PERMITTED") << "every command's";
  EXPECT_EQ(refused(COCO_BUSY, "").code(), "BUSY");
  EXPECT_GT(refused(COCO_BUSY, "").retry_after_ms, 0u);
  EXPECT_EQ(refused(COCO_UNAVAILABLE, "").code(), "RETRY");
  EXPECT_EQ(defects(), 0);
  EXPECT_EQ(refused(COCO_INVALID, R"({"code":"HUNGRY","detail":""})").code(), "INTERNAL");
  EXPECT_EQ(refused(COCO_CONFLICT, "").code(), "INTERNAL") << "not declared";
  EXPECT_EQ(refused(COCO_INTERNAL, "").code(), "INTERNAL");
  EXPECT_EQ(refused(COCO_INVALID, R"({"code":7})").code(), "INTERNAL");
  EXPECT_EQ(refused(COCO_INVALID, "nonsense").code(), "INTERNAL");
  EXPECT_EQ(defects(), 5);
}

TEST_F(OfferedCall, ACallThatIsDroppedIsToldAsRetry) {
  EXPECT_EQ(answered([](Pings::Ask& ask) { ask.done = {}; }).code(), "RETRY");
}

TEST_F(OfferedCall, AnAnswerThatDoesNotComeInTimeIsRetryAndComesToNothing) {
  const AnswerPtr out = begin({}, "ping.anybody");
  run();
  advance(9'999);
  EXPECT_FALSE(out->has_value());
  advance(1);
  ASSERT_TRUE(out->has_value());
  EXPECT_EQ((*out)->code(), "RETRY");
  EXPECT_EQ(defects(), 1);
  Pings::Ask late = pings_.take();
  coco::answer(late.done, "{}");
  run();
  EXPECT_EQ(defects(), 2) << "that it came is counted too";
}

// ---- how much it is asked

TEST_F(OfferedCall, AnAccountAsksOnlySoOften) {
  const auto once = [this] { asked(pings_, alice_.as(), "ping.anybody", "{}", [](Pings::Ask& ask) { ask.done.ok(); }); };
  for (int i = 0; i < 60; ++i) once();
  const Answered out = ask(alice_.as(), "ping.anybody");
  EXPECT_EQ(out.code(), "RATE");
  EXPECT_GT(out.retry_after_ms, 0u);
  asked(pings_, {}, "ping.anybody", "{}", [](Pings::Ask& ask) { ask.done.ok(); });  // others have their own
  advance(50);
  once();
}

TEST_F(OfferedCall, APluginHasOnlySoManyCallsUnderWay) {
  std::vector<AnswerPtr> out;
  for (int i = 0; i < 64; ++i) out.push_back(begin({0, COCO_OPERATOR}, "ping.hosts"));
  run();
  EXPECT_EQ(pings_.asks.size(), 64u);
  EXPECT_EQ(ask({0, COCO_OPERATOR}, "ping.hosts").code(), "BUSY");
  pings_.take().done.ok();
  run();
  out.push_back(begin({0, COCO_OPERATOR}, "ping.hosts"));
  run();
  EXPECT_EQ(pings_.asks.size(), 64u);
  pings_.asks.clear();
  run();
}

}  // namespace
}  // namespace cocotalk::testing
