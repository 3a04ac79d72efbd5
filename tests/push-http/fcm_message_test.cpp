#include "push-http/fcm_message.hpp"

#include <gtest/gtest.h>

namespace cocotalk::push_http {
namespace {

Note note(std::int32_t type) {
  Note out;
  out.room_type = type;
  out.room = "61fca964bd38314549649235";
  out.room_name = "우리방";
  out.sender = "앨리스";
  out.text = "\"안녕\"";
  return out;
}

TEST(FcmMessage, ForAPhoneIsTheWireDocuments) {
  EXPECT_EQ(fcm_message(note(1), {COCO_MOBILE, "fcm-1", 5}, "https://front"),
            R"({"validate_only":false,"message":{"token":"fcm-1","data":{"roomId":"61fca964bd38314549649235"},)"
            R"("apns":{"headers":{"apns-collapse-id":"61fca964bd38314549649235"},"payload":{"aps":{"alert":{"title":"앨리스",)"
            R"("subtitle":"우리방","body":"\"안녕\""},"sound":"chime.aiff"}}},"webpush":null}})");
}

TEST(FcmMessage, OfAPrivateRoomHasNoSubtitle) {
  EXPECT_NE(fcm_message(note(0), {COCO_MOBILE, "fcm-1", 5}, "").find(R"("subtitle":"")"), std::string::npos);
}

TEST(FcmMessage, ForAPageIsTheWireDocuments) {
  EXPECT_EQ(fcm_message(note(1), {COCO_WEB, "fcm-2", 5}, "https://front"),
            R"({"validate_only":false,"message":{"token":"fcm-2","data":null,"apns":null,)"
            R"("webpush":{"headers":{"Topic":"61fca964bd38314549649235"},"data":{"title":"[우리방] 앨리스","body":"\"안녕\"",)"
            R"("url":"https://front"}}}})");
  EXPECT_NE(fcm_message(note(0), {COCO_WEB, "fcm-2", 5}, "").find(R"("title":"앨리스")"), std::string::npos);
}

}  // namespace
}  // namespace cocotalk::push_http
