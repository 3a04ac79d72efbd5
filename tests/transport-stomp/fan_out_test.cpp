#include "conversation.hpp"

namespace cocotalk::stomp {
namespace {

class FanOut : public Conversation {
 protected:
  static Said message(std::uint64_t seq, std::size_t size = 2) {
    return {.topics = {"/room/a"}, .kind = "message", .body = std::string(size, 'x'), .seq = seq};
  }
  // The sequences of what was heard, gaps as from-to.
  std::string sequences(coco_conn conn) {
    std::string out;
    for (const std::string& frame : net.heard(conn)) {
      const std::size_t at = frame.find("\nseq:");
      if (at != std::string::npos) out += frame.substr(at + 5, frame.find('\n', at + 5) - at - 5) + " ";
    }
    return out;
  }
};

TEST_F(FanOut, EncodesOncePerSubscriptionIdAndSharesTheBytes) {
  start();
  std::vector<coco_conn> conns;
  for (int i = 0; i < 10; ++i) {
    conns.push_back(signed_in());
    subscribe(conns.back(), i < 7 ? "sub-0" : "sub-1", "/room/a");
  }
  const std::size_t before = net.buffers_made();
  publish(message(1));
  EXPECT_EQ(net.buffers_made() - before, 2u);
  EXPECT_EQ(net.buffers_alive(), 0u);
  for (const coco_conn conn : conns) EXPECT_EQ(sequences(conn), "1 ");
  EXPECT_EQ(host.metric("deliveries{}"), 10);
}

TEST_F(FanOut, SharesNoBytesBetweenWebSocketsAndStreams) {
  start({{"tcp", "127.0.0.1:0"}});
  const coco_conn web = signed_in();
  subscribe(web, "1", "/room/a");
  const coco_conn tcp = net.tcp();
  type(tcp, "CONNECT\naccept-version:1.2\naccess-token:t\n\n^");
  gateway.accept(gateway.take(gateway.opens));
  net.run();
  subscribe(tcp, "1", "/room/a");
  net.heard(tcp);
  for (const std::size_t size : {2u, 200u, 70'000u}) {  // each kind of WebSocket header
    publish(message(1, size));
    const std::string on_web = hear(web);
    EXPECT_GT(on_web.size(), size);
    EXPECT_EQ(on_web, hear(tcp));
  }
}

TEST_F(FanOut, WakesALaneOnceForManyEvents) {
  start();
  const coco_conn conn = signed_in();
  subscribe(conn, "1", "/room/a");
  const std::size_t before = net.posts();
  std::vector<coco_view> topics;
  const Said said = message(1);
  const coco_event event = event_of(said, topics);
  for (int i = 0; i < 100; ++i) gateway.back().publish(gateway.back().self, &event);
  net.run();
  EXPECT_EQ(net.posts() - before, 1u);
  EXPECT_EQ(net.heard(conn).size(), 100u);
}

TEST_F(FanOut, WakesNobodyWhenNobodyListens) {
  start();
  signed_in();
  const std::size_t before = net.posts();
  publish(message(1));
  EXPECT_EQ(net.posts(), before);
}

TEST_F(FanOut, MakesUpAMessageIdPerEventNotPerDelivery) {
  start();
  const coco_conn one = signed_in(), two = signed_in();
  subscribe(one, "1", "/room/a");
  subscribe(two, "1", "/room/a");
  publish(message(1));
  const std::string first = hear(one);
  EXPECT_EQ(first, hear(two));
  publish(message(1));
  EXPECT_NE(first, hear(one));
}

// ---- slow readers

TEST_F(FanOut, LetsASlowReaderCatchUpFromItsLastSequence) {
  start({{"soft_outbox", "1 KiB"}});
  const coco_conn slow = signed_in();
  const coco_link slow_link = link;
  const std::uint64_t number = subscribe(slow, "1", "/room/a", 10);
  const coco_conn quick = signed_in();
  subscribe(quick, "1", "/room/a", 10);
  net.stop_reading(slow);
  publish(message(11, 1100));
  publish(message(12));
  publish(message(13));
  ASSERT_EQ(gateway.leaves.size(), 1u);
  EXPECT_EQ(gateway.leaves[0].subscription, number);
  EXPECT_EQ(sequences(quick), "11 12 13 ");
  EXPECT_EQ(host.metric("catch_ups{}"), 1);

  net.read_on(slow);
  ASSERT_EQ(gateway.joins.size(), 1u);
  EXPECT_EQ(gateway.joins[0].from_seq, 11u);
  EXPECT_EQ(gateway.joins[0].link, slow_link);
  EXPECT_NE(gateway.joins[0].subscription, number);
  deliver(slow_link, number, message(99));  // still on its way to the old number
  deliver(slow_link, gateway.joins[0].subscription, message(12));
  deliver(slow_link, gateway.joins[0].subscription, message(13));
  gateway.admit(gateway.take(gateway.joins), "/room/a", 13);
  publish(message(14));
  EXPECT_EQ(sequences(slow), "11 12 13 14 ");
}

TEST_F(FanOut, CatchesUpFromTheHeadWhenNothingWasDeliveredYet) {
  start({{"soft_outbox", "1 KiB"}});
  const coco_conn conn = signed_in();
  subscribe(conn, "big", "/room/other");
  subscribe(conn, "1", "/room/a", 10);
  net.stop_reading(conn);
  publish({.topics = {"/room/other"}, .body = std::string(1100, 'x')});
  publish(message(11));
  net.read_on(conn);
  ASSERT_EQ(gateway.joins.size(), 1u);
  EXPECT_EQ(gateway.joins[0].from_seq, 10u);
}

TEST_F(FanOut, CatchesUpAgainWhenHistoryItselfIsTooMuch) {
  start({{"soft_outbox", "1 KiB"}});
  const coco_conn conn = signed_in();
  type(conn, "SUBSCRIBE\nid:1\ndestination:/room/a\nfrom-seq:0\nreceipt:z\n\n^");
  net.stop_reading(conn);
  testing::FakeGateway::Join first = gateway.take(gateway.joins);
  deliver(link, first.subscription, message(1, 1100));
  deliver(link, first.subscription, message(2));
  deliver(link, first.subscription, message(3));
  gateway.admit(std::move(first), "/room/a", 3);
  net.run();
  net.read_on(conn);
  EXPECT_EQ(sequences(conn), "1 ");
  ASSERT_EQ(gateway.joins.size(), 1u);
  EXPECT_EQ(gateway.joins[0].from_seq, 1u);
  deliver(link, gateway.joins[0].subscription, message(2));
  deliver(link, gateway.joins[0].subscription, message(3));
  EXPECT_EQ(sequences(conn), "2 3 ");
  gateway.admit(gateway.take(gateway.joins), "/room/a", 3);
  net.run();
  EXPECT_EQ(hear(conn), "RECEIPT\nreceipt-id:z\n\n^") << "the receipt comes when it is joined";
  const std::size_t posts = net.posts();
  publish(message(4));
  EXPECT_EQ(sequences(conn), "4 ");
  EXPECT_EQ(net.posts() - posts, 1u);
}

TEST_F(FanOut, RemembersTheEndOfAGapAsItsPosition) {
  start({{"soft_outbox", "1 KiB"}});
  const coco_conn conn = signed_in();
  type(conn, "SUBSCRIBE\nid:1\ndestination:/room/a\nfrom-seq:0\n\n^");
  const std::uint64_t number = gateway.joins.at(0).subscription;
  net.stop_reading(conn);
  deliver(link, number, {.kind = "gap", .body = std::string(1100, 'x'), .seq = 1, .to_seq = 20});
  deliver(link, number, message(21));
  gateway.admit(gateway.take(gateway.joins), "/room/a", 21);
  net.run();
  net.read_on(conn);
  EXPECT_EQ(gateway.joins.at(0).from_seq, 20u);
}

TEST_F(FanOut, GivesASlowReaderOnlyTheNewestStateOfEachKey) {
  start({{"soft_outbox", "1 KiB"}});
  const coco_conn conn = signed_in();
  const std::uint64_t number = subscribe(conn, "1", "/account/7");
  net.stop_reading(conn);
  publish({.topics = {"/account/7"}, .body = std::string(1100, 'x')});
  for (const char* body : {"old", "older", "new"})
    publish({.topics = {"/account/7"}, .kind = "room", .body = body, .state_key = "a"});
  publish({.topics = {"/account/7"}, .kind = "room", .body = "other", .state_key = "b"});
  deliver(link, number, {.kind = "ended", .body = "for it alone"});
  net.read_on(conn);
  std::vector<std::string> bodies;
  for (const std::string& frame : net.heard(conn)) bodies.push_back(frame.substr(frame.find("\n\n") + 2));
  ASSERT_EQ(bodies.size(), 4u);
  bodies.erase(bodies.begin());
  std::ranges::sort(bodies);
  EXPECT_EQ(bodies, (std::vector<std::string>{bytes_of("for it alone^"), bytes_of("new^"), bytes_of("other^")}));
}

TEST_F(FanOut, HandsNetALittleAndLetsTheRestWaitInOrder) {
  start({{"soft_outbox", "4 KiB"}});
  const coco_conn conn = signed_in();
  subscribe(conn, "1", "/room/a", 10);
  net.stop_reading(conn);
  publish(message(11, 1100));  // over a quarter of the soft limit
  for (std::uint64_t seq = 12; seq < 15; ++seq) publish(message(seq));
  type(conn, "SUBSCRIBE\nid:r\ndestination:/reply\nreceipt:z\n\n^");
  EXPECT_TRUE(gateway.leaves.empty());
  net.read_on(conn);
  const std::vector<std::string> heard = net.heard(conn);
  ASSERT_EQ(heard.size(), 5u);
  EXPECT_NE(heard[3].find("seq:14"), std::string::npos);
  EXPECT_EQ(text_of(heard[4]), "RECEIPT\nreceipt-id:z\n\n^");
  EXPECT_TRUE(gateway.joins.empty());
}

TEST_F(FanOut, DropsWhatWaitsAtTheSoftLimitAndReadsItAgain) {
  start({{"soft_outbox", "4 KiB"}});
  const coco_conn conn = signed_in();
  subscribe(conn, "1", "/room/a", 10);
  net.stop_reading(conn);
  publish(message(11, 1100));
  publish(message(12));
  publish(message(13));
  publish(message(14, 4000));
  EXPECT_EQ(gateway.leaves.size(), 1u);
  publish(message(15));
  net.read_on(conn);
  EXPECT_EQ(sequences(conn), "11 ");
  ASSERT_EQ(gateway.joins.size(), 1u);
  EXPECT_EQ(gateway.joins[0].from_seq, 11u) << "what waited went with the rest";
}

TEST_F(FanOut, NamesInItsPlaceWhatItCannotReadAgain) {
  start({{"soft_outbox", "4 KiB"}});
  const coco_conn conn = signed_in();
  subscribe(conn, "1", "/topic/open/a");
  net.stop_reading(conn);
  const auto passing = [](std::size_t size) { return Said{.topics = {"/topic/open/a"}, .body = std::string(size, 'x')}; };
  publish(passing(1100));
  publish(passing(1));
  publish(passing(5000));
  publish(passing(2));
  publish(passing(5000));
  publish(passing(3));
  net.read_on(conn);
  const std::vector<std::string> heard = net.heard(conn);
  ASSERT_EQ(heard.size(), 3u);
  EXPECT_NE(heard[0].find(std::string(1100, 'x')), std::string::npos);
  EXPECT_NE(heard[1].find("\nevent:gap\nmissed:4\n"), std::string::npos) << text_of(heard[1]);
  EXPECT_NE(heard[2].find("\n\nxxx"), std::string::npos);
}

TEST_F(FanOut, ReadsOnlySoManyHistoriesAtOnce) {
  start({{"soft_outbox", "1 KiB"}, {"max_reads", "2"}});
  const coco_conn conn = signed_in();
  for (const char* room : {"a", "b", "c", "d", "e"}) subscribe(conn, room, std::string("/room/") + room, 1);
  net.stop_reading(conn);
  publish({.topics = {"/room/a"}, .body = std::string(1100, 'x'), .seq = 2});
  for (const char* room : {"a", "b", "c", "d", "e"})
    publish({.topics = {std::string("/room/") + room}, .body = "x", .seq = room[0] == 'a' ? 3u : 2u});
  EXPECT_EQ(gateway.leaves.size(), 5u);
  net.read_on(conn);
  std::size_t joined = 0;
  while (!gateway.joins.empty()) {
    EXPECT_LE(gateway.joins.size(), 2u);
    testing::FakeGateway::Join join = gateway.take(gateway.joins);
    const std::string topic = join.destination;
    gateway.admit(std::move(join), topic, topic == "/room/a" ? 3 : 2);
    net.run();
    ++joined;
  }
  EXPECT_EQ(joined, 5u);
}

TEST_F(FanOut, ClosesWhoLeavesTooManyAnswersUnread) {
  start({{"soft_outbox", "1 KiB"}, {"hard_outbox", "4 KiB"}});
  const coco_conn conn = signed_in();
  net.stop_reading(conn);
  for (int i = 0; !net.is_closed(conn) && i < 1000; ++i)
    type(conn, "SUBSCRIBE\nid:r\ndestination:/reply\nreceipt:z\n\n^UNSUBSCRIBE\nid:r\n\n^");
  EXPECT_EQ(net.close_code(conn), COCO_CLOSE_SLOW);
}

TEST_F(FanOut, HasAllThatDoNotKeepUpCatchUpWhenAllTogetherAreTooSlow) {
  start({{"soft_outbox", "64 KiB"}});
  const coco_conn slow = signed_in();
  subscribe(slow, "1", "/room/a", 10);
  const coco_conn quick = signed_in();
  subscribe(quick, "1", "/room/a", 10);
  net.stop_reading(slow);
  publish(message(11, 20'000));
  publish(message(12, 20'000));
  EXPECT_TRUE(gateway.leaves.empty());
  EXPECT_GE(net.waiting_bytes(), 20'000) << "net counts what waits here";
  net.pressure_percent = 79;
  publish(message(13));
  EXPECT_TRUE(gateway.leaves.empty());
  net.pressure_percent = 80;
  publish(message(14));
  EXPECT_EQ(gateway.leaves.size(), 1u);
  publish(message(15));
  EXPECT_EQ(net.waiting_bytes(), 0);
  EXPECT_EQ(sequences(quick), "11 12 13 14 15 ");
  net.read_on(slow);
  EXPECT_EQ(sequences(slow), "11 ");
  EXPECT_EQ(gateway.joins.at(0).from_seq, 11u);
}

TEST_F(FanOut, CatchesUpWhatItsOwnLaneWasTooBusyFor) {
  start({{"mailbox", "1 KiB"}});
  const coco_conn conn = signed_in();
  subscribe(conn, "1", "/room/a", 10);
  std::vector<coco_view> topics;
  const Said said[] = {message(11, 600), message(12, 600), message(13, 600)};
  for (const Said& s : said) {
    topics.clear();
    const coco_event event = event_of(s, topics);
    gateway.back().publish(gateway.back().self, &event);
  }
  net.run();
  EXPECT_EQ(sequences(conn), "11 ");
  ASSERT_EQ(gateway.joins.size(), 1u);
  EXPECT_EQ(gateway.joins[0].from_seq, 11u);
}

TEST_F(FanOut, MayUnsubscribeInTheSameBreathInWhichItFallsBehind) {
  start({{"soft_outbox", "4 KiB"}});
  const coco_conn conn = signed_in();
  subscribe(conn, "1", "/room/a", 10);
  net.stop_reading(conn);
  publish(message(11, 1100));
  publish(message(12, 2000));
  std::string receipts;
  for (int i = 0; i < 40; ++i) receipts += "SUBSCRIBE\nid:r\ndestination:/reply\nreceipt:z\n\n^UNSUBSCRIBE\nid:r\n\n^";
  type(conn, receipts + "UNSUBSCRIBE\nid:1\n\n^");
  EXPECT_EQ(gateway.leaves.size(), 1u);
  net.read_on(conn);
  EXPECT_EQ(sequences(conn), "11 ");
  EXPECT_TRUE(gateway.joins.empty());
}

TEST_F(FanOut, EndsTheCatchingUpOfWhoMayNotHearAnyMore) {
  start({{"soft_outbox", "1 KiB"}});
  for (const coco_status why : {COCO_DENIED, COCO_BUSY}) {
    const coco_conn conn = signed_in();
    subscribe(conn, "1", "/room/a", 1);
    net.stop_reading(conn);
    publish(message(2, 1100));
    publish(message(3));
    net.read_on(conn);
    gateway.take(gateway.joins).done.fail(why, "no");
    net.run();
    EXPECT_EQ(net.close_code(conn), why == COCO_BUSY ? std::optional<std::int32_t>(COCO_CLOSE_SLOW) : std::nullopt);
    net.hang_up(conn);
  }
}

TEST_F(FanOut, SaysNothingMoreToASubscriptionThatIsExpelled) {
  start();
  const coco_conn conn = signed_in(), other = signed_in();
  for (const coco_conn each : {conn, other}) subscribe(each, "1", "/room/a");
  publish(message(1));
  gateway.back().expel(gateway.back().self, 1, 1);
  publish(message(2));
  EXPECT_EQ(sequences(conn), "1 ");
  EXPECT_EQ(sequences(other), "1 2 ");
  EXPECT_EQ(net.close_code(conn), std::nullopt) << "the link lives on";
}

TEST_F(FanOut, ForgetsASlowReaderThatUnsubscribesOrLeaves) {
  start({{"soft_outbox", "1 KiB"}});
  const coco_conn conn = signed_in();
  subscribe(conn, "1", "/room/a", 1);
  subscribe(conn, "2", "/room/a", 1);
  net.stop_reading(conn);
  publish(message(2, 1100));
  publish(message(3));
  type(conn, "UNSUBSCRIBE\nid:1\n\n^");
  EXPECT_EQ(gateway.leaves.size(), 2u) << "each subscription leaves once";
  net.hang_up(conn);
  net.read_on(conn);
  EXPECT_TRUE(gateway.joins.empty());
}

}  // namespace
}  // namespace cocotalk::stomp
