#include "native_conversation.hpp"

namespace cocotalk::stomp {
namespace {

using NativeEnd = NativeConversation;

TEST_F(NativeEnd, IsEndedByMalformedAndUnknownFrames) {
  start();
  for (const char* frame : {"HELLO\n\n^", "SEND\nnonsense\n\n^", "SUBSCRIBE\nid:1\n\n^", "SUBSCRIBE\ndestination:/me\n\n^",
                            "UNSUBSCRIBE\n\n^", "SEND\n\nhi^"}) {
    const coco_conn conn = signed_in();
    type(conn, frame);
    expect_error(conn, "\ncode:protocol\n");
  }
}

TEST_F(NativeEnd, HearsNothingBehindAnError) {
  start();
  net.closes_at_once = false;
  const coco_conn conn = signed_in();
  subscribe(conn, "1", "/room/a");
  type(conn, "HELLO\n\n^SEND\ndestination:/room/a\n\nhi^");
  expect_error(conn, "unknown command");
  publish({.topics = {"/room/a"}, .body = "{}"});
  type(conn, "SEND\ndestination:/room/a\n\nhi^");
  EXPECT_EQ(hear(conn), "");
  EXPECT_TRUE(gateway.asks.empty());
  EXPECT_EQ(gateway.closes, std::vector<coco_link>{link});
  net.hang_up(conn);
}

TEST_F(NativeEnd, MaySendFramesOfTheLimitBeforeAndAfterConnected) {
  start({{"tcp", "127.0.0.1:0"}});
  const auto padded = [](std::string head, std::size_t size) {
    head += std::string(size - head.size() - 1, 'x');
    return head + "^";
  };
  const std::string connect = "CONNECT\naccess-token:t\n\n", send = "SEND\ndestination:/room/a\n\n";
  const coco_conn early = net.tcp();  // 1.0 lets CONNECT have a body
  type(early, padded(connect, 8 * 1024 + 1));
  expect_error(early, "too large", close_too_large);

  const coco_conn conn = net.tcp();
  type(conn, padded(connect, 8 * 1024));
  gateway.accept(gateway.take(gateway.opens));
  net.run();
  net.heard(conn);
  type(conn, padded(send, 64 * 1024));
  EXPECT_EQ(hear(conn), "");
  EXPECT_EQ(gateway.asks.size(), 1u);
  type(conn, padded(send, 64 * 1024 + 1));
  expect_error(conn, "too large", close_too_large);
}

TEST_F(NativeEnd, MaySplitAFrameOverWebSocketMessages) {
  start();
  const coco_conn conn = signed_in();
  EXPECT_EQ(net.message_limit(conn), 128u * 1024);
  const std::string frame = "SEND\ndestination:/room/a\n\n" + std::string(40'000, 'x') + "^";
  type(conn, frame.substr(0, 16'384));
  type(conn, frame.substr(16'384));
  EXPECT_EQ(gateway.asks.size(), 1u);
}

TEST_F(NativeEnd, DisconnectsWhenWhatItSentBeforeIsDone) {
  start();
  const coco_conn conn = with_reply();
  type(conn, "SEND\ndestination:/room/a\nreceipt:1\n\nhi^DISCONNECT\nreceipt:2\n\n^");
  EXPECT_EQ(hear(conn), "");
  gateway.answer(gateway.take(gateway.asks), "{}", 1, "m1");
  net.run();
  EXPECT_EQ(hear(conn), "RECEIPT\nreceipt-id:1\nseq:1\nmessage-id:m1\n\n^RECEIPT\nreceipt-id:2\n\n^");
  EXPECT_EQ(net.close_code(conn), COCO_CLOSE_NORMAL);
  EXPECT_EQ(gateway.closes, std::vector<coco_link>{link});
}

TEST_F(NativeEnd, IsEndedByTheCoreBehindWhatItWasToldBefore) {
  start({{"tcp", "127.0.0.1:0"}});
  const coco_conn conn = signed_in();
  subscribe(conn, "1", "/me");
  publish({.topics = {"/me"}, .kind = "ended", .body = "{}"});
  gateway.back().close(gateway.back().self, link, COCO_CLOSE_REPLACED, coco::view("replaced by another device"));
  net.run();
  EXPECT_NE(hear(conn).find("event:ended"), std::string::npos);
  EXPECT_EQ(net.close_code(conn), COCO_CLOSE_REPLACED);

  const coco_conn tcp = net.tcp();
  type(tcp, "CONNECT\naccept-version:1.2\naccess-token:t\n\n^");
  link = gateway.accept(gateway.take(gateway.opens));
  net.run();
  net.heard(tcp);
  gateway.back().close(gateway.back().self, link, COCO_CLOSE_SIGNED_OUT, coco::view("signed out"));
  net.run();
  EXPECT_EQ(hear(tcp), "ERROR\nmessage:signed out\ncode:signed-out\ncontent-length:0\n\n^");
  EXPECT_TRUE(net.is_closed(tcp));
}

TEST_F(NativeEnd, ThatIsLostIsClosedAtTheGateway) {
  start();
  const coco_conn conn = signed_in();
  subscribe(conn, "1", "/room/a");
  net.hang_up(conn);
  EXPECT_EQ(gateway.closes, std::vector<coco_link>{link});
  publish({.topics = {"/room/a"}, .body = "{}"});
}

}  // namespace
}  // namespace cocotalk::stomp
