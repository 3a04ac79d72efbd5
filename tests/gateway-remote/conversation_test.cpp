#include "gateway-remote/conversation.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace cocotalk::remote {
namespace {

using namespace std::literals;

struct Heard {
  std::uint64_t subscription;
  std::string kind, body;
  std::uint64_t seq, to_seq;
};

// What a completion was answered; `n` counts the answers.
struct Outcome {
  int n = 0;
  coco_status status = COCO_OK;
  std::string why, json, text;
  std::uint64_t number = 0;
};

class ConversationTest : public ::testing::Test {
 protected:
  ConversationTest() {
    back.size = sizeof back;
    back.self = this;
    back.deliver = [](void* self, std::uint64_t, std::uint64_t subscription, const coco_event* event) {
      static_cast<ConversationTest*>(self)->events.push_back(
          {subscription, std::string(coco::text(event->kind)), std::string(coco::text(event->body)), event->seq, event->to_seq});
    };
  }

  template <class Result, class Keep>
  coco::Completion expect(Outcome& outcome, Keep keep) {
    return coco::Completion(
        coco::on_completion<Result>([&outcome, keep](coco_status status, const Result* result, const coco_error* error) {
          ++outcome.n;
          outcome.status = status;
          if (error != nullptr) outcome.why = error->text;
          if (result != nullptr) keep(*result);
        }));
  }
  coco::Completion opening() {
    return expect<coco_opened>(opened, [this](const coco_opened& o) {
      opened.number = static_cast<std::uint64_t>(o.account);
      opened.text = coco::text(o.session);
    });
  }
  coco::Completion asking() {
    return expect<coco_answer>(answered, [this](const coco_answer& a) {
      answered.json = coco::text(a.json);
      answered.text = coco::text(a.message_id);
      answered.number = a.seq;
    });
  }
  coco::Completion joining() {
    return expect<coco_joined>(joined, [this](const coco_joined& j) {
      joined.text = coco::text(j.topic);
      joined.number = j.head;
    });
  }
  std::optional<Ending> hear(const Frame& frame) { return conversation.receive(encode(frame)); }
  void connect() {
    conversation.connect({COCO_LOGIN, "alice", "secret", COCO_WEB}, "chat.example", opening());
    ASSERT_FALSE(conversation.receive("CONNECTED\nversion:1.2\nsession:abc\nuser-id:7\nstore-epoch:e\nserver-time:5\n\n\0"sv));
    sent.clear();
  }

  coco_transport back{};
  std::vector<Heard> events;
  std::vector<std::string> sent;
  Outcome opened, answered, joined;
  Conversation conversation{42, back, 100'000, [this](std::string bytes) { sent.push_back(std::move(bytes)); }};
};

TEST_F(ConversationTest, BeginsWithTheLogin) {
  conversation.connect({COCO_LOGIN, "alice", "se:cret", COCO_WEB}, "chat.example", opening());
  EXPECT_EQ(sent.at(0),
            "CONNECT\naccept-version:1.2\nhost:chat.example\nheart-beat:0,0\ndevice:WEB\nlogin:alice\npasscode:se:cret\n\n\0"s);
}

TEST_F(ConversationTest, BeginsWithTheToken) {
  conversation.connect({COCO_ACCESS_TOKEN, "", "t0k", COCO_MOBILE}, "h", opening());
  EXPECT_EQ(sent.at(0), "CONNECT\naccept-version:1.2\nhost:h\nheart-beat:0,0\ndevice:MOBILE\naccess-token:t0k\n\n\0"s);
}

TEST_F(ConversationTest, OpensAndListensForAnswers) {
  conversation.connect({COCO_LOGIN, "alice", "x", COCO_WEB}, "h", opening());
  conversation.receive("CONNECTED\nversion:1.2\nsession:abc\nuser-id:7\n\n\0"sv);
  EXPECT_EQ(opened.n, 1);
  EXPECT_EQ(opened.number, 7U);
  EXPECT_EQ(opened.text, "abc");
  EXPECT_EQ(sent.at(1), "SUBSCRIBE\nid:reply\ndestination:/reply\n\n\0"s);
}

TEST_F(ConversationTest, ARefusedLoginIsTheAnswerToOpen) {
  conversation.connect({COCO_LOGIN, "alice", "x", COCO_WEB}, "h", opening());
  const std::optional<Ending> ending =
      hear({"ERROR", {{"message", "refused"}, {"code", "unauthorized"}, {"hint", "no such account"}}, ""});
  EXPECT_EQ(opened.status, COCO_UNAUTHORIZED);
  EXPECT_EQ(opened.why, "no such account");
  ASSERT_TRUE(ending);
  EXPECT_EQ(ending->code, COCO_CLOSE_UNAUTHORIZED);
}

TEST_F(ConversationTest, AnAnswerWaitsForItsReceipt) {
  connect();
  conversation.ask("room.send", R"({"a":1})", asking());
  EXPECT_EQ(
      sent.at(0),
      "SEND\ndestination:/command/room.send\ncontent-type:application/json\nrequest-id:q1\nreceipt:q1\ncontent-length:7\n\n{\"a\":1}\0"s);
  hear({"MESSAGE", {{"subscription", "reply"}, {"message-id", "reply-1"}, {"request-id", "q1"}, {"status", "ok"}}, "{}"});
  EXPECT_EQ(answered.n, 0);
  hear({"RECEIPT", {{"receipt-id", "q1"}, {"seq", "9"}, {"message-id", "m9"}}, ""});
  EXPECT_EQ(answered.n, 1);
  EXPECT_EQ(answered.status, COCO_OK);
  EXPECT_EQ(answered.json, "{}");
  EXPECT_EQ(answered.number, 9U);
  EXPECT_EQ(answered.text, "m9");
}

TEST_F(ConversationTest, TheReceiptMayComeFirst) {
  connect();
  conversation.ask("room.send", "{}", asking());
  hear({"RECEIPT", {{"receipt-id", "q1"}, {"seq", "9"}}, ""});
  EXPECT_EQ(answered.n, 0);
  hear({"MESSAGE", {{"subscription", "reply"}, {"request-id", "q1"}, {"status", "ok"}}, "{\"b\":2}"});
  EXPECT_EQ(answered.json, "{\"b\":2}");
  EXPECT_EQ(answered.number, 9U);
}

TEST_F(ConversationTest, ARefusalAnswersAtOnceWithItsJson) {
  connect();
  conversation.ask("room.send", "{}", asking());
  const auto json = R"({"code":"NOT_PERMITTED","detail":"not a member"})";
  EXPECT_FALSE(hear({"MESSAGE", {{"subscription", "reply"}, {"request-id", "q1"}, {"status", "denied"}}, json}));
  EXPECT_EQ(answered.status, COCO_DENIED);
  EXPECT_EQ(answered.why, "not a member");
  EXPECT_EQ(answered.json, json);
}

TEST_F(ConversationTest, JoinsAfterTheHistory) {
  connect();
  conversation.join("/room/r", 5, 10, joining());
  EXPECT_EQ(sent.at(0), "SUBSCRIBE\nid:5\ndestination:/room/r\nreceipt:q1\nrequest-id:q1\nfrom-seq:10\n\n\0"s);
  hear({"MESSAGE", {{"subscription", "5"}, {"event", "gap"}, {"from-seq", "11"}, {"to-seq", "12"}}, ""});
  hear({"MESSAGE", {{"subscription", "5"}, {"event", "message"}, {"seq", "13"}}, "x"});
  EXPECT_EQ(joined.n, 0);
  hear({"RECEIPT", {{"receipt-id", "q1"}}, ""});
  EXPECT_EQ(joined.n, 1);
  EXPECT_EQ(joined.text, "/room/r");
  EXPECT_EQ(joined.number, 13U);
  ASSERT_EQ(events.size(), 2U);
  EXPECT_EQ(events[0].kind, "gap");
  EXPECT_EQ(events[0].seq, 11U);
  EXPECT_EQ(events[0].to_seq, 12U);
  EXPECT_EQ(events[1].subscription, 5U);
  EXPECT_EQ(events[1].body, "x");
}

TEST_F(ConversationTest, LiveHasNoFromSeqAndMeIsTheAccount) {
  connect();
  conversation.join("/me", 1, COCO_LIVE, joining());
  EXPECT_EQ(sent.at(0).find("from-seq"), std::string::npos);
  hear({"RECEIPT", {{"receipt-id", "q1"}}, ""});
  EXPECT_EQ(joined.text, "/account/7");
}

TEST_F(ConversationTest, ARefusedJoinSaysWhy) {
  connect();
  conversation.join("/room/r", 5, COCO_LIVE, joining());
  hear({"MESSAGE", {{"subscription", "reply"}, {"request-id", "q1"}, {"status", "denied"}}, R"({"code":"C","detail":"no"})"});
  EXPECT_EQ(joined.status, COCO_DENIED);
  EXPECT_EQ(joined.why, "no");
}

TEST_F(ConversationTest, TakesFramesCutAnywhere) {
  connect();
  const std::string bytes = encode({"MESSAGE", {{"subscription", "5"}, {"event", "message"}}, "a"}) + "\n" +
                            encode({"MESSAGE", {{"subscription", "5"}, {"event", "message"}}, "b"});
  for (const char byte : bytes) ASSERT_FALSE(conversation.receive({&byte, 1}));
  ASSERT_EQ(events.size(), 2U);
  EXPECT_EQ(events[1].body, "b");
}

TEST_F(ConversationTest, AnErrorEndsTheLinkWithItsWord) {
  connect();
  const std::optional<Ending> ending = hear({"ERROR", {{"code", "replaced"}, {"message", "another device"}}, ""});
  ASSERT_TRUE(ending);
  EXPECT_EQ(ending->code, COCO_CLOSE_REPLACED);
  EXPECT_EQ(ending->reason, "another device");
}

TEST_F(ConversationTest, AnythingElseFromTheHostEndsTheLink) {
  EXPECT_TRUE(hear({"MESSAGE", {{"subscription", "1"}}, ""})) << "before CONNECTED";
  connect();
  EXPECT_TRUE(hear({"CONNECTED", {}, ""})) << "twice";
  EXPECT_TRUE(hear({"HELLO", {}, ""}));
  EXPECT_TRUE(conversation.receive("MESSAGE\nno colon\n\n\0"sv));
}

TEST_F(ConversationTest, BoundsTheFrameThatIsNotComplete) {
  connect();
  ASSERT_FALSE(conversation.receive("MESSAGE\nsubscription:5\n\n"sv));
  ASSERT_FALSE(conversation.receive(std::string(90'000, 'x')));
  const std::optional<Ending> ending = conversation.receive(std::string(20'000, 'x'));
  ASSERT_TRUE(ending);
  EXPECT_EQ(ending->reason, "the host sent a frame larger than max_frame_bytes");
}

TEST_F(ConversationTest, BoundsTheQuestions) {
  connect();
  for (std::size_t i = 0; i < Conversation::max_waiting; ++i) conversation.ask("x", "{}", coco::Completion());
  conversation.ask("x", "{}", asking());
  EXPECT_EQ(answered.status, COCO_BUSY);
  EXPECT_EQ(sent.size(), Conversation::max_waiting);
}

TEST_F(ConversationTest, TheEndAnswersWhateverWaits) {
  connect();
  conversation.ask("x", "{}", asking());
  conversation.join("/me", 1, COCO_LIVE, joining());
  conversation.end(COCO_ABORTED, "gone");
  EXPECT_EQ(answered.status, COCO_ABORTED);
  EXPECT_EQ(joined.status, COCO_ABORTED);
  EXPECT_EQ(joined.why, "gone");
  conversation.end(COCO_ABORTED, "again");
  EXPECT_EQ(answered.n, 1);
}

}  // namespace
}  // namespace cocotalk::remote
