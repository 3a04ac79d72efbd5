#include "auth-jwt/object.hpp"

#include <gtest/gtest.h>

#include <string>

namespace cocotalk::auth_jwt {
namespace {

TEST(Object, IsOneObjectAndNothingBehindIt) {
  EXPECT_TRUE(Object::parse(R"( {"a":1} )"));
  EXPECT_TRUE(Object::parse("{}"));
  for (const char* text :
       {"", "1", "[]", "\"a\"", "null", "{} {}", "{}x", "{", "{\"a\":1,}", "{a:1}", "{'a':1}", "{\"a\":01}", "\xEF\xBB\xBF{}"})
    EXPECT_FALSE(Object::parse(text)) << text;
  EXPECT_FALSE(Object::parse("{\"a\":\"\xFF\"}")) << "no UTF-8";
}

TEST(Object, HasNoKeyTwiceHoweverItIsWrittenAndWhereverItStands) {
  for (const char* text :
       {R"({"a":1,"a":1})", R"({"a":1,"b":2,"\u0061":3})", R"({"x":{"a":1,"a":2}})", R"({"x":[{"a":1,"a":2}]})"})
    EXPECT_FALSE(Object::parse(text)) << text;
  EXPECT_TRUE(Object::parse(R"({"a":{"a":1},"b":[{"a":1},{"a":2}],"A":3})"));
}

TEST(Object, IsSoDeepAndNoDeeper) {
  const auto nested = [](std::size_t depth) {
    return std::string(R"({"a":)") + std::string(depth - 1, '[') + std::string(depth - 1, ']') + "}";
  };
  EXPECT_TRUE(Object::parse(nested(Object::max_depth - 1)));
  EXPECT_FALSE(Object::parse(nested(Object::max_depth + 1)));
  EXPECT_FALSE(Object::parse(nested(1500)));
}

TEST(Object, AnIntegerIsWrittenAsOne) {
  const auto integer = [](const std::string& json) { return Object::parse("{\"n\":" + json + "}")->integer("n"); };
  EXPECT_EQ(integer("1700000000"), 1'700'000'000);
  EXPECT_EQ(integer("-1"), -1);
  for (const char* json : {"1.0", "1e3", "\"1\"", "true", "null"}) EXPECT_FALSE(integer(json)) << json;
  EXPECT_FALSE(Object::parse(R"({"n":99999999999999999999})"));
}

TEST(Object, NamesATextOrOneOfAList) {
  const auto names = [](const std::string& json) { return Object::parse("{\"aud\":" + json + "}")->names("aud", "chat"); };
  EXPECT_EQ(names(R"("chat")"), true);
  EXPECT_EQ(names(R"("chats")"), false);
  EXPECT_EQ(names(R"(["a","chat"])"), true);
  EXPECT_EQ(names("[]"), false);
  EXPECT_EQ(names(R"(["chat",1])"), std::nullopt);
  EXPECT_EQ(names("1"), std::nullopt);
}

}  // namespace
}  // namespace cocotalk::auth_jwt
