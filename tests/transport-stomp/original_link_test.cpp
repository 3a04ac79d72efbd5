#include "conversation.hpp"
#include "transport-stomp/words.hpp"

namespace cocotalk::stomp {
namespace {

class OriginalLink : public Conversation {};

TEST_F(OriginalLink, ConnectsWithItsTicketWhateverUserItNames) {
  start();
  const coco_conn conn = net.websocket("/t/secret/stomp/websocket");
  type(conn, "CONNECT\nview:chatList\nuserId:undefined\naccept-version:1.2\nheart-beat:10000,10000\n\n^");
  ASSERT_EQ(gateway.opens.size(), 1u);
  EXPECT_EQ(gateway.opens[0].kind, COCO_TICKET);
  EXPECT_EQ(gateway.opens[0].secret, "secret");
  gateway.accept(gateway.take(gateway.opens));
  net.run();
  EXPECT_EQ(net.heard(conn), std::vector<std::string>{bytes_of("CONNECTED\nversion:1.2\nheart-beat:0,0\n\n^")});
  EXPECT_TRUE(gateway.asks.empty());
  EXPECT_EQ(host.metric("links{protocol=\"original\"}"), 1);
}

TEST_F(OriginalLink, EntersTheRoomWhoseViewItIsBeforeAnythingElse) {
  start();
  const coco_conn conn = net.websocket("/t/secret/stomp/websocket");
  type(conn, "CONNECT\nview:chatRoom\nuserId:1\nroomId:abc\naccept-version:1.1,1.2\n\n^");
  type(conn, "SEND\ndestination:/simple/chatroom/abc/message/send\n\n{\"content\":\"hi\",\"type\":0}^");
  gateway.accept(gateway.take(gateway.opens));
  net.run();
  EXPECT_EQ(gateway.order, (std::vector<std::string>{"open", "ask room.enter", "ask room.send"}));
  EXPECT_EQ(gateway.asks[0].json, R"({"roomId":"abc"})");
}

TEST_F(OriginalLink, IsClosedWithoutAnErrorWhenItsTicketIsUnknown) {
  start();
  const coco_conn conn = net.websocket("/t/old/stomp/websocket");
  type(conn, "CONNECT\nview:chatList\n\n^");
  gateway.take(gateway.opens).done.fail(COCO_UNAUTHORIZED, "unknown ticket");
  net.run();
  EXPECT_EQ(hear(conn), "");
  EXPECT_EQ(net.close_code(conn), COCO_CLOSE_UNAUTHORIZED);
}

TEST_F(OriginalLink, HearsItsTopicUnderTheNameItSubscribedTo) {
  start();
  const coco_conn conn = with_ticket();
  type(conn, "SUBSCRIBE\nid:sub-1\ndestination:/topic/undefined/message\n\n^");
  EXPECT_EQ(gateway.joins.at(0).destination, "/topic/undefined/message");
  EXPECT_EQ(gateway.joins[0].from_seq, COCO_LIVE);
  gateway.admit(gateway.take(gateway.joins), "/topic/7/message");
  publish({.topics = {"/topic/7/message"}, .body = "{\"a\":1}", .message_id = "m-1"});
  EXPECT_EQ(net.heard(conn),
            std::vector<std::string>{bytes_of("MESSAGE\ndestination:/topic/undefined/message\ncontent-type:application/json\n"
                                              "subscription:sub-1\nmessage-id:m-1\ncontent-length:7\n\n{\"a\":1}^")});
}

TEST_F(OriginalLink, HearsOneFramePerWebSocketMessageAndOnePerSubscriptionEvenOfTheSameId) {
  start();
  const coco_conn conn = with_ticket();
  subscribe(conn, "same", "/topic/7/message");
  subscribe(conn, "same", "/topic/7/message");
  publish({.topics = {"/topic/7/message"}, .body = "{}"});
  const std::vector<std::string> heard = net.heard(conn);
  ASSERT_EQ(heard.size(), 2u);
  for (const std::string& message : heard) EXPECT_EQ(std::ranges::count(message, '\0'), 1);
}

TEST_F(OriginalLink, IsNeverToldOfRefusals) {
  start();
  const coco_conn conn = with_ticket();
  type(conn, "SUBSCRIBE\nid:1\ndestination:/topic/abc/message\nack:auto\n\n^");
  gateway.take(gateway.joins).done.fail(COCO_DENIED, "not a member");
  type(conn, "SEND\ndestination:/simple/chatroom/abc/message/send\n\n{\"content\":\"hi\"}^");
  gateway.refuse(gateway.take(gateway.asks), COCO_RATE, "RATE", "slowly");
  net.run();
  EXPECT_EQ(hear(conn), "");
  EXPECT_FALSE(net.is_closed(conn));
  EXPECT_EQ(host.metric("refusals{}"), 2);
}

TEST_F(OriginalLink, OutlivesEverythingItShouldNotSay) {
  start();
  const coco_conn conn = with_ticket();
  for (const char* frame :
       {"HELLO\n\n^", "SEND\nnonsense\n\n^", "SEND\n\n^", "SEND\ndestination:/topic/1/crash/web\n\nx^", "ACK\nid:1\n\n^",
        "SEND\ndestination:/simple/chatroom/abc/message/shout\n\n{}^",
        "SEND\ndestination:/simple/chatroom/abc/message/send\n\nno json^", "SUBSCRIBE\nid:1\ndestination:/room/abc\n\n^",
        "CONNECT\nview:chatList\n\n^", "BEGIN\ntransaction:1\n\n^", "UNSUBSCRIBE\nid:1\n\n^"})
    type(conn, frame);
  EXPECT_EQ(hear(conn), "");
  EXPECT_FALSE(net.is_closed(conn));
  EXPECT_TRUE(gateway.asks.empty());
  EXPECT_TRUE(gateway.joins.empty());
  EXPECT_EQ(host.metric("dropped{}"), 11);
  EXPECT_TRUE(host.logged("dropped /topic/1/crash/web: original clients send to /simple/chatroom only"));
  EXPECT_LE(host.log().size(), 10u) << "a hostile client does not fill the log";
}

TEST_F(OriginalLink, HasAFrameOverTheLimitSkipped) {
  start();
  const coco_conn conn = with_ticket();
  type(conn, "SEND\ndestination:/simple/chatroom/a/message/send\n\n" + std::string(64 * 1024, 'x') + "^");
  type(conn, "SEND\ndestination:/simple/chatroom/a/message/send\n\n{\"content\":\"hi\"}^");
  EXPECT_FALSE(net.is_closed(conn));
  EXPECT_EQ(hear(conn), "");
  EXPECT_EQ(gateway.asks.size(), 1u);
  EXPECT_TRUE(host.logged("larger than the limit"));
}

TEST_F(OriginalLink, MayLeaveWithAnyHeaders) {
  start();
  for (const char* frame : {"DISCONNECT\naction:leave\n\n^", "DISCONNECT\nDISCONNECT:1700000000\n\n^"}) {
    const coco_conn conn = with_ticket();
    gateway.closes.clear();
    type(conn, frame);
    EXPECT_EQ(hear(conn), "");
    EXPECT_EQ(net.close_code(conn), COCO_CLOSE_NORMAL);
    EXPECT_EQ(gateway.closes, std::vector<coco_link>{link});
  }
  EXPECT_TRUE(gateway.asks.empty()) << "it leaves no room";
}

TEST_F(OriginalLink, GetsAReceiptShouldItAsk) {
  start();
  const coco_conn conn = with_ticket();
  type(conn, "SEND\ndestination:/simple/chatroom/abc/message/send\nreceipt:z\n\n{\"content\":\"hi\"}^");
  gateway.answer(gateway.take(gateway.asks), "{}", 1, "m");
  net.run();
  EXPECT_EQ(hear(conn), "RECEIPT\nreceipt-id:z\n\n^");
}

TEST_F(OriginalLink, IsClosedQuietlyWhenItNeverConnects) {
  start();
  const coco_conn conn = net.websocket("/t/secret/stomp/websocket");
  type(conn, "SEND\ndestination:/simple/chatroom/new\n\n{}^");
  net.advance(10'000);
  EXPECT_EQ(hear(conn), "");
  EXPECT_TRUE(net.is_closed(conn));
}

TEST_F(OriginalLink, IsNeverIdleForTooLong) {
  start();
  const coco_conn conn = with_ticket();
  net.advance(3'600'000);
  EXPECT_FALSE(net.is_closed(conn));
  EXPECT_EQ(hear(conn), "");
}

TEST_F(OriginalLink, IsLetGoWhenItsOwnListDoesNotReachItAnyMore) {
  start({{"soft_outbox", "1 KiB"}});
  const coco_conn conn = with_ticket();
  subscribe(conn, "1", "/topic/7/message");
  subscribe(conn, "2", "/topic/00000000000000000000000a/message");
  net.stop_reading(conn);
  const std::string kilobyte(1100, 'x');
  publish({.topics = {"/topic/00000000000000000000000a/message"}, .body = kilobyte});
  publish({.topics = {"/topic/00000000000000000000000a/message"}, .body = kilobyte});
  EXPECT_FALSE(net.is_closed(conn)) << "a room's view can be read again";
  publish({.topics = {"/topic/7/message"}, .body = "{}"});
  EXPECT_EQ(net.close_code(conn), COCO_CLOSE_SLOW);
}

}  // namespace
}  // namespace cocotalk::stomp
