#include "native_conversation.hpp"

namespace cocotalk::stomp {
namespace {

using NativePublishing = NativeConversation;
using Headers = std::vector<std::pair<std::string, std::string>>;

TEST_F(NativePublishing, BodyAndOwnHeadersTravelAndWordsWithAMeaningDoNot) {
  start();
  const coco_conn conn = signed_in();
  type(conn,
       "SEND\ndestination:/topic/a\ncontent-type:application/x\ncontent-length:3\nreceipt:z\nclient-msg-id:c1\nseq:9\nsender:1\n"
       "subscription:s\nmessage-id:m\nevent:gap\npriority:9\nx\\cy:a\\nb\npriority:8\n\na^b^");
  ASSERT_EQ(gateway.publishes.size(), 1u);
  EXPECT_TRUE(gateway.asks.empty());
  testing::FakeGateway::Publish said = gateway.take(gateway.publishes);
  EXPECT_EQ(said.link, link);
  EXPECT_EQ(said.destination, "/topic/a");
  EXPECT_EQ(said.content_type, "application/x");
  EXPECT_EQ(said.body, bytes_of("a^b"));
  EXPECT_EQ(said.client_msg_id, "c1");
  EXPECT_EQ(said.headers, (Headers{{"priority", "9"}, {"x:y", "a\nb"}, {"priority", "8"}}));
  EXPECT_EQ(hear(conn), "") << "the receipt comes with the answer";
  gateway.answer(std::move(said), R"({"seq":7})", 7, "1-7");
  net.run();
  EXPECT_EQ(hear(conn), "RECEIPT\nreceipt-id:z\nseq:7\nmessage-id:1-7\n\n^");
}

TEST_F(NativePublishing, WithoutAReceiptASuccessIsSilent) {
  start();
  const coco_conn conn = with_reply();
  type(conn, "SEND\ndestination:/topic/a\n\nm^");
  gateway.answer(gateway.take(gateway.publishes), "{}");
  net.run();
  EXPECT_EQ(hear(conn), "");
}

TEST_F(NativePublishing, ARefusalIsAnErrorOrAnAnswer) {
  start();
  const coco_conn listening = with_reply();
  type(listening, "SEND\ndestination:/queue/a\nrequest-id:q\n\nm^");
  gateway.refuse(gateway.take(gateway.publishes), COCO_NOT_FOUND, "BAD_REQUEST", "no queues");
  net.run();
  EXPECT_NE(hear(listening).find("request-id:q\nstatus:not-found\n"), std::string::npos);
  EXPECT_FALSE(net.is_closed(listening));
  const coco_conn deaf = signed_in();
  type(deaf, "SEND\ndestination:/queue/a\n\nm^");
  gateway.refuse(gateway.take(gateway.publishes), COCO_NOT_FOUND, "BAD_REQUEST", "no queues");
  net.run();
  EXPECT_NE(hear(deaf).find("hint:no queues\n"), std::string::npos);
  EXPECT_TRUE(net.is_closed(deaf));
}

TEST_F(NativePublishing, AnEmptyClientMsgIdIsRefused) {
  start();
  const coco_conn conn = with_reply();
  type(conn, "SEND\ndestination:/topic/a\nclient-msg-id:\nrequest-id:q\n\nm^");
  EXPECT_NE(hear(conn).find("status:invalid\n"), std::string::npos);
  EXPECT_TRUE(gateway.publishes.empty());
}

TEST_F(NativePublishing, IsNotReadWhileAsManyAreUnderWayAsMayBe) {
  start({{"max_pending", "2"}});
  const coco_conn conn = signed_in();
  for (int i = 0; i < 4; ++i) type(conn, "SEND\ndestination:/topic/a\n\nm^");
  EXPECT_EQ(gateway.publishes.size(), 2u);
  gateway.answer(gateway.take(gateway.publishes), "{}");
  net.run();
  EXPECT_EQ(gateway.publishes.size(), 2u);
}

TEST_F(NativePublishing, ATransactionIsSaidAtItsCommitAndReceiptedWhenAllIs) {
  start();
  const coco_conn conn = signed_in();
  type(conn, "BEGIN\ntransaction:t\n\n^SEND\ndestination:/topic/a\ntransaction:t\nown:1\n\nm^");
  EXPECT_TRUE(gateway.publishes.empty());
  type(conn, "COMMIT\ntransaction:t\nreceipt:z\n\n^");
  ASSERT_EQ(gateway.publishes.size(), 1u);
  EXPECT_EQ(gateway.publishes[0].headers, (Headers{{"own", "1"}}));
  EXPECT_EQ(hear(conn), "");
  gateway.answer(gateway.take(gateway.publishes), "{}");
  net.run();
  EXPECT_EQ(hear(conn), "RECEIPT\nreceipt-id:z\n\n^");
}

}  // namespace
}  // namespace cocotalk::stomp
