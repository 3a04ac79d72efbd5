#include "native_conversation.hpp"

namespace cocotalk::stomp {
namespace {

using NativeConnect = NativeConversation;

TEST_F(NativeConnect, SignsInWithATokenAndIsToldWhoItIs) {
  start();
  const coco_conn conn = net.websocket("/stomp/websocket", {{"user-agent", "tester"}});
  type(conn, "CONNECT\naccept-version:1.1,1.2\nhost:x\nheart-beat:10000,10000\naccess-token:secret\ndevice:WEB\n\n^");
  ASSERT_EQ(gateway.opens.size(), 1u);
  EXPECT_EQ(gateway.opens[0].kind, COCO_ACCESS_TOKEN);
  EXPECT_EQ(gateway.opens[0].secret, "secret");
  EXPECT_EQ(gateway.opens[0].device, COCO_WEB);
  EXPECT_EQ(gateway.opens[0].agent, "tester");
  EXPECT_EQ(gateway.opens[0].address, "192.0.2.1");
  EXPECT_EQ(hear(conn), "");
  gateway.accept(gateway.take(gateway.opens));
  net.run();
  EXPECT_EQ(hear(conn),
            "CONNECTED\nversion:1.2\nheart-beat:10000,10000\nsession:0123456789abcdef0123456789abcdef\nuser-id:7\n"
            "store-epoch:epoch-1\nserver-time:1700000000000\n\n^");
  EXPECT_EQ(host.metric("links{protocol=\"native\"}"), 1);
}

TEST_F(NativeConnect, SignsInWithLoginAndPasscodeWhichMayHoldAnything) {
  start({{"tcp", "127.0.0.1:0"}});
  const coco_conn conn = net.tcp();
  type(conn, "STOMP\naccept-version:1.2\nlogin:alice\npasscode:a\\cb:c\n\n^");
  ASSERT_EQ(gateway.opens.size(), 1u);
  EXPECT_EQ(gateway.opens[0].kind, COCO_LOGIN);
  EXPECT_EQ(gateway.opens[0].name, "alice");
  EXPECT_EQ(gateway.opens[0].secret, "a\\cb:c");
  EXPECT_EQ(gateway.opens[0].device, COCO_MOBILE);
}

TEST_F(NativeConnect, IsRefusedWithItsNumber) {
  start();
  const coco_conn conn = net.websocket("/stomp/websocket");
  type(conn, "CONNECT\naccept-version:1.2\naccess-token:old\n\n^");
  gateway.take(gateway.opens).done.fail(COCO_UNAUTHORIZED, "the token is unknown or ended");
  net.run();
  EXPECT_EQ(hear(conn), "ERROR\nmessage:refused\ncode:unauthorized\nhint:the token is unknown or ended\ncontent-length:0\n\n^");
  EXPECT_EQ(net.close_code(conn), COCO_CLOSE_UNAUTHORIZED);
  EXPECT_EQ(host.metric("links{protocol=\"native\"}"), 0);
}

TEST_F(NativeConnect, WithoutACommonVersionIsToldOurs) {
  start();
  for (const char* versions : {"2.0", "", "0.9,1.3"}) {
    const coco_conn conn = net.websocket("/stomp/websocket");
    type(conn, "CONNECT\naccept-version:" + std::string(versions) + "\naccess-token:t\n\n^");
    EXPECT_EQ(hear(conn),
              "ERROR\nversion:1.0,1.1,1.2\ncode:protocol\nmessage:no common version\n"
              "hint:accept-version names 1.0, 1.1 or 1.2\ncontent-type:text/plain\ncontent-length:43\n\n"
              "Supported protocol versions are 1.0 1.1 1.2^");
    EXPECT_EQ(net.close_code(conn), close_protocol_error);
  }
}

TEST_F(NativeConnect, SpeaksTheHighestCommonVersion) {
  start();
  const auto connected = [this](std::string_view headers) {
    const coco_conn conn = net.websocket("/stomp/websocket");
    type(conn, "CONNECT\n" + std::string(headers) + "access-token:t\n\n^");
    gateway.accept(gateway.take(gateway.opens));
    net.run();
    return hear(conn);
  };
  EXPECT_EQ(connected("accept-version:1.0,1.1,2.0\n").substr(0, 45), "CONNECTED\nversion:1.1\nheart-beat:10000,10000\n");
  EXPECT_EQ(connected("accept-version:1.2,1.1\n").substr(0, 22), "CONNECTED\nversion:1.2\n");
  EXPECT_EQ(connected("heart-beat:nonsense\n").substr(0, 30), "CONNECTED\nversion:1.0\nsession:") << "1.0 knows no heart-beats";
}

TEST_F(NativeConnect, WithoutACredentialIsUnauthorized) {
  start();
  const coco_conn conn = net.websocket("/stomp/websocket");
  type(conn, "CONNECT\naccept-version:1.2\n\n^");
  expect_error(conn, "\ncode:unauthorized\n", COCO_CLOSE_UNAUTHORIZED);
  EXPECT_TRUE(gateway.opens.empty());
}

TEST_F(NativeConnect, RefusesNonsenseInConnect) {
  start();
  for (const char* header : {"heart-beat:x\n", "device:FRIDGE\n"}) {
    const coco_conn conn = net.websocket("/stomp/websocket");
    type(conn, "CONNECT\naccept-version:1.2\naccess-token:t\n" + std::string(header) + "\n^");
    expect_error(conn, "\ncode:protocol\n");
  }
}

TEST_F(NativeConnect, ConnectsFirstAndOnce) {
  start();
  const coco_conn early = net.websocket("/stomp/websocket");
  type(early, "SEND\ndestination:/room/a\nreceipt:1\n\nhi^");
  expect_error(early, "\nreceipt-id:1\n");
  const coco_conn twice = signed_in();
  type(twice, "CONNECT\naccept-version:1.2\naccess-token:t\n\n^");
  expect_error(twice, "already connected");
}

TEST_F(NativeConnect, MustConnectInTimeHoweverMuchItTypes) {
  start();
  const coco_conn conn = net.websocket("/stomp/websocket");
  net.advance(9'999);
  type(conn, "CONNECT\naccept-version:1.2\n");
  EXPECT_FALSE(net.is_closed(conn));
  net.advance(1);
  expect_error(conn, "CONNECT and its answer took too long");
  const coco_conn in_time = signed_in();
  net.advance(60'000);
  EXPECT_FALSE(net.is_closed(in_time));
}

TEST_F(NativeConnect, HasItsTimeInTotalWhoeverTakesIt) {
  start();
  const coco_conn conn = net.websocket("/stomp/websocket");
  net.advance(5'000);
  type(conn, "CONNECT\naccept-version:1.2\naccess-token:t\n\n^");
  net.advance(4'999);
  EXPECT_FALSE(net.is_closed(conn));
  net.advance(1);
  expect_error(conn, "took too long");
  const coco_link late = gateway.accept(gateway.take(gateway.opens));
  net.run();
  EXPECT_EQ(gateway.closes, std::vector<coco_link>{late});
}

TEST_F(NativeConnect, FramesBehindConnectWaitUntilItIsAnswered) {
  start();
  const coco_conn conn = net.websocket("/stomp/websocket");
  type(conn, "CONNECT\naccept-version:1.2\naccess-token:t\n\n^SEND\ndestination:/command/room.list\n\n^");
  EXPECT_TRUE(net.is_paused(conn));
  EXPECT_TRUE(gateway.asks.empty());
  gateway.accept(gateway.take(gateway.opens));
  net.run();
  EXPECT_FALSE(net.is_paused(conn));
  EXPECT_EQ(gateway.asks.size(), 1u);
}

TEST_F(NativeConnect, ThatLeavesWhileItIsSignedInIsClosedAtTheGateway) {
  start();
  const coco_conn conn = net.websocket("/stomp/websocket");
  type(conn, "CONNECT\naccept-version:1.2\naccess-token:t\n\n^");
  net.hang_up(conn);
  const coco_link opened = gateway.accept(gateway.take(gateway.opens));
  net.run();
  EXPECT_EQ(gateway.closes, std::vector<coco_link>{opened});
}

TEST_F(NativeConnect, BeatsALittleMoreOftenThanAgreed) {
  start();
  const coco_conn conn = net.websocket("/stomp/websocket");
  type(conn, "CONNECT\naccept-version:1.2\naccess-token:t\nheart-beat:0,20000\n\n^");
  gateway.accept(gateway.take(gateway.opens));
  net.run();
  net.heard(conn);
  net.advance(60'000);
  EXPECT_EQ(hear(conn), "\n\n\n");
}

TEST_F(NativeConnect, DoesNotBeatForWhoWantsNone) {
  start();
  const coco_conn conn = signed_in();
  net.advance(60'000);
  EXPECT_EQ(hear(conn), "");
}

TEST_F(NativeConnect, OnTcpIsCutAtTwoAndAHalfTimesTheAgreedBeat) {
  start({{"tcp", "127.0.0.1:0"}});
  const auto limit = [this](std::string_view beat) {
    const coco_conn conn = net.tcp();
    type(conn, "CONNECT\naccept-version:1.2\naccess-token:t\nheart-beat:" + std::string(beat) + "\n\n^");
    gateway.accept(gateway.take(gateway.opens));
    net.run();
    return net.silence_limit_ms(conn);
  };
  EXPECT_EQ(limit("4000,0"), 25'000u);
  EXPECT_EQ(limit("20000,0"), 50'000u);
  EXPECT_EQ(limit("0,10000"), 0u);
}

}  // namespace
}  // namespace cocotalk::stomp
