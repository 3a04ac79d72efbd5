#include "transport-http/header_value.hpp"

#include <gtest/gtest.h>

namespace cocotalk::http {
namespace {

TEST(HeaderValue, HasAMainValue) {
  EXPECT_EQ(main_value("form-data; name=\"a\""), "form-data");
  EXPECT_EQ(main_value("  multipart/form-data ;boundary=x"), "multipart/form-data");
  EXPECT_EQ(main_value(""), "");
}

TEST(HeaderValue, HasTokensAndQuotedStringsAsParameters) {
  EXPECT_EQ(parameter("x; a=1; B=\"two; b=3\" ; c = 4", "a"), "1");
  EXPECT_EQ(parameter("x; a=1; B=\"two; b=3\" ; c = 4", "b"), "two; b=3");
  EXPECT_EQ(parameter("x; a=1; B=\"two; b=3\" ; c = 4", "C"), "4");
  EXPECT_EQ(parameter("x; a=1", "b"), std::nullopt);
  EXPECT_EQ(parameter("x; a=", "a"), "");
  EXPECT_EQ(parameter("x; flag; a=1", "a"), "1");
}

TEST(HeaderValue, KeepsRawUtf8AndWindowsPaths) {
  EXPECT_EQ(parameter("form-data; filename=\"사진 1.jpeg\"", "filename"), "사진 1.jpeg");
  EXPECT_EQ(parameter(R"(x; f="C:\dir\a.png")", "f"), R"(C:\dir\a.png)");
  EXPECT_EQ(parameter(R"(x; f="a\"b\\c")", "f"), R"(a"b\c)");
}

TEST(HeaderValue, WhatIsMalformedHasNoParameters) {
  for (const char* bad : {"x; a=\"open", "x; a=\"b\"c; d=1", "x;", "x; a", ""})
    EXPECT_EQ(parameter(bad, "d"), std::nullopt) << bad;
}

TEST(HeaderValue, NamesAreComparedWithoutCase) {
  EXPECT_TRUE(same_ignoring_case("Content-Type", "content-TYPE"));
  EXPECT_FALSE(same_ignoring_case("a", "ab"));
  EXPECT_FALSE(same_ignoring_case("[", "{"));
}

}  // namespace
}  // namespace cocotalk::http
