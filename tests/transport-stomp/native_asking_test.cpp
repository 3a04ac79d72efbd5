#include "native_conversation.hpp"

namespace cocotalk::stomp {
namespace {

using NativeAsking = NativeConversation;

TEST_F(NativeAsking, IsAnsweredOnReply) {
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

TEST_F(NativeAsking, GetsAReceiptOnlyWhenTheMessageIsStoredAndWithItsPlace) {
  start();
  const coco_conn conn = with_reply();
  type(conn, "SEND\ndestination:/room/ab\nclient-msg-id:c1\nreceipt:z\n\nhi^");
  EXPECT_EQ(hear(conn), "");
  EXPECT_EQ(gateway.asks.at(0).json, R"({"roomId":"ab","clientMsgId":"c1","content":"hi"})");
  gateway.answer(gateway.take(gateway.asks), "{}", 41, "m41");
  net.run();
  EXPECT_EQ(hear(conn), "RECEIPT\nreceipt-id:z\nseq:41\nmessage-id:m41\n\n^");
}

TEST_F(NativeAsking, LivesOnAfterARefusalOnReply) {
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

TEST_F(NativeAsking, WithoutReplyARefusalIsAnErrorAndTheEnd) {
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

TEST_F(NativeAsking, RefusesWhatGoesNowhere) {
  start();
  const coco_conn conn = with_reply();
  type(conn, "SEND\ndestination:/simple/elsewhere\nrequest-id:q\n\nhi^");
  const std::string heard = hear(conn);
  EXPECT_NE(heard.find("request-id:q\nstatus:not-found\n"), std::string::npos) << heard;
  type(conn, "SEND\ndestination:/command/a\nrequest-id:" + std::string(65, 'q') + "\n\n^");
  EXPECT_NE(hear(conn).find("status:invalid\n"), std::string::npos);
  EXPECT_TRUE(gateway.asks.empty());
}

TEST_F(NativeAsking, AsksInTheOrderOfItsFrames) {
  start();
  const coco_conn conn = with_reply();
  gateway.order.clear();
  type(conn,
       "SEND\ndestination:/command/a\n\n^SUBSCRIBE\nid:1\ndestination:/room/x\n\n^SEND\ndestination:/room/x\n\nhi^"
       "SEND\ndestination:/command/b\n\n^");
  EXPECT_EQ(gateway.order, (std::vector<std::string>{"ask a", "join /room/x", "ask room.send", "ask b"}));
}

TEST_F(NativeAsking, IsNotReadWhileAsManyFramesAreUnderWayAsMayBe) {
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

}  // namespace
}  // namespace cocotalk::stomp
