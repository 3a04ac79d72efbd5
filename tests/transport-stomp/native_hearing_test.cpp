#include "native_conversation.hpp"

namespace cocotalk::stomp {
namespace {

using NativeHearing = NativeConversation;

TEST_F(NativeHearing, HearsHistoryThenTheReceiptThenWhatIsNew) {
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
    return "MESSAGE\nsubscription:s\nmessage-id:m" + n +
           "\ndestination:/room/a\ncontent-type:application/json\nevent:message\nseq:" + n + "\ncontent-length:3\n\n{" + n + "}^";
  };
  EXPECT_EQ(hear(conn), message("5") + "RECEIPT\nreceipt-id:z\n\n^" + message("6"));
}

TEST_F(NativeHearing, WithoutFromSeqHearsOnlyWhatIsNew) {
  start();
  const coco_conn conn = signed_in();
  type(conn, "SUBSCRIBE\nid:s\ndestination:/room/a\n\n^");
  EXPECT_EQ(gateway.joins.at(0).from_seq, COCO_LIVE);
}

TEST_F(NativeHearing, HearsTheTopicOfMeAsItSubscribed) {
  start();
  const coco_conn conn = signed_in();
  type(conn, "SUBSCRIBE\nid:s\ndestination:/me\n\n^");
  gateway.admit(gateway.take(gateway.joins), "/account/7");
  publish({.topics = {"/account/7", "/room/a"}, .kind = "room", .body = "{}"});
  EXPECT_NE(hear(conn).find("\ndestination:/me\n"), std::string::npos);
}

TEST_F(NativeHearing, HearsEachEventOncePerSubscription) {
  start();
  const coco_conn conn = signed_in();
  subscribe(conn, "1", "/room/a");
  subscribe(conn, "2", "/account/7");
  publish({.topics = {"/room/a", "/account/7"}, .body = "{}"});
  EXPECT_EQ(net.heard(conn).size(), 2u);
}

TEST_F(NativeHearing, HearsNothingMoreAfterUnsubscribe) {
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

TEST_F(NativeHearing, ThatUnsubscribesWhileItJoinsHearsNothing) {
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

TEST_F(NativeHearing, IsRefusedASubscriptionLikeACommand) {
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

TEST_F(NativeHearing, HasAsManySubscriptionsAsTheLimitAndNotOneMore) {
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

TEST_F(NativeHearing, TakesNoIdTwice) {
  start();
  for (const char* destination : {"/room/b", "/reply"}) {
    const coco_conn conn = signed_in();
    subscribe(conn, "1", "/room/a");
    type(conn, "SUBSCRIBE\nid:1\ndestination:" + std::string(destination) + "\n\n^");
    expect_error(conn, "subscription id is taken");
  }
}

TEST_F(NativeHearing, HearsWhatTheCoreTellsTheLinkItselfOnReply) {
  start();
  const coco_conn conn = with_reply();
  deliver(link, 0, {.kind = "reauth", .body = "{}"});
  EXPECT_NE(hear(conn).find("\ndestination:/reply\ncontent-type:application/json\nevent:reauth\n"), std::string::npos);
}

TEST_F(NativeHearing, DoesNotHearWhatItsOwnSessionIsSpared) {
  start();
  const std::string mine(32, 'a'), other(32, 'b');
  const coco_conn spared = signed_in(mine), hears = signed_in(other);
  subscribe(spared, "1", "/room/a");
  subscribe(hears, "1", "/room/a");
  publish({.topics = {"/room/a"}, .body = "{}", .except_session = mine});
  EXPECT_EQ(net.heard(spared).size(), 0u);
  EXPECT_EQ(net.heard(hears).size(), 1u);
}

}  // namespace
}  // namespace cocotalk::stomp
