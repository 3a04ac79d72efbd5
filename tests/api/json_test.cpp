#include "core/api/json.hpp"

#include <gtest/gtest.h>

#include "core/domain/refusal.hpp"

namespace cocotalk::api {
namespace {

// The refusal's text; empty when `f` refused nothing.
template <class F>
std::string refusal(F&& f) {
  try {
    f();
  } catch (const domain::Refusal& r) {
    EXPECT_STREQ(r.code, "BAD_REQUEST");
    return r.detail;
  }
  return {};
}

std::string written(std::string_view text) { return JsonWriter().string(text).take(); }

TEST(JsonWriter, PutsCommasBetweenAndNowhereElse) {
  JsonWriter out;
  out.begin_object();
  out.key("a").number(1);
  out.key("b").begin_array().end_array();
  out.key("c").begin_array().string("x").null().boolean(true).begin_object().end_object().number(-5).end_array();
  out.key("d").begin_object().key("e").string_or_null("").end_object();
  out.end_object();
  EXPECT_EQ(out.take(), R"({"a":1,"b":[],"c":["x",null,true,{},-5],"d":{"e":null}})");
}

TEST(JsonWriter, EscapesQuotesBackslashesAndEveryControlCharacter) {
  EXPECT_EQ(written("\"\\/"), R"("\"\\/")");
  EXPECT_EQ(written("a\nb"), R"("a\nb")");
  for (char c = 1; c < 0x20; ++c) {
    if (c == '\n') continue;
    char expected[16];
    std::snprintf(expected, sizeof expected, "\"\\u%04x\"", static_cast<unsigned>(c));
    EXPECT_EQ(written(std::string(1, c)), expected);
  }
  EXPECT_EQ(written(std::string(1, '\0')), R"("\u0000")");
  EXPECT_EQ(written("밥 😀 \x7f"), "\"밥 😀 \x7f\"");
}

TEST(JsonWriter, StaysOnOneLine) { EXPECT_EQ(written("a\r\nb").find('\n'), std::string::npos); }

TEST(JsonWriter, WritesEveryNumber) {
  EXPECT_EQ(JsonWriter().number(INT64_MIN).take(), "-9223372036854775808");
  EXPECT_EQ(JsonWriter().number(INT64_MAX).take(), "9223372036854775807");
}

struct FieldsTest : ::testing::Test {
  simdjson::dom::parser parser;
  Fields fields(std::string_view json) { return Fields(parser, json); }
};

TEST_F(FieldsTest, WhatIsNoObjectIsRefused) {
  for (const char* const json :
       {"", " ", "[]", "1", "\"x\"", "null", "{", "{}}", "{'a':1}", "{\"a\":1e999}", "{\"a\":\"\\ud800\"}", "{\"a\":\"\\udc00\"}",
        "{\"a\":\"\xff\"}", "{\"a\":\"\xc0\x80\"}", "{\"a\":01}", "{\"a\":NaN}"})
    EXPECT_NE(refusal([&] { fields(json); }), "") << json;
}

TEST_F(FieldsTest, AKeyThatStandsTwiceIsRefused) {
  EXPECT_EQ(refusal([&] { fields(R"({"a":1,"b":2,"a":1})"); }), "'a' stands twice");
  EXPECT_EQ(refusal([&] { fields(R"({"a":1,"\u0061":1})"); }), "'a' stands twice");
}

TEST_F(FieldsTest, TextIsAStringWithoutNul) {
  EXPECT_EQ(fields(R"({"a":"x\/\u00e9"})").text("a"), "x/é");
  EXPECT_EQ(fields(R"({"a":null})").text("a"), "");
  EXPECT_EQ(fields("{}").text("a"), "");
  EXPECT_EQ(refusal([&] { fields(R"({"a":1})").text("a"); }), "'a' is not a string");
  EXPECT_EQ(refusal([&] { fields(R"({"a":"\u0000"})").text("a"); }), "'a' holds a NUL character");
}

TEST_F(FieldsTest, ANumberIsWholeAndFitsIn64Bits) {
  const auto number = [&](std::string_view json) { return fields(json).number("a", 7); };
  EXPECT_EQ(number(R"({"a":9223372036854775807})"), INT64_MAX);
  EXPECT_EQ(number(R"({"a":-9223372036854775808})"), INT64_MIN);
  EXPECT_EQ(number(R"({"a":"42"})"), 42);
  EXPECT_EQ(number(R"({"a":"-42"})"), -42);
  EXPECT_EQ(number(R"({"a":null})"), 7);
  EXPECT_EQ(number("{}"), 7);
  for (const char* const wrong :
       {R"({"a":9223372036854775808})", R"({"a":1.0})", R"({"a":1e3})", R"({"a":""})", R"({"a":"4x"})", R"({"a":" 4"})",
        R"({"a":"+4"})", R"({"a":"99999999999999999999"})", R"({"a":true})", R"({"a":[1]})"})
    EXPECT_EQ(refusal([&] { number(wrong); }), "'a' is not a whole number") << wrong;
}

TEST_F(FieldsTest, AFlagIsTrueOrFalse) {
  EXPECT_TRUE(fields(R"({"a":true})").flag("a", false));
  EXPECT_TRUE(fields("{}").flag("a", true));
  EXPECT_EQ(refusal([&] { fields(R"({"a":1})").flag("a", true); }), "'a' is not true or false");
}

TEST_F(FieldsTest, ListsHoldWhatTheyShould) {
  EXPECT_EQ(fields(R"({"a":["x","y"]})").texts("a"), (std::vector<std::string>{"x", "y"}));
  EXPECT_TRUE(fields("{}").texts("a").empty());
  EXPECT_EQ(refusal([&] { fields(R"({"a":"x"})").texts("a"); }), "'a' is not an array");
  EXPECT_EQ(refusal([&] { fields(R"({"a":["x",1]})").texts("a"); }), "'a' is not an array of strings");
  EXPECT_EQ(fields(R"({"a":[{"b":1},{"b":2}]})").objects("a").size(), 2u);
  EXPECT_EQ(refusal([&] { fields(R"({"a":[{"b":1,"b":2}]})").objects("a"); }), "'b' stands twice");
  EXPECT_EQ(refusal([&] { fields(R"({"a":[1]})").objects("a"); }), "'a' is not an array of objects");
}

TEST_F(FieldsTest, AnObjectHasAtMost256Fields) {
  std::string json = "{\"f0\":0";
  for (int i = 1; i < 256; ++i) json += ",\"f" + std::to_string(i) + "\":0";
  EXPECT_EQ(refusal([&] { fields(json + "}"); }), "");
  EXPECT_EQ(refusal([&] { fields(json + ",\"g\":0}"); }), "the object has more than 256 fields");
}

}  // namespace
}  // namespace cocotalk::api
