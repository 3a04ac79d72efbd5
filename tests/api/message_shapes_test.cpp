#include "core/api/message_shapes.hpp"

#include <gtest/gtest.h>

#include "tests/api/answered.hpp"
#include "tests/api/manual_executor.hpp"

namespace cocotalk::api {
namespace {

using namespace cocotalk::domain;

struct MessageShape : ::testing::Test {
  MessageShape() {
    auto alice = std::make_shared<Account>();
    alice->id = 1;
    alice->username = "앨리스";
    room.members.emplace_back().account = std::move(alice);
  }
  static Message text(const std::string& content) {
    Message m;
    m.room = *RoomId::parse("61fca964bd38314549649235");
    m.number = 2;
    m.seq = 3;
    m.sender = 5;
    m.content = content;
    m.sent_ms = 1'643'948'474'542;
    return m;
  }
  static Message reply() {
    Message m = text("응");
    m.about = message_id(m.room, 1, 1'643'948'474'000);
    m.quoted = 1;
    m.quote = "점심 먹었어?";
    return m;
  }
  cocotalk::testing::Parsed shown(const Message& m, Viewer viewer) const {
    JsonWriter out;
    write_message(out, m, room, viewer);
    return cocotalk::testing::Parsed(out.take());
  }
  cocotalk::testing::ManualExecutor executor;
  Room room{executor};
};

TEST_F(MessageShape, TheTwentiethFillsItsBundleAndNamesTheNext) {
  Message m;
  m.room = *RoomId::parse("61fca964bd38314549649235");
  m.seq = 25;
  m.number = 20;
  m.sender = 5;
  m.content = "hi";
  m.sent_ms = 1'643'948'474'542;
  const std::string body = message_vo(m, room);
  EXPECT_NE(body.find(R"("currentMessageBundleCount":20,"currentMessageBundleId":"61fca964bd38314549649236",)"
                      R"("nextMessageBundleId":"61fca964bd38314549649237")"),
            std::string::npos)
      << body;
  m.number = 21;
  EXPECT_NE(message_vo(m, room).find(R"("currentMessageBundleCount":1,"currentMessageBundleId":"61fca964bd38314549649237",)"
                                     R"("nextMessageBundleId":"61fca964bd38314549649237")"),
            std::string::npos);
}

TEST_F(MessageShape, ChatMessageHasItsSevenKeysInOrder) {
  Message m;
  m.room = *RoomId::parse("61fca964bd38314549649235");
  m.number = 1;
  m.sender = 5;
  m.type = MessageType::photo;
  m.content = "a\"b";
  m.sent_ms = 1'643'948'474'542;
  JsonWriter out;
  write_message(out, m, room, Viewer::other);
  EXPECT_EQ(out.take(), "{\"id\":\"" + m.id().hex() +
                            R"(","roomId":"61fca964bd38314549649235","messageBundleId":"61fca964bd38314549649236","userId":5,)"
                            R"("content":"a\"b","type":4,"sentAt":"2022-02-04T04:21:14.542"})");
}

TEST_F(MessageShape, OriginalClientsSeeAReplyAsATextThatBeginsWithWhatItAnswers) {
  EXPECT_EQ(shown(reply(), Viewer::page).text("/content"), "[앨리스에게 답장] 점심 먹었어?\n응");
  EXPECT_EQ(shown(reply(), Viewer::page).size(), 7u) << "no key that the wire document does not know";
  Message m = reply();
  m.quoted = 9;
  EXPECT_EQ(shown(m, Viewer::other).text("/content"), "[답장] 점심 먹었어?\n응") << "whom the room does not list";
  m.type = MessageType::photo;
  m.content = "http://h/1.png";
  EXPECT_EQ(shown(m, Viewer::other).text("/content"), "http://h/1.png") << "an address stays one";
}

TEST_F(MessageShape, NativeClientsSeeWhatAReplyAnswersBesideItsText) {
  const auto m = shown(reply(), Viewer::native);
  EXPECT_EQ(m.number("/number"), 2);
  EXPECT_EQ(m.number("/seq"), 3);
  EXPECT_EQ(m.text("/content"), "응");
  EXPECT_EQ(m.text("/replyTo/messageId"), reply().about->hex());
  EXPECT_EQ(m.number("/replyTo/userId"), 1);
  EXPECT_EQ(m.text("/replyTo/content"), "점심 먹었어?");
}

TEST_F(MessageShape, WhatWasDeletedIsASentenceForOriginalClientsAndAMarkForNativeOnes) {
  Message m = text("");
  m.type = MessageType::photo;
  m.deleted_ms = m.sent_ms + 1;
  EXPECT_EQ(shown(m, Viewer::page).text("/content"), "삭제된 메시지입니다.");
  EXPECT_EQ(shown(m, Viewer::page).number("/type"), 0) << "nothing to load";
  EXPECT_EQ(shown(m, Viewer::native).text("/content"), "");
  EXPECT_TRUE(shown(m, Viewer::native).flag("/deleted"));
}

TEST_F(MessageShape, WhatWasEditedSaysSoToNativeClientsAlone) {
  Message m = text("new");
  m.edited_ms = m.sent_ms + 1000;
  m.mentions = {1, 7};
  EXPECT_EQ(shown(m, Viewer::native).text("/editedAt"), "2022-02-04T04:21:15.542");
  EXPECT_EQ(shown(m, Viewer::native).number("/mentions/1"), 7);
  EXPECT_EQ(shown(m, Viewer::page).size(), 7u);
}

}  // namespace
}  // namespace cocotalk::api
