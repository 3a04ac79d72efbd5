#include "core/plugins/units.hpp"

#include <gtest/gtest.h>

namespace cocotalk::plugins {
namespace {

TEST(Units, ReadsNumbersWithAndWithoutUnit) {
  EXPECT_EQ(parse_number(COCO_SETTING_BYTES, "65536"), 65536);
  EXPECT_EQ(parse_number(COCO_SETTING_BYTES, "64 KiB"), 65536);
  EXPECT_EQ(parse_number(COCO_SETTING_BYTES, "64KiB"), 65536);
  EXPECT_EQ(parse_number(COCO_SETTING_BYTES, "5 GiB"), 5'368'709'120);
  EXPECT_EQ(parse_number(COCO_SETTING_MILLIS, "1500 ms"), 1500);
  EXPECT_EQ(parse_number(COCO_SETTING_MILLIS, "20 s"), 20'000);
  EXPECT_EQ(parse_number(COCO_SETTING_MILLIS, "5 min"), 300'000);
  EXPECT_EQ(parse_number(COCO_SETTING_MILLIS, "24 h"), 86'400'000);
  EXPECT_EQ(parse_number(COCO_SETTING_MILLIS, "30 d"), 2'592'000'000);
  EXPECT_EQ(parse_number(COCO_SETTING_INTEGER, "-3"), -3);
}

TEST(Units, RefusesEverythingElse) {
  for (const char* text :
       {"", " ", "x", "1.5", "64 KB", "64 kib", "1  s", "1 s ", " 1 s", "+1", "0x10", "99999999999999999999"}) {
    EXPECT_EQ(parse_number(COCO_SETTING_BYTES, text), std::nullopt) << text;
    EXPECT_EQ(parse_number(COCO_SETTING_MILLIS, text).has_value(), false) << text;
  }
  EXPECT_EQ(parse_number(COCO_SETTING_INTEGER, "1 s"), std::nullopt) << "a number has no unit";
  EXPECT_EQ(parse_number(COCO_SETTING_MILLIS, "1 KiB"), std::nullopt) << "nor a duration that of a size";
  EXPECT_EQ(parse_number(COCO_SETTING_BYTES, "9999999 TiB"), std::nullopt) << "more than 64 bits";
}

TEST(Units, WritesWhatItReads) {
  for (const std::int64_t number : {0LL, 1LL, 1000LL, 1024LL, 1500LL, 60'000LL, 65'536LL, 86'400'000LL, 26'214'400LL})
    for (const coco_setting_type type : {COCO_SETTING_BYTES, COCO_SETTING_MILLIS, COCO_SETTING_INTEGER})
      EXPECT_EQ(parse_number(type, number_text(type, number)), number) << number_text(type, number);
  EXPECT_EQ(number_text(COCO_SETTING_BYTES, 65536), "64 KiB");
  EXPECT_EQ(number_text(COCO_SETTING_MILLIS, 90'000), "90 s");
  EXPECT_EQ(number_text(COCO_SETTING_MILLIS, 0), "0");
}

}  // namespace
}  // namespace cocotalk::plugins
