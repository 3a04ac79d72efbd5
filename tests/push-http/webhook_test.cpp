#include "push-http/webhook.hpp"

#include <gtest/gtest.h>

namespace cocotalk::push_http {
namespace {

TEST(Webhook, SaysWhatHappenedAndWhomToWake) {
  Note note;
  note.room_type = 1;
  note.room = "0123";
  note.room_name = "우리방";
  note.sender = "앨리스";
  note.text = "line\n\"two\"";
  note.targets = {{COCO_WEB, "a", 5}, {COCO_MOBILE, "b", 6}};
  EXPECT_EQ(webhook_body(note),
            R"({"room":"0123","roomType":1,"roomName":"우리방","sender":"앨리스","text":"line\n\"two\"",)"
            R"("targets":[{"account":5,"device":"WEB","token":"a"},{"account":6,"device":"MOBILE","token":"b"}]})");
}

}  // namespace
}  // namespace cocotalk::push_http
