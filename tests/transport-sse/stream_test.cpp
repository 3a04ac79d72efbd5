// What a stream hears: docs/sse.md, sentence by sentence.
#include "stage.hpp"

namespace cocotalk::sse {
namespace {

using StreamTest = Stage;

constexpr char message_1[] =
    "id: 1:1\nevent: message\ndata: {\"topic\":\"/room/a\",\"subscription\":1,\"seq\":1,\"body\":\"hi\"}\n\n";

TEST_F(StreamTest, BeginsWithTheWaitBeforeComingBackAndWhoItIs) {
  begin();
  const coco_exchange exchange = get("");
  ASSERT_EQ(gateway_.opens.size(), 1u);
  EXPECT_EQ(gateway_.opens[0].kind, COCO_ACCESS_TOKEN);
  EXPECT_EQ(gateway_.opens[0].secret, "secret");
  gateway_.accept(testing::FakeGateway::take(gateway_.opens));
  net_.run();
  EXPECT_EQ(net_.requests.status(exchange), 200);
  EXPECT_EQ(net_.requests.header(exchange, "Content-Type"), "text/event-stream");
  const std::string text = heard(exchange);
  EXPECT_TRUE(text.starts_with("retry: 3000\n\nevent: open\ndata: {\"link\":\"")) << text;
  EXPECT_NE(text.find("\"account\":7,"), std::string::npos);
  EXPECT_NE(text.find("\"store_epoch\":\"epoch-1\""), std::string::npos);
}

TEST_F(StreamTest, JoinsItsTopicsInTheirOrderAndHearsThem) {
  begin();
  const coco_exchange exchange = stream("topic=/room/a&topic=/me");
  ASSERT_EQ(gateway_.joins.size(), 2u);
  EXPECT_EQ(gateway_.joins[0].destination, "/room/a");
  EXPECT_EQ(gateway_.joins[0].from_seq, COCO_LIVE);
  admit("/room/a");
  admit("/account/7");
  EXPECT_EQ(heard(exchange),
            "event: joined\ndata: {\"subscription\":1,\"topic\":\"/room/a\",\"head\":0}\n\n"
            "event: joined\ndata: {\"subscription\":2,\"topic\":\"/me\",\"head\":0}\n\n");
  publish({.topic = "/room/a", .seq = 1});
  EXPECT_EQ(heard(exchange), message_1);
  publish({.topic = "/account/7", .kind = "room", .body = "{}", .state_key = "a"});
  EXPECT_EQ(heard(exchange), "event: room\ndata: {\"topic\":\"/me\",\"subscription\":2,\"body\":\"{}\"}\n\n");
  publish({.topic = "/room/b", .seq = 1});
  EXPECT_EQ(heard(exchange), "");
  EXPECT_EQ(plugin_->host().metric("deliveries{}"), 2);
}

TEST_F(StreamTest, DoesNotHearWhatItsSessionIsLeftOutOf) {
  begin();
  const coco_exchange exchange = stream("topic=/room/a");
  admit("/room/a");
  heard(exchange);
  publish({.topic = "/room/a", .except_session = "0123456789abcdef0123456789abcdef"});
  EXPECT_EQ(heard(exchange), "");
}

TEST_F(StreamTest, ResumesFromTheLastEventIdOfEachTopic) {
  begin();
  const coco_exchange exchange =
      get("topic=/room/a&topic=/room/b&topic=/me", {{"authorization", "Bearer s"}, {"last-event-id", "1:12,2:0"}});
  link_ = gateway_.accept(testing::FakeGateway::take(gateway_.opens));
  net_.run();
  ASSERT_EQ(gateway_.joins.size(), 3u);
  EXPECT_EQ(gateway_.joins[0].from_seq, 12u);
  EXPECT_EQ(gateway_.joins[1].from_seq, 0u);
  EXPECT_EQ(gateway_.joins[2].from_seq, COCO_LIVE);
  heard(exchange);
  deliver(gateway_.joins[0].subscription, {.topic = "", .seq = 13});
  EXPECT_TRUE(heard(exchange).starts_with("id: 1:13,2:0\nevent: message\n")) << "one id says where all topics are";
}

TEST_F(StreamTest, AGapIsNamedAndIsBehindTheClientThen) {
  begin();
  const coco_exchange exchange = stream("topic=/room/a&last-event-id=1:3");
  deliver(gateway_.joins.at(0).subscription, {.topic = "", .kind = "gap", .body = "", .seq = 4, .to_seq = 9});
  EXPECT_EQ(heard(exchange),
            "id: 1:9\nevent: gap\ndata: {\"topic\":\"/room/a\",\"subscription\":1,\"seq\":4,\"to_seq\":9,\"body\":\"\"}\n\n");
}

TEST_F(StreamTest, ARefusedTopicIsToldAndTheStreamLivesOn) {
  begin();
  const coco_exchange exchange = stream("topic=/room/secret&topic=/me");
  testing::FakeGateway::take(gateway_.joins).done.fail(COCO_DENIED, "you are no member");
  admit("/account/7");
  EXPECT_EQ(heard(exchange),
            "event: refused\ndata: {\"subscription\":1,\"topic\":\"/room/secret\",\"detail\":\"you are no member\"}\n\n"
            "event: joined\ndata: {\"subscription\":2,\"topic\":\"/me\",\"head\":0}\n\n");
}

TEST_F(StreamTest, WithoutEventsItSaysThatItLives) {
  begin({{"heart_beat", "5 s"}});
  const coco_exchange exchange = stream("");
  net_.advance(4000);
  EXPECT_EQ(heard(exchange), "");
  net_.advance(1000);
  EXPECT_EQ(heard(exchange), ":\n\n");
}

TEST_F(StreamTest, EndsWithACodeAndAReason) {
  begin();
  const coco_exchange exchange = stream("");
  gateway_.back().close(gateway_.back().self, link_, COCO_CLOSE_REPLACED, coco::view("another device took its place"));
  net_.run();
  EXPECT_EQ(heard(exchange), "event: end\ndata: {\"code\":4009,\"reason\":\"another device took its place\"}\n\n");
  EXPECT_TRUE(net_.requests.is_finished(exchange));
  EXPECT_EQ(gateway_.closes, std::vector<coco_link>{link_});
}

TEST_F(StreamTest, WhoGoesIsClosedAtTheGateway) {
  begin();
  const coco_exchange exchange = stream("topic=/me");
  net_.requests.hang_up(exchange);
  net_.run();
  EXPECT_EQ(gateway_.closes, std::vector<coco_link>{link_});
  admit("/account/7");  // comes too late, and harms nobody
  publish({.topic = "/account/7"});
}

TEST_F(StreamTest, WhoGoesBeforeItIsLetInIsClosedToo) {
  begin();
  net_.requests.hang_up(get(""));
  const coco_link link = gateway_.accept(testing::FakeGateway::take(gateway_.opens));
  net_.run();
  EXPECT_EQ(gateway_.closes, std::vector<coco_link>{link});
}

TEST_F(StreamTest, WhoIsExpelledHearsNothingMore) {
  begin();
  const coco_exchange exchange = stream("topic=/room/a");
  const std::uint64_t number = gateway_.joins.at(0).subscription;
  admit("/room/a");
  heard(exchange);
  gateway_.back().expel(gateway_.back().self, link_, number);
  net_.run();
  publish({.topic = "/room/a", .seq = 1});
  EXPECT_EQ(heard(exchange), "");
  EXPECT_TRUE(gateway_.leaves.empty());
}

// ---- who reads slowly

class SlowReader : public Stage {
 protected:
  coco_exchange slow() {
    begin({{"soft_outbox", "4 KiB"}, {"hard_outbox", "8 KiB"}, {"no_progress", "5 s"}});
    const coco_exchange exchange = stream("topic=/room/a&topic=/me");
    admit("/room/a");
    admit("/account/7");
    heard(exchange);
    net_.requests.stop_reading(exchange);
    publish({.topic = "/room/a", .body = std::string(5000, 'x'), .seq = 1});
    return exchange;
  }
};

TEST_F(SlowReader, OfStatesOnlyTheNewestWaits) {
  const coco_exchange exchange = slow();
  for (int n = 0; n < 50; ++n) publish({.topic = "/account/7", .kind = "room", .body = std::to_string(n), .state_key = "a"});
  net_.requests.read_on(exchange);
  heard(exchange);
  net_.advance(1000);
  EXPECT_EQ(heard(exchange), "event: room\ndata: {\"topic\":\"/me\",\"subscription\":2,\"body\":\"49\"}\n\n");
}

TEST_F(SlowReader, AKeptTopicIsJoinedAgainFromWhereTheClientIs) {
  const coco_exchange exchange = slow();
  publish({.topic = "/room/a", .seq = 2});
  publish({.topic = "/room/a", .seq = 3});
  EXPECT_EQ(gateway_.leaves.size(), 1u);
  net_.requests.read_on(exchange);
  net_.advance(1000);
  ASSERT_EQ(gateway_.joins.size(), 1u);
  EXPECT_EQ(gateway_.joins[0].destination, "/room/a");
  EXPECT_EQ(gateway_.joins[0].from_seq, 1u);
  heard(exchange);
  deliver(gateway_.joins[0].subscription, {.topic = "", .seq = 2});
  EXPECT_TRUE(heard(exchange).starts_with("id: 1:2\n"));
}

TEST_F(SlowReader, WhoTakesNothingForTooLongIsCut) {
  const coco_exchange exchange = slow();
  net_.advance(5000);
  EXPECT_FALSE(net_.requests.is_finished(exchange)) << "the first second saw progress";
  net_.advance(1000);
  EXPECT_TRUE(net_.requests.is_finished(exchange));
  net_.requests.read_on(exchange);
  EXPECT_TRUE(heard(exchange).ends_with("event: end\ndata: {\"code\":4013,\"reason\":\"did not read\"}\n\n"));
}

TEST_F(SlowReader, WhoLeavesTooMuchUnreadIsCut) {
  const coco_exchange exchange = slow();
  publish({.topic = "/account/7", .kind = "room", .body = std::string(2000, 'y'), .state_key = "a"});
  net_.advance(1000);
  EXPECT_FALSE(net_.requests.is_finished(exchange)) << "under the hard limit";
  publish({.topic = "/account/7", .kind = "room", .body = std::string(2000, 'y'), .state_key = "b"});
  net_.advance(1000);
  EXPECT_TRUE(net_.requests.is_finished(exchange));
}

// ---- the way out

TEST_F(StreamTest, StopEndsEveryStreamAndForgetsTheGateway) {
  begin();
  const coco_exchange open = stream("topic=/me"), waiting = get("");
  end();
  EXPECT_TRUE(heard(open).ends_with("event: end\ndata: {\"code\":1012,\"reason\":\"the host is going down\"}\n\n"));
  EXPECT_EQ(net_.requests.status(waiting), 503);
  EXPECT_TRUE(gateway_.is_detached);
  EXPECT_EQ(net_.timers(), 0u);
}

TEST_F(StreamTest, ARetiredInstanceTakesNothingNewAndGoesOnServingWhatItHas) {
  begin();
  const coco_exchange exchange = stream("topic=/room/a");
  admit("/room/a");
  heard(exchange);
  testing::Answer<int> empty;
  plugin_->retire(empty);
  EXPECT_EQ(net_.requests.status(get("")), 404) << "its routes are another's";
  publish({.topic = "/room/a", .seq = 1});
  EXPECT_EQ(heard(exchange), message_1);
  EXPECT_FALSE(empty.answered());
  net_.requests.hang_up(exchange);
  net_.run();
  EXPECT_TRUE(empty.answered());
}

TEST_F(StreamTest, ARetiredInstanceWithoutStreamsIsEmptyAtOnce) {
  begin();
  testing::Answer<int> empty;
  plugin_->retire(empty);
  EXPECT_TRUE(empty.answered());
}

}  // namespace
}  // namespace cocotalk::sse
