#include "auth-jwt/base64url.hpp"

#include "auth-jwt/issuer.hpp"

#include <gtest/gtest.h>

namespace cocotalk::auth_jwt {
namespace {

TEST(Base64Url, ReadsWhatWasWrittenAtEveryLength) {
  std::string bytes;
  for (int n = 0; n < 300; ++n) {
    EXPECT_EQ(from_base64url(test::base64url(bytes)), bytes);
    bytes += static_cast<char>(n * 7);
  }
}

TEST(Base64Url, HasOneSpellingForEverySequenceOfBytes) {
  constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  for (const char a : alphabet)
    for (const char b : alphabet) {
      const std::string text{a, b};
      const auto bytes = from_base64url(text);
      EXPECT_EQ(bytes ? test::base64url(*bytes) : text, text);
      const auto two = from_base64url("A" + text);
      EXPECT_EQ(two ? test::base64url(*two) : "A" + text, "A" + text);
    }
  EXPECT_TRUE(from_base64url("AA"));
  EXPECT_FALSE(from_base64url("AB"));
}

TEST(Base64Url, RefusesPaddingOtherCharactersAndALengthNoBytesHave) {
  for (const std::string_view text : {"AA==", "AAA=", "=", "A", "AAAAA", "A+AA", "A/AA", "AA A", "AA\nA", "AA\xC3\xA9"})
    EXPECT_FALSE(from_base64url(text)) << text;
  EXPECT_FALSE(from_base64url(std::string_view("AA\0A", 4)));
}

}  // namespace
}  // namespace cocotalk::auth_jwt
