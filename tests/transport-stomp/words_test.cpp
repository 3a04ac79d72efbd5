#include "transport-stomp/words.hpp"

#include <gtest/gtest.h>

namespace cocotalk::stomp {
namespace {

TEST(Words, NameEveryStatus) {
  const char* const words[] = {"ok",   "invalid", "denied",       "not-found", "conflict", "rate",
                               "busy", "retry",   "unauthorized", "retry",     "retry",    "internal"};
  for (coco_status s = COCO_OK; s <= COCO_INTERNAL; ++s) EXPECT_EQ(status_word(s), words[s]);
}

TEST(Words, OfARefusalThatEndsALinkKeepItsRetryMeaning) {
  EXPECT_EQ(close_code_for(COCO_UNAUTHORIZED), COCO_CLOSE_UNAUTHORIZED);
  EXPECT_EQ(close_code_for(COCO_DENIED), close_protocol_error);
  EXPECT_EQ(close_code_for(COCO_BUSY), COCO_CLOSE_RATE);
  EXPECT_EQ(close_word(COCO_CLOSE_DRAINING), "draining");
  EXPECT_EQ(close_word(COCO_CLOSE_REPLACED), "replaced");
}

TEST(Words, CallEveryRefusedCredentialUnauthorizedAndLetTheBusyComeBack) {
  for (const coco_status s : {COCO_INVALID, COCO_DENIED, COCO_NOT_FOUND, COCO_UNAUTHORIZED})
    EXPECT_EQ(status_of_refused_open(s), COCO_UNAUTHORIZED);
  for (const coco_status s : {COCO_RATE, COCO_BUSY, COCO_RETRY}) EXPECT_EQ(status_of_refused_open(s), s);
}

TEST(Words, ReadNumbersOfDigitsOnly) {
  EXPECT_EQ(parse_number("0"), 0u);
  EXPECT_EQ(parse_number("18446744073709551615"), 18446744073709551615u);
  for (const char* text : {"", "-1", "+1", " 1", "1 ", "1.0", "18446744073709551616"})
    EXPECT_EQ(parse_number(text), std::nullopt) << text;
}

TEST(Words, ReadAHeartBeatOfTwoNumbers) {
  ASSERT_TRUE(parse_heart_beat("10000,0"));
  EXPECT_EQ(parse_heart_beat("10000,0")->sends_every_ms, 10000u);
  EXPECT_EQ(parse_heart_beat("0,5")->wants_every_ms, 5u);
  for (const char* text : {"", "1", "1,", ",1", "1,2,3", "a,b", "86400001,0", "0,86400001"})
    EXPECT_FALSE(parse_heart_beat(text)) << text;
}

TEST(Words, FindAnItemOfAList) {
  EXPECT_TRUE(lists("1.1,1.2", "1.2"));
  EXPECT_TRUE(lists("v10.stomp, v12.stomp ", "v12.stomp"));
  EXPECT_FALSE(lists("1.1,11.2", "1.2"));
  EXPECT_FALSE(lists("", "1.2"));
}

}  // namespace
}  // namespace cocotalk::stomp
