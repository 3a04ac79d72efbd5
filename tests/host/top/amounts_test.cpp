#include "core/host/top/amounts.hpp"

#include <gtest/gtest.h>

namespace cocotalk::host::top {
namespace {

TEST(Amounts, AreWrittenAsPeopleReadThem) {
  EXPECT_EQ(whole(0), "0");
  EXPECT_EQ(whole(999), "999");
  EXPECT_EQ(whole(1000), "1,000");
  EXPECT_EQ(whole(-1234567), "-1,234,567");
  EXPECT_EQ(per_second(0.0), "0.0/s");
  EXPECT_EQ(per_second(99.94), "99.9/s");
  EXPECT_EQ(per_second(99.96), "100/s");
  EXPECT_EQ(milliseconds(0.0008), "0.8 µs");
  EXPECT_EQ(milliseconds(0.999), "999 µs");
  EXPECT_EQ(milliseconds(1), "1.0 ms");
  EXPECT_EQ(milliseconds(1000), "1.0 s");
  EXPECT_EQ(bytes(1023), "1,023 B");
  EXPECT_EQ(bytes(1024), "1.0 KiB");
  EXPECT_EQ(bytes(5.0 * 1024 * 1024 * 1024 * 1024 * 1024), "5,120 TiB");
  EXPECT_EQ(duration(-5), "0 s");
  EXPECT_EQ(duration(59'999), "59 s");
  EXPECT_EQ(duration(60'000), "1 min");
  EXPECT_EQ(duration(3'900'000), "1 h 5 min");
  EXPECT_EQ(duration(90'000'000), "1 d 1 h");
}

TEST(Amounts, WhatIsNotKnownIsADash) {
  for (const std::string& text : {amount({}), per_second({}), milliseconds({}), bytes({})}) EXPECT_EQ(text, "–");
}

}  // namespace
}  // namespace cocotalk::host::top
