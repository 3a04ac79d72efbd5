#include "transport-http/json.hpp"

#include <gtest/gtest.h>

namespace cocotalk::http {
namespace {

TEST(Json, ABodyIsOneObject) {
  for (const char* good :
       {"{}", " {\"a\":1} \n", R"({"a":{"b":[1,2.5e3,null,true,"é"]}})", R"({"a":1,"a":2})", R"({"a":"\u0000"})"})
    EXPECT_TRUE(is_json_object(good)) << good;
  for (const char* bad :
       {"", " ", "[]", "1", "\"x\"", "null", "{", "}", "{}{}", "{\"a\":}", "{'a':1}", "{\"a\":1,}", "{\"a\":01}", "{\"a\":NaN}"})
    EXPECT_FALSE(is_json_object(bad)) << bad;
}

TEST(Json, ABodyIsUtf8WithWholeSurrogates) {
  EXPECT_TRUE(is_json_object(R"({"a":"\ud83d\ude00"})"));
  EXPECT_FALSE(is_json_object("{\"a\":\"\xff\"}"));
  EXPECT_FALSE(is_json_object(R"({"a":"\ud83d"})"));
  EXPECT_FALSE(is_json_object(R"({"a":"\ude00\ud83d"})"));
}

TEST(Json, DeepNestingIsRefused) {
  const std::string open(200'000, '['), close(200'000, ']');
  EXPECT_FALSE(is_json_object("{\"a\":" + open + close + "}"));
}

TEST(Json, FindsMembersOfTheRightType) {
  constexpr std::string_view json = R"({"text":"a\"b","flag":true,"n":1,"null":null,"deep":{"text":"no"}})";
  EXPECT_EQ(text_member(json, "text"), "a\"b");
  EXPECT_EQ(flag_member(json, "flag"), true);
  EXPECT_EQ(text_member(json, "n"), std::nullopt);
  EXPECT_EQ(text_member(json, "null"), std::nullopt);
  EXPECT_EQ(flag_member(json, "text"), std::nullopt);
  EXPECT_EQ(text_member(json, "missing"), std::nullopt);
  EXPECT_EQ(text_member("", "text"), std::nullopt);
  EXPECT_EQ(text_member("[\"text\"]", "text"), std::nullopt);
}

TEST(Json, QuotesEveryTextSoThatItComesBack) {
  EXPECT_EQ(json_string("요청"), "\"요청\"");
  EXPECT_EQ(json_string("a\"b\\c"), R"("a\"b\\c")");
  EXPECT_EQ(json_string(std::string_view("\n\0\x1f", 3)), R"("\u000a\u0000\u001f")");
  std::string all;
  for (int byte = 0; byte < 128; ++byte) all += static_cast<char>(byte);
  EXPECT_EQ(text_member("{\"x\":" + json_string(all) + "}", "x"), all);
}

}  // namespace
}  // namespace cocotalk::http
