#include "transport-stomp/message.hpp"

#include <gtest/gtest.h>

#include "conversation.hpp"
#include "transport-stomp/event.hpp"

namespace cocotalk::stomp {
namespace {

coco_event full_event() {
  coco_event event{};
  event.size = sizeof event;
  event.kind = coco::view("message");
  event.content_type = coco::view("application/json");
  event.body = coco::view("{}");
  event.message_id = coco::view("m1");
  event.seq = 5;
  event.sender = 7;
  event.ts_ms = 1'700'000'000'000;
  return event;
}

std::string written(Dialect dialect, const coco_event& event) {
  std::string out;
  write_message(out, Shape{dialect}, event, "/topic/1/message", "sub-1");
  return text_of(out);
}

TEST(Message, OfAnOriginalClientHasTheOriginalHeadersInTheirOrder) {
  EXPECT_EQ(written(Dialect::original, full_event()),
            "MESSAGE\ndestination:/topic/1/message\ncontent-type:application/json\nsubscription:sub-1\nmessage-id:m1\n"
            "content-length:2\n\n{}^");
}

TEST(Message, OfANativeLinkSaysAllTheEventKnows) {
  EXPECT_EQ(
      written(Dialect::native, full_event()),
      "MESSAGE\nsubscription:sub-1\nmessage-id:m1\ndestination:/topic/1/message\ncontent-type:application/json\nevent:message\n"
      "seq:5\nsender:7\nts:1700000000000\ncontent-length:2\n\n{}^");
}

TEST(Message, OfAGapNamesItsEnds) {
  coco_event event{};
  event.kind = coco::view("gap");
  event.content_type = coco::view("application/json");
  event.message_id = coco::view("g");
  event.seq = 3;
  event.to_seq = 9;
  EXPECT_EQ(written(Dialect::native, event),
            "MESSAGE\nsubscription:sub-1\nmessage-id:g\ndestination:/topic/1/message\ncontent-type:application/json\nevent:gap\n"
            "from-seq:3\nto-seq:9\ncontent-length:0\n\n^");
}

TEST(Message, OfAnApplicationHasItsOwnHeadersAndNoTypeItDidNotName) {
  coco_event event{};
  const coco_header own[] = {{coco::view("x:y"), coco::view("a\nb")}, {coco::view("x"), coco::view("")}};
  event.message_id = coco::view("m1");
  event.body = coco::view("hi");
  event.headers = own;
  event.n_headers = 2;
  EXPECT_EQ(written(Dialect::native, event),
            "MESSAGE\nsubscription:sub-1\nmessage-id:m1\ndestination:/topic/1/message\nx\\cy:a\\nb\nx:\ncontent-length:2\n\nhi^");
}

TEST(Event, IsACopyOfEverything) {
  std::string topic = "/room/a", body = "body", except = "session", name = "name", value = "value";
  const coco_header own{coco::view(name), coco::view(value)};
  const coco_view topics[] = {coco::view(topic)};
  coco_event original = full_event();
  original.topics = topics;
  original.n_topics = 1;
  original.body = coco::view(body);
  original.except_session = coco::view(except);
  original.message_id = {};
  original.headers = &own;
  original.n_headers = 1;
  const Event copy(original, "made-up");
  topic = body = except = name = value = "changed";
  EXPECT_EQ(coco::text(copy.get().headers[0].name), "name");
  EXPECT_EQ(coco::text(copy.get().headers[0].value), "value");
  EXPECT_EQ(coco::text(copy.topics()[0]), "/room/a");
  EXPECT_EQ(coco::text(copy.get().body), "body");
  EXPECT_EQ(coco::text(copy.get().except_session), "session");
  EXPECT_EQ(coco::text(copy.get().message_id), "made-up");
  EXPECT_EQ(copy.position(), 5u);
}

}  // namespace
}  // namespace cocotalk::stomp
