// Requests and their refusals: docs/sse.md, sentence by sentence.
#include "stage.hpp"

namespace cocotalk::sse {
namespace {

using RequestsTest = Stage;

TEST_F(RequestsTest, AStreamNeedsATokenOrATicket) {
  begin();
  for (const Fields& headers : {Fields{}, Fields{{"authorization", "Basic x"}}, Fields{{"authorization", "Bearer "}}})
    EXPECT_EQ(net_.requests.status(get("topic=/me", headers)), 401);
  EXPECT_EQ(net_.requests.status(get("ticket=none", {})), 401);
  EXPECT_TRUE(gateway_.opens.empty());
}

TEST_F(RequestsTest, WhomTheCoreRefusesGetsItsReason) {
  begin();
  const coco_exchange exchange = get("");
  testing::FakeGateway::take(gateway_.opens).done.fail(COCO_UNAUTHORIZED, "the token has ended");
  net_.run();
  EXPECT_EQ(net_.requests.status(exchange), 401);
  EXPECT_EQ(heard(exchange), R"({"code":"REFUSED","detail":"the token has ended"})");
}

TEST_F(RequestsTest, ATicketStandsForTheToken) {
  begin();
  const coco_exchange exchange = post("/events/ticket");
  const std::string answer = heard(exchange);
  ASSERT_EQ(net_.requests.status(exchange), 200) << answer;
  const std::string ticket = answer.substr(std::string(R"({"ticket":")").size(), 64);
  for (int n = 0; n < 2; ++n) {  // EventSource comes back with the same address
    get("ticket=" + ticket, {});
    EXPECT_EQ(testing::FakeGateway::take(gateway_.opens).secret, "secret");
  }
  EXPECT_EQ(net_.requests.status(post("/events/ticket", "", "", {})), 401);
}

TEST_F(RequestsTest, PagesOfForeignOriginsAreRefused) {
  begin();
  const Fields foreign{{"authorization", "Bearer s"}, {"origin", "http://evil"}};
  EXPECT_EQ(net_.requests.status(get("", foreign)), 403);
  for (const char* path : {"/events/ticket", "/events/ask/rooms.list", "/events/x/join", "/events/x/leave"})
    EXPECT_EQ(net_.requests.status(post(path, "", "", foreign)), 403) << path;
  EXPECT_EQ(net_.requests.status(net_.request({.method = "OPTIONS", .path = "/events", .headers = foreign})), 403);
  EXPECT_TRUE(gateway_.order.empty());

  const coco_exchange ours = get("", {{"authorization", "Bearer s"}, {"origin", "http://ours"}});
  gateway_.accept(testing::FakeGateway::take(gateway_.opens));
  net_.run();
  EXPECT_EQ(net_.requests.header(ours, "Access-Control-Allow-Origin"), "http://ours");
  const coco_exchange asked = net_.request({.method = "OPTIONS", .path = "/events", .headers = {{"origin", "http://ours"}}});
  EXPECT_EQ(net_.requests.status(asked), 204);
  EXPECT_EQ(net_.requests.header(asked, "Access-Control-Allow-Headers"), "Authorization, Content-Type, Last-Event-ID");
}

TEST_F(RequestsTest, ABrokenAddressIsRefused) {
  begin({{"max_topics", "2"}});
  EXPECT_EQ(net_.requests.status(get("topic=%2")), 400);
  EXPECT_EQ(net_.requests.status(get("last-event-id=x")), 400);
  EXPECT_EQ(net_.requests.status(get("", {{"authorization", "Bearer s"}, {"last-event-id", "1:2:3"}})), 400);
  EXPECT_EQ(net_.requests.status(get("topic=/a&topic=/b&topic=/c")), 400);
  EXPECT_TRUE(gateway_.opens.empty());
  get("topic=/a&topic=/b");
  EXPECT_EQ(gateway_.opens.size(), 1u);
}

TEST_F(RequestsTest, ThereAreSoManyStreams) {
  begin({{"max_streams", "2"}});
  const coco_exchange first = stream("");
  stream("");
  EXPECT_EQ(net_.requests.status(get("")), 503);
  net_.requests.hang_up(first);
  net_.run();
  get("");
  EXPECT_EQ(gateway_.opens.size(), 1u);
}

TEST_F(RequestsTest, AStreamMayJoinAndLeaveLater) {
  begin();
  const coco_exchange events = stream("");
  const coco_exchange joined = post("/events/" + name_ + "/join", "topic=/room/a&subscription=5&from-seq=3");
  EXPECT_EQ(gateway_.joins.at(0).from_seq, 3u);
  admit("/room/a", 4);
  EXPECT_EQ(net_.requests.status(joined), 200);
  EXPECT_EQ(heard(joined), R"({"head":4})");
  publish({.topic = "/room/a", .seq = 5});
  EXPECT_TRUE(heard(events).starts_with("id: 5:5\nevent: message\n"));
  EXPECT_EQ(net_.requests.status(post("/events/" + name_ + "/join", "topic=/room/b&subscription=5")), 409);
  EXPECT_EQ(net_.requests.status(post("/events/" + name_ + "/leave", "subscription=5")), 200);
  EXPECT_EQ(gateway_.leaves.size(), 1u);
  EXPECT_EQ(net_.requests.status(post("/events/" + name_ + "/leave", "subscription=5")), 404);
  publish({.topic = "/room/a", .seq = 6});
  EXPECT_EQ(heard(events), "");
}

TEST_F(RequestsTest, AJoinThatIsRefusedSaysWhyAndLeavesNothing) {
  begin();
  const coco_exchange events = stream("");
  const coco_exchange joined = post("/events/" + name_ + "/join", "topic=/room/a&subscription=5");
  testing::FakeGateway::take(gateway_.joins).done.fail(COCO_DENIED, "you are no member");
  net_.run();
  EXPECT_EQ(net_.requests.status(joined), 403);
  EXPECT_EQ(heard(joined), R"({"code":"REFUSED","detail":"you are no member"})");
  EXPECT_EQ(heard(events), "");
  for (const char* query : {"", "topic=/a", "subscription=1", "topic=/a&subscription=0", "topic=/a&subscription=x",
                            "topic=/a&subscription=1&from-seq=-1"})
    EXPECT_EQ(net_.requests.status(post("/events/" + name_ + "/join", query)), 400) << query;
  EXPECT_EQ(net_.requests.status(post("/events/none/join", "topic=/a&subscription=1")), 404);
}

TEST_F(RequestsTest, ACommandIsAskedWithTheToken) {
  begin();
  const coco_exchange exchange = post("/events/ask/room.send", "", R"({"room":"a"})");
  testing::FakeGateway::Ask ask = testing::FakeGateway::take(gateway_.asks);
  EXPECT_EQ(ask.command, "room.send");
  EXPECT_EQ(ask.json, R"({"room":"a"})");
  testing::FakeGateway::answer(std::move(ask), R"({"seq":1})", 1);
  net_.run();
  EXPECT_EQ(net_.requests.status(exchange), 200);
  EXPECT_EQ(heard(exchange), R"({"seq":1})");
}

TEST_F(RequestsTest, ARefusedCommandKeepsItsWordsAndSaysWhenToComeBack) {
  begin();
  const coco_exchange exchange = post("/events/ask/room.send");
  EXPECT_EQ(gateway_.asks.at(0).json, "{}");
  testing::FakeGateway::refuse(testing::FakeGateway::take(gateway_.asks), COCO_RATE, "RATE", "too fast", 1500);
  net_.run();
  EXPECT_EQ(net_.requests.status(exchange), 429);
  EXPECT_EQ(net_.requests.header(exchange, "Retry-After"), "2");
  EXPECT_EQ(heard(exchange), R"({"code":"RATE","detail":"too fast"})");
}

TEST_F(RequestsTest, ABodyHasABound) {
  begin({{"max_request", "1 KiB"}});
  post("/events/ask/x", "", std::string(1024, ' '));
  EXPECT_EQ(gateway_.asks.size(), 1u);
  EXPECT_EQ(net_.requests.status(post("/events/ask/x", "", std::string(1025, ' '))), 413);
  EXPECT_EQ(gateway_.asks.size(), 1u);
  gateway_.asks.clear();
}

TEST_F(RequestsTest, DeclaresSettingsThatFitTogether) {
  EXPECT_THROW(begin({{"soft_outbox", "1 MiB"}}), coco::Error) << "hard is not twice as much";
  EXPECT_NO_THROW(begin({{"soft_outbox", "512 KiB"}}));
}

}  // namespace
}  // namespace cocotalk::sse
