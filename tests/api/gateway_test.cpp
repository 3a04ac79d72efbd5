#include "tests/api/application_fixture.hpp"

namespace cocotalk::testing {
namespace {

using Gateway = ApplicationFixture;

TEST_F(Gateway, AnUnknownCommandIsNotFound) {
  const Answered out = ask({}, "room.explode");
  EXPECT_EQ(out.status, COCO_NOT_FOUND);
  EXPECT_EQ(out.code(), "UNKNOWN_COMMAND");
  EXPECT_EQ(out.detail(), "there is no command 'room.explode'");
}

TEST_F(Gateway, ALinkThatIsNotOpenIsUnauthorized) {
  EXPECT_EQ(ask({99}, "profile.get").status, COCO_UNAUTHORIZED);
  const Opened link = open(person("alice"));
  close(link.link);
  EXPECT_EQ(ask(link.as(), "profile.get").status, COCO_UNAUTHORIZED);
}

TEST_F(Gateway, MalformedBodiesAreRefusedWithoutEffect) {
  const Device alice = person("alice");
  sign_up("bob");
  const std::string room = create(alice.as(), 0, {1, 2});
  const std::string begin = "{\"roomId\":" + json_text(room) + ",";
  for (const std::string& json : {std::string(),
                                  std::string("null"),
                                  std::string("[]"),
                                  std::string("\"x\""),
                                  std::string("{"),
                                  begin + "\"content\":1}",
                                  begin + "\"content\":[\"x\"]}",
                                  begin + "\"content\":\"x\",\"type\":1e999}",
                                  begin + "\"content\":\"x\",\"type\":0.5}",
                                  begin + "\"content\":\"x\",\"type\":99999999999999999999}",
                                  begin + "\"content\":\"x\",\"type\":\"0x0\"}",
                                  begin + "\"content\":\"x\",\"type\":true}",
                                  begin + "\"content\":\"a\\u0000b\"}",
                                  begin + "\"content\":\"x\",\"content\":\"y\"}",
                                  begin + "\"content\":\"x\",\"c\\u006fntent\":\"y\"}",
                                  begin + "\"content\":\"\\ud83d\"}",
                                  begin + "\"content\":\"\\ude00\"}",
                                  begin + "\"content\":\"\\ude00\\ud83d\"}",
                                  begin + "\"content\":\"\xff\"}",
                                  begin + "\"content\":\"\xed\xa0\x80\"}",
                                  begin + "\"content\":\"x\",}",
                                  begin + "\"content\":\"x\"} {}",
                                  std::string("{\"roomId\":7,\"content\":\"x\"}"),
                                  begin + "\"content\":\"x\",\"clientMsgId\":{}}",
                                  begin + "\"content\":\"x\nline\"}"}) {
    const Answered out = ask(alice.as(), "room.send", json);
    EXPECT_EQ(out.status, COCO_INVALID) << json;
    EXPECT_EQ(out.code(), "BAD_REQUEST") << json;
  }
  EXPECT_EQ(rows_of("event"), 0u);
  EXPECT_TRUE(ask(alice.as(), "room.send", begin + "\"content\":\"\\ud83d\\ude00\",\"unknown\":1e9}").is_ok())
      << "unknown fields are ignored";
  EXPECT_EQ(must(alice.as(), "room.tail", of_room(room)).text("/messageList/0/content"), "😀");
}

TEST_F(Gateway, DeeplyNestedJsonIsRefusedAndNotFollowed) {
  std::string json = "{\"roomId\":";
  for (int i = 0; i < 100'000; ++i) json += "[";
  EXPECT_EQ(ask(person("alice").as(), "room.get", json).code(), "BAD_REQUEST");
}

TEST_F(Gateway, AStorageThatIsBusyIsToldAsBusy) {
  const Device alice = person("alice");
  sign_up("bob");
  storage_->fail_next_commit(COCO_BUSY);
  const Answered out = try_create(alice.as(), 0, {1, 2});
  EXPECT_EQ(out.status, COCO_BUSY);
  EXPECT_EQ(out.code(), "BUSY");
  EXPECT_GT(out.retry_after_ms, 0u);
}

TEST_F(Gateway, AFailureOfOursSaysNothingToClientsAndEverythingToTheLog) {
  const Device alice = person("alice");
  sign_up("bob");
  storage_->fail_next_commit(COCO_INTERNAL);
  const Answered out = try_create(alice.as(), 0, {1, 2});
  EXPECT_EQ(out.status, COCO_INTERNAL);
  EXPECT_EQ(out.code(), "INTERNAL");
  EXPECT_EQ(out.detail(), "the server failed; the log says why");
  EXPECT_TRUE(host_.logged("a command failed"));
}

TEST_F(Gateway, CountsLinksCommandsAndRefusals) {
  const Opened link = open(person("alice"));
  const std::int64_t asked = host_.metric("commands_total{}"), refused = host_.metric("refusals_total{}");
  ask(link.as(), "profile.get");
  ask(link.as(), "nonsense");
  gateway_->tick(7);
  EXPECT_EQ(host_.metric("commands_total{}"), asked + 2);
  EXPECT_EQ(host_.metric("refusals_total{}"), refused + 1);
  EXPECT_EQ(host_.metric("links{}"), 1);
  EXPECT_EQ(host_.metric("loop_depth{}"), 7);
  close(link.link);
  gateway_->tick(0);
  EXPECT_EQ(host_.metric("links{}"), 0);
}

TEST_F(Gateway, DetachClosesTheTransportsLinksAndNothingCallsItAgain) {
  const Device alice = person("alice");
  const Opened link = open(alice);
  join(link.link, "/me");
  sign_in("alice");  // the link is to be closed in half a second
  Answer<int> done;
  gateway_->table()->detach(gateway_->table()->self, transport_.table(), done.expect_nothing());
  run();
  ASSERT_EQ(done.status(), COCO_OK);
  const int calls = transport_.calls();
  sign_up("bob");
  create(sign_in("alice").as(), 0, {1, 2});
  advance(5000);
  EXPECT_EQ(transport_.calls(), calls);
  EXPECT_EQ(app_->links.size(), 0u);
}

// A sign-in takes its time: its link must not appear behind the back of a transport that is gone.
TEST_F(Gateway, DetachWaitsForLinksThatAreBeingOpened) {
  const Device alice = person("alice");
  restart();
  hold_storage();
  const auto opening = begin_open(COCO_ACCESS_TOKEN, {}, alice.access);
  executor_.run();
  Answer<int> done;
  gateway_->table()->detach(gateway_->table()->self, transport_.table(), done.expect_nothing());
  executor_.run();
  EXPECT_FALSE(done.answered());
  run();
  EXPECT_EQ(done.status(), COCO_OK);
  EXPECT_EQ(opening->status, COCO_UNAVAILABLE);
  EXPECT_EQ(app_->links.size(), 0u);
}

TEST_F(Gateway, ATransportMayOpenAgainAfterItWasDetached) {
  const Device alice = person("alice");
  Answer<int> done;
  gateway_->table()->detach(gateway_->table()->self, transport_.table(), done.expect_nothing());
  run();
  EXPECT_EQ(done.status(), COCO_OK);
  EXPECT_EQ(open(alice).status, COCO_OK);
}

TEST_F(Gateway, HostCommandsSayWhenNobodyAnswersThem) { EXPECT_EQ(ask({}, "host.health").status, COCO_UNAVAILABLE); }

}  // namespace
}  // namespace cocotalk::testing
