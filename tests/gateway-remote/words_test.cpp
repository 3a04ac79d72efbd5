#include "gateway-remote/words.hpp"

#include <gtest/gtest.h>

namespace cocotalk::remote {
namespace {

TEST(Words, AreTheStatusesOfNativeWire) {
  EXPECT_EQ(status_of("ok"), COCO_OK);
  EXPECT_EQ(status_of("not-found"), COCO_NOT_FOUND);
  EXPECT_EQ(status_of("conflict"), COCO_CONFLICT);
  EXPECT_EQ(status_of("retry"), COCO_RETRY);
  EXPECT_EQ(status_of("what"), COCO_INTERNAL);
  EXPECT_EQ(status_of(""), COCO_INTERNAL);
}

TEST(Words, EndALinkByWordOrNumber) {
  EXPECT_EQ(close_code_of("replaced", 0), COCO_CLOSE_REPLACED);
  EXPECT_EQ(close_code_of("4010", 0), COCO_CLOSE_SIGNED_OUT);
  EXPECT_EQ(close_code_of("draining", 0), COCO_CLOSE_DRAINING);
  EXPECT_EQ(close_code_of("what", close_protocol), close_protocol);
  EXPECT_EQ(close_code_of("99999", close_protocol), close_protocol);
}

TEST(Words, RefuseALink) {
  EXPECT_EQ(refusal_of("unauthorized"), COCO_UNAUTHORIZED);
  EXPECT_EQ(refusal_of("4001"), COCO_UNAUTHORIZED);
  EXPECT_EQ(refusal_of("rate"), COCO_RATE);
  EXPECT_EQ(refusal_of("busy"), COCO_BUSY);
  EXPECT_EQ(refusal_of("invalid"), COCO_INVALID);
  EXPECT_EQ(refusal_of("1012"), COCO_UNAVAILABLE);
  EXPECT_EQ(refusal_of(""), COCO_UNAUTHORIZED);
}

TEST(Words, TakeTheSentenceOfARefusal) {
  EXPECT_EQ(detail_of(R"({"code":"X","detail":"a \"b\""})"), "a \"b\"");
  EXPECT_EQ(detail_of(""), "the host refused");
  EXPECT_EQ(detail_of("[]"), "the host refused");
}

TEST(Words, AreNumbersOrZero) {
  EXPECT_EQ(number_of("18446744073709551615"), UINT64_MAX);
  EXPECT_EQ(number_of(std::nullopt), 0U);
  EXPECT_EQ(number_of("x"), 0U);
}

}  // namespace
}  // namespace cocotalk::remote
