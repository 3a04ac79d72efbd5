#include "conversation.hpp"
#include "transport-stomp/words.hpp"

namespace cocotalk::stomp {
namespace {

class NativeLink : public Conversation {
 protected:
  // A protocol error: an ERROR that says so, and the end.
  void expect_error(coco_conn conn, std::string_view part, coco_close_code code = close_protocol_error) {
    const std::string heard = hear(conn);
    EXPECT_EQ(heard.substr(0, 6), "ERROR\n") << heard;
    EXPECT_NE(heard.find(part), std::string::npos) << heard;
    EXPECT_EQ(net.close_code(conn), code);
  }
  // With a subscription to /reply.
  coco_conn with_reply() {
    const coco_conn conn = signed_in();
    type(conn, "SUBSCRIBE\nid:r\ndestination:/reply\n\n^");
    return conn;
  }
};

// ---- CONNECT ---------------------------------------------------------------------------------------------------------------------

TEST_F(NativeLink, SignsInWithATokenAndIsToldWhoItIs) {
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

TEST_F(NativeLink, SignsInWithLoginAndPasscodeWhichMayHoldAnything) {
  start({{"tcp", "127.0.0.1:0"}});
  const coco_conn conn = net.tcp();
  type(conn, "STOMP\naccept-version:1.2\nlogin:alice\npasscode:a\\cb:c\n\n^");
  ASSERT_EQ(gateway.opens.size(), 1u);
  EXPECT_EQ(gateway.opens[0].kind, COCO_LOGIN);
  EXPECT_EQ(gateway.opens[0].name, "alice");
  EXPECT_EQ(gateway.opens[0].secret, "a\\cb:c");
  EXPECT_EQ(gateway.opens[0].device, COCO_MOBILE);
}

TEST_F(NativeLink, IsRefusedWithItsNumber) {
  start();
  const coco_conn conn = net.websocket("/stomp/websocket");
  type(conn, "CONNECT\naccept-version:1.2\naccess-token:old\n\n^");
  gateway.take(gateway.opens).done.fail(COCO_UNAUTHORIZED, "the token is unknown or ended");
  net.run();
  EXPECT_EQ(hear(conn), "ERROR\nmessage:refused\ncode:unauthorized\nhint:the token is unknown or ended\ncontent-length:0\n\n^");
  EXPECT_EQ(net.close_code(conn), COCO_CLOSE_UNAUTHORIZED);
  EXPECT_EQ(host.metric("links{protocol=\"native\"}"), 0);
}

TEST_F(NativeLink, WithoutACommonVersionIsToldOurs) {
  start();
  for (const char* versions : {"accept-version:1.0,1.1\n", ""}) {
    const coco_conn conn = net.websocket("/stomp/websocket");
    type(conn, "CONNECT\n" + std::string(versions) + "access-token:t\n\n^");
    expect_error(conn, "\nversion:1.2\n");
  }
}

TEST_F(NativeLink, WithoutACredentialIsUnauthorized) {
  start();
  const coco_conn conn = net.websocket("/stomp/websocket");
  type(conn, "CONNECT\naccept-version:1.2\n\n^");
  expect_error(conn, "\ncode:unauthorized\n", COCO_CLOSE_UNAUTHORIZED);
  EXPECT_TRUE(gateway.opens.empty());
}

TEST_F(NativeLink, RefusesNonsenseInConnect) {
  start();
  for (const char* header : {"heart-beat:x\n", "device:FRIDGE\n"}) {
    const coco_conn conn = net.websocket("/stomp/websocket");
    type(conn, "CONNECT\naccept-version:1.2\naccess-token:t\n" + std::string(header) + "\n^");
    expect_error(conn, "\ncode:protocol\n");
  }
}

TEST_F(NativeLink, ConnectsFirstAndOnce) {
  start();
  const coco_conn early = net.websocket("/stomp/websocket");
  type(early, "SEND\ndestination:/room/a\nreceipt:1\n\nhi^");
  expect_error(early, "\nreceipt-id:1\n");
  const coco_conn twice = signed_in();
  type(twice, "CONNECT\naccept-version:1.2\naccess-token:t\n\n^");
  expect_error(twice, "already connected");
}

TEST_F(NativeLink, MustConnectInTimeHoweverMuchItTypes) {
  start();
  const coco_conn conn = net.websocket("/stomp/websocket");
  net.advance(9'999);
  type(conn, "CONNECT\naccept-version:1.2\n");
  EXPECT_FALSE(net.is_closed(conn));
  net.advance(1);
  expect_error(conn, "CONNECT did not arrive in time");
  const coco_conn in_time = signed_in();
  net.advance(60'000);
  EXPECT_FALSE(net.is_closed(in_time));
}

TEST_F(NativeLink, FramesBehindConnectWaitUntilItIsAnswered) {
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

TEST_F(NativeLink, ThatLeavesWhileItIsSignedInIsClosedAtTheGateway) {
  start();
  const coco_conn conn = net.websocket("/stomp/websocket");
  type(conn, "CONNECT\naccept-version:1.2\naccess-token:t\n\n^");
  net.hang_up(conn);
  const coco_link opened = gateway.accept(gateway.take(gateway.opens));
  net.run();
  EXPECT_EQ(gateway.closes, std::vector<coco_link>{opened});
}

// ---- heart-beats -----------------------------------------------------------------------------------------------------------------

TEST_F(NativeLink, BeatsALittleMoreOftenThanAgreed) {
  start();
  const coco_conn conn = net.websocket("/stomp/websocket");
  type(conn, "CONNECT\naccept-version:1.2\naccess-token:t\nheart-beat:0,20000\n\n^");
  gateway.accept(gateway.take(gateway.opens));
  net.run();
  net.heard(conn);
  net.advance(60'000);
  EXPECT_EQ(hear(conn), "\n\n\n");
}

TEST_F(NativeLink, DoesNotBeatForWhoWantsNone) {
  start();
  const coco_conn conn = signed_in();
  net.advance(60'000);
  EXPECT_EQ(hear(conn), "");
}

TEST_F(NativeLink, OnTcpIsCutAtTwoAndAHalfTimesTheAgreedBeat) {
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

// ---- asking ----------------------------------------------------------------------------------------------------------------------

TEST_F(NativeLink, IsAnsweredOnReply) {
  start();
  const coco_conn conn = with_reply();
  type(conn, "SEND\ndestination:/command/room.list\nrequest-id:q1\nreceipt:z\n\n{\"x\":1}^");
  ASSERT_EQ(gateway.asks.size(), 1u);
  EXPECT_EQ(gateway.asks[0].link, link);
  EXPECT_EQ(gateway.asks[0].command, "room.list");
  EXPECT_EQ(gateway.asks[0].json, "{\"x\":1}");
  gateway.answer(gateway.take(gateway.asks), "[]");
  net.run();
  EXPECT_EQ(hear(conn),
            "MESSAGE\nsubscription:r\nmessage-id:reply-1\ndestination:/reply\nrequest-id:q1\nstatus:ok\n"
            "content-type:application/json\ncontent-length:2\n\n[]^RECEIPT\nreceipt-id:z\n\n^");
}

TEST_F(NativeLink, GetsAReceiptOnlyWhenTheMessageIsStoredAndWithItsPlace) {
  start();
  const coco_conn conn = with_reply();
  type(conn, "SEND\ndestination:/room/ab\nclient-msg-id:c1\nreceipt:z\n\nhi^");
  EXPECT_EQ(hear(conn), "");
  EXPECT_EQ(gateway.asks.at(0).json, R"({"roomId":"ab","clientMsgId":"c1","content":"hi"})");
  gateway.answer(gateway.take(gateway.asks), "{}", 41, "m41");
  net.run();
  EXPECT_EQ(hear(conn), "RECEIPT\nreceipt-id:z\nseq:41\nmessage-id:m41\n\n^");
}

TEST_F(NativeLink, LivesOnAfterARefusalOnReply) {
  start();
  const coco_conn conn = with_reply();
  type(conn, "SEND\ndestination:/room/ab\nreceipt:z\n\nhi^");
  gateway.refuse(gateway.take(gateway.asks), COCO_RATE, "RATE", "slowly", 700);
  net.run();
  EXPECT_EQ(hear(conn),
            "MESSAGE\nsubscription:r\nmessage-id:reply-1\ndestination:/reply\nstatus:rate\nreceipt-id:z\nretry-after-ms:700\n"
            "content-type:application/json\ncontent-length:33\n\n{\"code\":\"RATE\",\"detail\":\"slowly\"}^");
  EXPECT_FALSE(net.is_closed(conn));
  EXPECT_EQ(host.metric("refusals{}"), 1);
}

TEST_F(NativeLink, WithoutReplyARefusalIsAnErrorAndTheEnd) {
  start();
  const coco_conn conn = signed_in();
  type(conn, "SEND\ndestination:/room/ab\nreceipt:z\n\nhi^");
  gateway.refuse(gateway.take(gateway.asks), COCO_DENIED, "NOT_PERMITTED", "not a member");
  net.run();
  EXPECT_EQ(hear(conn),
            "ERROR\nmessage:refused\ncode:denied\nhint:not a member\nreceipt-id:z\ncontent-type:application/json\n"
            "content-length:48\n\n{\"code\":\"NOT_PERMITTED\",\"detail\":\"not a member\"}^");
  EXPECT_EQ(net.close_code(conn), close_protocol_error);
}

TEST_F(NativeLink, RefusesWhatGoesNowhere) {
  start();
  const coco_conn conn = with_reply();
  type(conn, "SEND\ndestination:/topic/1/message\nrequest-id:q\n\nhi^");
  const std::string heard = hear(conn);
  EXPECT_NE(heard.find("request-id:q\nstatus:not-found\n"), std::string::npos) << heard;
  type(conn, "SEND\ndestination:/command/a\nrequest-id:" + std::string(65, 'q') + "\n\n^");
  EXPECT_NE(hear(conn).find("status:invalid\n"), std::string::npos);
  EXPECT_TRUE(gateway.asks.empty());
}

TEST_F(NativeLink, AsksInTheOrderOfItsFrames) {
  start();
  const coco_conn conn = with_reply();
  gateway.order.clear();
  type(conn,
       "SEND\ndestination:/command/a\n\n^SUBSCRIBE\nid:1\ndestination:/room/x\n\n^SEND\ndestination:/room/x\n\nhi^"
       "SEND\ndestination:/command/b\n\n^");
  EXPECT_EQ(gateway.order, (std::vector<std::string>{"ask a", "join /room/x", "ask room.send", "ask b"}));
}

TEST_F(NativeLink, IsNotReadWhileAsManyFramesAreUnderWayAsMayBe) {
  start({{"max_pending", "2"}});
  const coco_conn conn = with_reply();
  type(conn, "SEND\ndestination:/command/a\n\n^SEND\ndestination:/command/b\n\n^SEND\ndestination:/command/c\n\n^");
  EXPECT_EQ(gateway.asks.size(), 2u);
  EXPECT_TRUE(net.is_paused(conn));
  gateway.answer(gateway.take(gateway.asks), "{}");
  net.run();
  EXPECT_EQ(gateway.asks.size(), 2u);
  EXPECT_TRUE(net.is_paused(conn));
  gateway.answer(gateway.take(gateway.asks), "{}");
  net.run();
  EXPECT_FALSE(net.is_paused(conn));
}

// ---- subscriptions ---------------------------------------------------------------------------------------------------------------

TEST_F(NativeLink, HearsHistoryThenTheReceiptThenWhatIsNew) {
  start();
  const coco_conn conn = signed_in();
  type(conn, "SUBSCRIBE\nid:s\ndestination:/room/a\nfrom-seq:4\nreceipt:z\n\n^");
  ASSERT_EQ(gateway.joins.size(), 1u);
  EXPECT_EQ(gateway.joins[0].destination, "/room/a");
  EXPECT_EQ(gateway.joins[0].from_seq, 4u);
  deliver(link, gateway.joins[0].subscription, {.kind = "message", .body = "{5}", .message_id = "m5", .seq = 5});
  gateway.admit(gateway.take(gateway.joins), "/room/a", 5);
  publish({.topics = {"/room/a"}, .kind = "message", .body = "{6}", .message_id = "m6", .seq = 6});
  const auto message = [](const std::string& n) {
    return "MESSAGE\nsubscription:s\nmessage-id:m" + n + "\ndestination:/room/a\ncontent-type:application/json\nevent:message\nseq:" + n +
           "\ncontent-length:3\n\n{" + n + "}^";
  };
  EXPECT_EQ(hear(conn), message("5") + "RECEIPT\nreceipt-id:z\n\n^" + message("6"));
}

TEST_F(NativeLink, WithoutFromSeqHearsOnlyWhatIsNew) {
  start();
  const coco_conn conn = signed_in();
  type(conn, "SUBSCRIBE\nid:s\ndestination:/room/a\n\n^");
  EXPECT_EQ(gateway.joins.at(0).from_seq, COCO_LIVE);
}

TEST_F(NativeLink, HearsTheTopicOfMeAsItSubscribed) {
  start();
  const coco_conn conn = signed_in();
  type(conn, "SUBSCRIBE\nid:s\ndestination:/me\n\n^");
  gateway.admit(gateway.take(gateway.joins), "/account/7");
  publish({.topics = {"/account/7", "/room/a"}, .kind = "room", .body = "{}"});
  EXPECT_NE(hear(conn).find("\ndestination:/me\n"), std::string::npos);
}

TEST_F(NativeLink, HearsEachEventOncePerSubscription) {
  start();
  const coco_conn conn = signed_in();
  subscribe(conn, "1", "/room/a");
  subscribe(conn, "2", "/account/7");
  publish({.topics = {"/room/a", "/account/7"}, .body = "{}"});
  EXPECT_EQ(net.heard(conn).size(), 2u);
}

TEST_F(NativeLink, HearsNothingMoreAfterUnsubscribe) {
  start();
  const coco_conn conn = signed_in();
  const std::uint64_t number = subscribe(conn, "1", "/room/a");
  type(conn, "UNSUBSCRIBE\nid:1\nreceipt:z\n\n^");
  EXPECT_EQ(hear(conn), "RECEIPT\nreceipt-id:z\n\n^");
  ASSERT_EQ(gateway.leaves.size(), 1u);
  EXPECT_EQ(gateway.leaves[0].subscription, number);
  publish({.topics = {"/room/a"}, .body = "{}"});
  deliver(link, number, {.body = "{}"});
  EXPECT_EQ(hear(conn), "");
}

TEST_F(NativeLink, ThatUnsubscribesWhileItJoinsHearsNothing) {
  start();
  const coco_conn conn = signed_in();
  type(conn, "SUBSCRIBE\nid:1\ndestination:/room/a\n\n^UNSUBSCRIBE\nid:1\n\n^");
  gateway.admit(gateway.take(gateway.joins), "/room/a");
  net.run();
  const std::size_t posts = net.posts();
  publish({.topics = {"/room/a"}, .body = "{}"});
  EXPECT_EQ(hear(conn), "");
  EXPECT_EQ(net.posts(), posts) << "no lane listens any more";
}

TEST_F(NativeLink, IsRefusedASubscriptionLikeACommand) {
  start();
  const coco_conn conn = with_reply();
  type(conn, "SUBSCRIBE\nid:s\ndestination:/room/a\nrequest-id:q\n\n^");
  gateway.take(gateway.joins).done.fail(COCO_DENIED, "not a member");
  net.run();
  const std::string heard = hear(conn);
  EXPECT_NE(heard.find("request-id:q\nstatus:denied\n"), std::string::npos) << heard;
  type(conn, "SUBSCRIBE\nid:s\ndestination:/room/b\nfrom-seq:x\n\n^");
  EXPECT_NE(hear(conn).find("status:invalid\n"), std::string::npos);

  const coco_conn without_reply = signed_in();
  type(without_reply, "SUBSCRIBE\nid:s\ndestination:/room/a\nreceipt:z\n\n^");
  gateway.take(gateway.joins).done.fail(COCO_DENIED, "not a member");
  net.run();
  expect_error(without_reply, "\nreceipt-id:z\n");
}

TEST_F(NativeLink, HasAsManySubscriptionsAsTheLimitAndNotOneMore) {
  start({{"max_subscriptions", "2"}});
  const coco_conn conn = with_reply();
  subscribe(conn, "1", "/room/a");
  subscribe(conn, "2", "/room/b");
  EXPECT_EQ(hear(conn), "");
  type(conn, "SUBSCRIBE\nid:3\ndestination:/room/c\n\n^");
  EXPECT_NE(hear(conn).find("status:invalid\n"), std::string::npos);
  type(conn, "UNSUBSCRIBE\nid:1\n\n^SUBSCRIBE\nid:3\ndestination:/room/c\n\n^");
  EXPECT_EQ(hear(conn), "");
}

TEST_F(NativeLink, TakesNoIdTwice) {
  start();
  for (const char* destination : {"/room/b", "/reply"}) {
    const coco_conn conn = signed_in();
    subscribe(conn, "1", "/room/a");
    type(conn, "SUBSCRIBE\nid:1\ndestination:" + std::string(destination) + "\n\n^");
    expect_error(conn, "subscription id is taken");
  }
}

TEST_F(NativeLink, HearsWhatTheCoreTellsTheLinkItselfOnReply) {
  start();
  const coco_conn conn = with_reply();
  deliver(link, 0, {.kind = "reauth", .body = "{}"});
  EXPECT_NE(hear(conn).find("\ndestination:/reply\ncontent-type:application/json\nevent:reauth\n"), std::string::npos);
}

TEST_F(NativeLink, DoesNotHearWhatItsOwnSessionIsSpared) {
  start();
  const std::string mine(32, 'a'), other(32, 'b');
  const coco_conn spared = signed_in(mine), hears = signed_in(other);
  subscribe(spared, "1", "/room/a");
  subscribe(hears, "1", "/room/a");
  publish({.topics = {"/room/a"}, .body = "{}", .except_session = mine});
  EXPECT_EQ(net.heard(spared).size(), 0u);
  EXPECT_EQ(net.heard(hears).size(), 1u);
}

// ---- what is forbidden -----------------------------------------------------------------------------------------------------------

TEST_F(NativeLink, IsToldWhatIsNotSpoken) {
  start();
  for (const char* frame : {"ACK\nid:1\n\n^", "NACK\nid:1\n\n^", "BEGIN\ntransaction:1\n\n^", "COMMIT\ntransaction:1\n\n^",
                            "ABORT\ntransaction:1\n\n^", "SUBSCRIBE\nid:1\ndestination:/room/a\nack:client\n\n^",
                            "SEND\ndestination:/room/a\ntransaction:1\n\nhi^"}) {
    const coco_conn conn = signed_in();
    type(conn, frame);
    expect_error(conn, "not spoken here");
  }
}

TEST_F(NativeLink, IsEndedByMalformedAndUnknownFrames) {
  start();
  for (const char* frame : {"HELLO\n\n^", "SEND\nnonsense\n\n^", "SUBSCRIBE\nid:1\n\n^", "SUBSCRIBE\ndestination:/me\n\n^", "UNSUBSCRIBE\n\n^"}) {
    const coco_conn conn = signed_in();
    type(conn, frame);
    expect_error(conn, "\ncode:protocol\n");
  }
}

TEST_F(NativeLink, HearsNothingBehindAnError) {
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

TEST_F(NativeLink, MaySendFramesOfTheLimitBeforeAndAfterConnected) {
  start({{"tcp", "127.0.0.1:0"}});
  const auto padded = [](std::string head, std::size_t size) {
    head += std::string(size - head.size() - 1, 'x');
    return head + "^";
  };
  const std::string connect = "CONNECT\naccept-version:1.2\naccess-token:t\n\n", send = "SEND\ndestination:/room/a\n\n";
  const coco_conn early = net.tcp();
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

TEST_F(NativeLink, MaySplitAFrameOverWebSocketMessages) {
  start();
  const coco_conn conn = signed_in();
  EXPECT_EQ(net.message_limit(conn), 128u * 1024);
  const std::string frame = "SEND\ndestination:/room/a\n\n" + std::string(40'000, 'x') + "^";
  type(conn, frame.substr(0, 16'384));
  type(conn, frame.substr(16'384));
  EXPECT_EQ(gateway.asks.size(), 1u);
}

// ---- the end ---------------------------------------------------------------------------------------------------------------------

TEST_F(NativeLink, DisconnectsWhenWhatItSentBeforeIsDone) {
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

TEST_F(NativeLink, IsEndedByTheCoreBehindWhatItWasToldBefore) {
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

TEST_F(NativeLink, ThatIsLostIsClosedAtTheGateway) {
  start();
  const coco_conn conn = signed_in();
  subscribe(conn, "1", "/room/a");
  net.hang_up(conn);
  EXPECT_EQ(gateway.closes, std::vector<coco_link>{link});
  publish({.topics = {"/room/a"}, .body = "{}"});
}

}  // namespace
}  // namespace cocotalk::stomp
