// The plugin alone: the gateway and the storage are fakes, and the test is the core.
#include <gtest/gtest.h>
#include <cocotalk/testing/command_call.hpp>
#include <cocotalk/testing/fake_gateway.hpp>
#include <cocotalk/testing/fake_http.hpp>
#include <cocotalk/testing/fake_storage.hpp>
#include <cocotalk/testing/tested_plugin.hpp>

#include "poll/poll.hpp"

namespace cocotalk::testing {
namespace {

const std::string room = "0123456789abcdef01234567";

class PollPlugin : public ::testing::Test {
 protected:
  PollPlugin() {
    gateway.on_ask = [this](FakeGateway::Ask&& ask) {
      asked.push_back(ask.command + " " + ask.json);
      if (ask.command == "room.send") FakeGateway::answer(ask, "{}", 1, "message-" + std::to_string(++messages));
    };
    start();
  }
  // Again: what is stored is there already.
  void start() {
    plugin.emplace(
        coco_plugin_abi1, SettingTexts(),
        Offers{
            {COCO_GATEWAY, gateway.table()}, {COCO_STORAGE, storage.table()}, {COCO_HTTP, http.http()}, {COCO_NET, http.net()}});
    plugin->host().now_ms = 1'000;
  }
  static AskedBy by(std::int64_t account, std::int64_t unheard = 0) {
    AskedBy out;
    out.account = account, out.room = room, out.unheard = unheard;
    return out;
  }
  coco::Answer ask(const std::string& command, const std::string& fields, const AskedBy& who = by(7)) {
    return ask_command(*gateway.offered.at(0), command, "{\"roomId\":\"" + room + "\"" + fields + "}", who);
  }
  coco::Answer create(const std::string& more = "", const AskedBy& who = by(7)) {
    return ask("poll.create", R"(,"question":"Lunch?","options":["Rice","Noodles","Soup"])" + more, who);
  }
  coco::Answer vote(std::int64_t account, int option) {
    return ask("poll.vote", ",\"poll\":1,\"option\":" + std::to_string(option), by(account));
  }
  std::size_t rows_of(const char* table) const { return storage.snapshot().tables.at(table).rows.size(); }
  void happens(const char* kind, const std::string& in, std::int64_t account) {
    coco_happening what{};
    what.size = sizeof what, what.kind = coco::view(kind), what.room = coco::view(in), what.account = account;
    const coco_commands& table = *gateway.offered.at(0);
    table.heard(table.self, &what);
  }
  static bool has(const coco::Answer& answer, const std::string& part) { return answer.json.find(part) != std::string::npos; }

  FakeGateway gateway;
  FakeStorage storage;
  FakeHttp http;
  std::vector<std::string> asked;
  int messages = 0;
  std::optional<TestedPlugin> plugin;
};

TEST_F(PollPlugin, APollIsAMessageOfTheRoomAndHasANumber) {
  const coco::Answer first = create(), second = create(R"(,"endsAt":2000)");
  EXPECT_EQ(first.json, R"({"roomId":"0123456789abcdef01234567","poll":1,"userId":7,"messageId":"message-1","question":"Lunch?",)"
                        R"("options":["Rice","Noodles","Soup"],"counts":[0,0,0],"turn":0,"madeAt":1000,"closed":false})");
  EXPECT_TRUE(has(second, R"("poll":2)"));
  EXPECT_TRUE(has(second, R"("endsAt":2000)"));
  EXPECT_NE(asked.at(0).find(R"(1. Rice\n2. Noodles\n3. Soup)"), std::string::npos) << "clients that know no polls see text";
  ASSERT_EQ(gateway.tells.size(), 2u);
  EXPECT_EQ(gateway.tells[0].kind, "poll");
  EXPECT_EQ(gateway.tells[0].room, room);
}

TEST_F(PollPlugin, TheSameMessageIsTheSamePoll) {
  create(R"(,"clientMsgId":"a")");
  --messages;  // the core answers the message that was said
  const coco::Answer again = create(R"(,"clientMsgId":"a")");
  EXPECT_TRUE(has(again, R"("poll":1)")) << again.status << again.why << again.json;
  EXPECT_EQ(rows_of("poll_poll"), 1u);
  EXPECT_NE(asked.at(0).find(R"("clientMsgId":"a")"), std::string::npos);
}

TEST_F(PollPlugin, WhatTheCoreRefusesIsTheAnswerAndLeavesNothing) {
  gateway.on_ask = [](FakeGateway::Ask&& ask) { FakeGateway::refuse(ask, COCO_RATE, "RATE", "too often", 700); };
  const coco::Answer out = create();
  EXPECT_EQ(out.status, COCO_RATE);
  EXPECT_TRUE(has(out, R"("code":"RATE")"));
  EXPECT_EQ(out.retry_after_ms, 700u);
  EXPECT_EQ(rows_of("poll_poll"), 0u);
}

TEST_F(PollPlugin, ItHasTwoToTenDifferentOptions) {
  const auto with = [this](const std::string& options, const char* more = "") {
    return ask("poll.create", ",\"question\":\"?\",\"options\":[" + options + "]" + more).status;
  };
  EXPECT_EQ(with(R"("a")"), COCO_INVALID);
  EXPECT_EQ(with(R"("a","b")"), COCO_OK);
  EXPECT_EQ(with(R"("0","1","2","3","4","5","6","7","8","9")"), COCO_OK);
  EXPECT_EQ(with(R"("0","1","2","3","4","5","6","7","8","9","10")"), COCO_INVALID);
  EXPECT_EQ(with(R"("a","a")"), COCO_INVALID);
  EXPECT_EQ(with(R"("a"," ")"), COCO_INVALID);
  EXPECT_EQ(with("\"a\",\"" + std::string(100, 'x') + "\""), COCO_OK);
  EXPECT_EQ(with("\"a\",\"" + std::string(101, 'x') + "\""), COCO_INVALID);
  EXPECT_EQ(with(R"("a","b")", ",\"endsAt\":1000"), COCO_INVALID) << "now";
  EXPECT_EQ(with(R"("a","b")", ",\"endsAt\":1001"), COCO_OK);
}

TEST_F(PollPlugin, AMemberHasOneVoteAndMayChangeIt) {
  create();
  EXPECT_TRUE(has(vote(7, 0), R"("counts":[1,0,0],"turn":1)"));
  EXPECT_TRUE(has(vote(8, 0), R"("counts":[2,0,0],"turn":2)"));
  const coco::Answer changed = vote(7, 2);
  EXPECT_TRUE(has(changed, R"("counts":[1,0,1],"turn":3)"));
  EXPECT_TRUE(has(changed, R"("mine":2)"));
  const std::size_t told = gateway.tells.size();
  EXPECT_TRUE(has(vote(7, 2), R"("turn":3)")) << "it is so already";
  EXPECT_EQ(gateway.tells[told - 1].body.find("mine"), std::string::npos) << "what one chose is one's own";
  EXPECT_EQ(rows_of("poll_vote"), 2u);
  EXPECT_TRUE(has(ask("poll.get", ",\"poll\":1", by(8)), R"("mine":0)"));
  EXPECT_FALSE(has(ask("poll.get", ",\"poll\":1", by(9)), R"("mine")"));
}

TEST_F(PollPlugin, ThereIsNothingToVoteForOutsideOfThePoll) {
  create();
  EXPECT_EQ(vote(7, 3).status, COCO_INVALID);
  EXPECT_EQ(vote(7, 2).status, COCO_OK);
  EXPECT_EQ(ask("poll.vote", R"(,"poll":2,"option":0)").status, COCO_NOT_FOUND);
  EXPECT_EQ(ask("poll.get", R"(,"poll":2)").status, COCO_NOT_FOUND);
}

TEST_F(PollPlugin, WhoeverWasFasterIsCountedToo) {
  create();
  int faster = 0;
  storage.fail_commits_with([&](std::uint64_t) { return ++faster <= 7 ? COCO_CONFLICT : COCO_OK; });
  EXPECT_TRUE(has(vote(7, 1), R"("counts":[0,1,0])"));
  faster = -1;
  storage.fail_commits_with([](std::uint64_t) { return COCO_CONFLICT; });
  EXPECT_EQ(vote(8, 1).status, COCO_CONFLICT) << "again and again";
  storage.fail_commits_with({});
  EXPECT_TRUE(has(ask("poll.get", ",\"poll\":1"), R"("counts":[0,1,0])"));
}

TEST_F(PollPlugin, WhoMadeItClosesIt) {
  create();
  EXPECT_EQ(ask("poll.close", ",\"poll\":1", by(8)).status, COCO_DENIED);
  EXPECT_TRUE(has(ask("poll.close", ",\"poll\":1"), R"("closed":true)"));
  EXPECT_TRUE(gateway.tells.back().body.find(R"("closed":true)") != std::string::npos);
  EXPECT_EQ(vote(8, 0).status, COCO_CONFLICT);
  EXPECT_EQ(ask("poll.close", ",\"poll\":1").status, COCO_CONFLICT);
}

TEST_F(PollPlugin, ItEndsByItself) {
  create(R"(,"endsAt":2000)");
  plugin->host().now_ms = 1'999;
  EXPECT_EQ(vote(7, 0).status, COCO_OK);
  plugin->host().now_ms = 2'000;
  EXPECT_EQ(vote(7, 1).status, COCO_CONFLICT);
  EXPECT_TRUE(has(ask("poll.get", ",\"poll\":1"), R"("closed":true)"));
}

TEST_F(PollPlugin, TheListIsTheRoomsNewestFirst) {
  for (int i = 0; i < 51; ++i) create();
  vote(7, 1);
  const auto count = [](const std::string& json) {
    std::size_t n = 0;
    for (std::size_t at = json.find("\"poll\":"); at != std::string::npos; at = json.find("\"poll\":", at + 1)) ++n;
    return n;
  };
  const coco::Answer page = ask("poll.list", "");
  EXPECT_EQ(count(page.json), 50u);
  EXPECT_LT(page.json.find("\"poll\":51,"), page.json.find("\"poll\":50,"));
  const coco::Answer rest = ask("poll.list", ",\"before\":2");
  EXPECT_EQ(count(rest.json), 1u);
  EXPECT_TRUE(has(rest, R"("mine":1)"));
}

TEST_F(PollPlugin, APollOfSomebodyBlockedDoesNotExist) {
  create();
  const AskedBy who = by(8, 7);
  EXPECT_EQ(ask("poll.get", ",\"poll\":1", who).status, COCO_NOT_FOUND);
  EXPECT_EQ(ask("poll.vote", ",\"poll\":1,\"option\":0", who).status, COCO_NOT_FOUND);
  EXPECT_EQ(ask("poll.list", "", who).json, "[]");
}

TEST_F(PollPlugin, WithARoomGoItsPollsAndVotes) {
  create();
  vote(7, 0);
  vote(8, 0);
  happens("removed", "ffffffffffffffffffffffff", 7);
  EXPECT_EQ(rows_of("poll_vote"), 2u) << "another room";
  happens("removed", room, 7);
  EXPECT_EQ(rows_of("poll_poll"), 0u);
  EXPECT_EQ(rows_of("poll_vote"), 0u);
}

TEST_F(PollPlugin, AtItsStartGoThePollsOfRoomsThatWereRemovedWithoutIt) {
  const AskedBy elsewhere = [] {
    AskedBy out = by(7);
    out.room = "ffffffffffffffffffffffff";
    return out;
  }();
  const std::string in_another = "{\"roomId\":\"" + elsewhere.room + R"(","question":"?","options":["a","b"]})";
  create();
  create();
  vote(7, 0);
  vote(8, 0);
  ASSERT_EQ(ask_command(*gateway.offered.at(0), "poll.create", in_another, elsewhere).status, COCO_OK);
  gateway.tells.clear();
  start();
  EXPECT_EQ(rows_of("poll_poll"), 3u);
  ASSERT_EQ(gateway.tells.size(), 2u) << "one for each room";
  EXPECT_NE(gateway.tells[0].body.find(R"("counts":[2,0,0],"turn":2)"), std::string::npos) << "as it is";
  gateway.removed_rooms = {room};
  start();
  EXPECT_EQ(rows_of("poll_poll"), 1u) << "of the other room";
  EXPECT_EQ(rows_of("poll_vote"), 0u);
}

TEST_F(PollPlugin, WithAnAccountGoItsVotes) {
  create();
  create();
  vote(7, 0);
  vote(8, 0);
  const std::size_t told = gateway.tells.size();
  happens("account-deleted", "", 8);
  ASSERT_EQ(gateway.tells.size(), told + 1);
  EXPECT_NE(gateway.tells.back().body.find(R"("counts":[1,0,0],"turn":3)"), std::string::npos);
  EXPECT_EQ(rows_of("poll_vote"), 1u);
  EXPECT_TRUE(has(ask("poll.get", ",\"poll\":1"), R"("counts":[1,0,0])"));
}

TEST_F(PollPlugin, AStorageThatFailsIsTold) {
  create();
  storage.fail_next_commit(COCO_RETRY);
  EXPECT_EQ(vote(7, 0).status, COCO_RETRY);
  EXPECT_TRUE(has(vote(7, 0), R"("counts":[1,0,0])"));
}

TEST_F(PollPlugin, ThePageAsksTheCoreAsItsVisitor) {
  create();
  gateway.on_ask = [&](FakeGateway::Ask&& asking) {
    asked.push_back(asking.command + " " + asking.json);
    FakeGateway::answer(asking, ask("poll.get", ",\"poll\":1").json);
  };
  FakeRequest request;
  request.target = "/poll/" + room + "/1";
  const FakeResponse page = http.ask(request);
  EXPECT_EQ(page.status, 200);
  EXPECT_EQ(page.body, "Lunch?\n1. Rice: 0\n2. Noodles: 0\n3. Soup: 0\n");
  EXPECT_EQ(asked.back(), "poll.get {\"poll\":\"1\",\"roomId\":\"" + room + "\"}");
  gateway.on_ask = [](FakeGateway::Ask&& asking) { FakeGateway::refuse(asking, COCO_DENIED, "NOT_PERMITTED", "not yours"); };
  EXPECT_EQ(http.ask(request).status, 403);
}

TEST_F(PollPlugin, StopsWhenNothingIsUnderWay) {
  std::deque<FakeGateway::Ask> held;
  gateway.on_ask = [&](FakeGateway::Ask&& asking) { held.push_back(std::move(asking)); };
  CommandCall call(*gateway.offered.at(0), "poll.create", "{\"roomId\":\"" + room + R"(","question":"?","options":["a","b"]})",
                   by(7));
  Answer<int> drained;
  plugin->begin_stop(drained);
  EXPECT_TRUE(gateway.offered.empty());
  EXPECT_FALSE(drained.answered());
  FakeGateway::answer(held.front(), "{}", 1, "m");
  held.clear();
  EXPECT_EQ(call.get().status, COCO_OK);
  EXPECT_EQ(drained.status(), COCO_OK);
}

}  // namespace
}  // namespace cocotalk::testing
