#include <thread>

#include "conversation.hpp"

namespace cocotalk::stomp {
namespace {

class TransportTest : public Conversation {};

TEST_F(TransportTest, EchoesTheSubprotocolItSpeaksAndNoneThatWasNotRequested) {
  start();
  const auto echoed = [this](const char* offered) {
    std::vector<std::pair<std::string, std::string>> headers;
    if (*offered != '\0') headers.emplace_back("sec-websocket-protocol", offered);
    return net.subprotocol(net.websocket("/stomp/websocket", headers));
  };
  EXPECT_EQ(echoed(""), "");
  EXPECT_EQ(echoed("v10.stomp, v11.stomp, v12.stomp"), "v12.stomp");
  EXPECT_EQ(echoed("v10.stomp"), "v10.stomp");
  EXPECT_EQ(echoed("v11.stomp, v10.stomp"), "v11.stomp");
  EXPECT_EQ(echoed("chat"), "");
}

TEST_F(TransportTest, ListensOnTcpOnlyWhenToldTo) {
  start();
  EXPECT_EQ(transport->tcp_port(), 0);
  EXPECT_EQ(net.tcp(), 0u);
  stop();
  start({{"tcp", "127.0.0.1:0"}});
  EXPECT_NE(transport->tcp_port(), 0);
  EXPECT_NE(net.tcp(), 0u);
}

TEST_F(TransportTest, SignsAHundredLinksOutWhenItStops) {
  start({{"tcp", "127.0.0.1:0"}});
  const coco_conn native = signed_in(), original = with_ticket(), unconnected = net.websocket("/stomp/websocket");
  const coco_conn tcp = net.tcp();
  stop();
  EXPECT_EQ(net.close_code(native), COCO_CLOSE_DRAINING);
  EXPECT_EQ(net.close_code(original), 1001);
  EXPECT_EQ(net.close_code(unconnected), COCO_CLOSE_DRAINING);
  EXPECT_EQ(hear(tcp), "ERROR\nmessage:the host is going down\ncode:draining\nretry-after-ms:1000\ncontent-length:0\n\n^");
  EXPECT_EQ(hear(original), "");
  EXPECT_TRUE(gateway.is_detached);
  EXPECT_EQ(gateway.closes.size(), 2u);
  EXPECT_EQ(net.websocket("/stomp/websocket"), 0u);
  EXPECT_EQ(net.tcp(), 0u);
}

TEST_F(TransportTest, CutsWhoDoesNotCloseInTime) {
  start();
  net.closes_at_once = false;
  const coco_conn conn = signed_in();
  testing::Answer<int> drained;
  transport->stop(coco::Completion(drained.expect_nothing()));
  net.run();
  EXPECT_FALSE(drained.answered());
  net.advance(2'999);
  EXPECT_FALSE(net.is_closed(conn));
  net.advance(1);
  EXPECT_TRUE(net.is_closed(conn));
  EXPECT_TRUE(drained.answered());
  transport.reset();
}

TEST_F(TransportTest, ServesWhoIsThereUntilTheLastOneIsGoneWhenItRetires) {
  start({{"tcp", "127.0.0.1:0"}});
  const coco_conn conn = signed_in();
  testing::Answer<int> empty;
  transport->retire(coco::Completion(empty.expect_nothing()));
  net.run();
  EXPECT_EQ(net.websocket("/stomp/websocket"), 0u) << "the ways in are another's";
  EXPECT_EQ(net.tcp(), 0u);
  type(conn, "SEND\ndestination:/command/a\n\n^");
  EXPECT_EQ(gateway.asks.size(), 1u) << "who is here is served";
  net.advance(60'000);
  EXPECT_FALSE(net.is_closed(conn));
  EXPECT_FALSE(empty.answered());
  gateway.answer(gateway.take(gateway.asks), "{}");
  net.hang_up(conn);
  net.run();
  net.advance(250);
  EXPECT_TRUE(empty.answered());
  stop();
}

TEST_F(TransportTest, IsEmptyAtOnceWhenItRetiresWithoutClients) {
  start();
  testing::Answer<int> empty;
  transport->retire(coco::Completion(empty.expect_nothing()));
  net.run();
  EXPECT_EQ(empty.status(), COCO_OK);
  stop();
}

TEST_F(TransportTest, AsksWhoIsLeftToConnectAgainWhenItsRetirementIsOver) {
  start({{"tcp", "127.0.0.1:0"}});
  const coco_conn web = signed_in(), tcp = net.tcp();
  testing::Answer<int> empty;
  transport->retire(coco::Completion(empty.expect_nothing()));
  net.run();
  stop();
  EXPECT_EQ(net.close_code(web), COCO_CLOSE_DRAINING);
  EXPECT_EQ(hear(tcp),
            "ERROR\nmessage:the server was renewed: connect again\ncode:draining\nretry-after-ms:1000\ncontent-length:0\n\n^");
}

TEST_F(TransportTest, StopsWithoutEverHavingStarted) {
  start();
  stop();
  const testing::TestSettings settings(coco::detail::Exported<Transport>::descriptor(), {});
  transport = std::make_unique<Transport>(host.host(), coco::Settings(settings.data(), settings.size()));
  stop();
}

TEST_F(TransportTest, TakesAnswersThatComeAfterItStopped) {
  start();
  const coco_conn conn = signed_in();
  type(conn, "SEND\ndestination:/command/a\n\n^SUBSCRIBE\nid:1\ndestination:/me\n\n^");
  stop();
  gateway.answer(gateway.take(gateway.asks), "{}");
  gateway.admit(gateway.take(gateway.joins), "/account/7");
  net.run();
}

// The core on this thread, the lane on its own.
TEST_F(TransportTest, KeepsTheOrderBetweenThreads) {
  start();
  const coco_conn conn = signed_in();
  const std::uint64_t number = subscribe(conn, "1", "/room/a");
  std::thread lane([this] { net.serve(); });
  std::vector<coco_view> topics;
  const coco_transport& back = gateway.back();
  for (std::uint64_t seq = 1; seq <= 5000; ++seq) {
    const Said said{.topics = {"/room/a"}, .body = "{}", .seq = seq};
    topics.clear();
    const coco_event event = event_of(said, topics);
    if (seq % 2 == 0)
      back.publish(back.self, &event);
    else
      back.deliver(back.self, link, number, &event);
  }
  back.close(back.self, link, COCO_CLOSE_NORMAL, coco::view("enough"));
  net.quit();
  lane.join();
  std::uint64_t expected = 0;
  for (const std::string& frame : net.heard(conn)) {
    ++expected;
    ASSERT_NE(frame.find("\nseq:" + std::to_string(expected) + "\n"), std::string::npos);
  }
  EXPECT_EQ(expected, 5000u);
  EXPECT_TRUE(net.is_closed(conn));
}

}  // namespace
}  // namespace cocotalk::stomp
