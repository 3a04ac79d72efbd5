#include "push-http/signature.hpp"

#include <cocotalk/plugin.hpp>

#include <gtest/gtest.h>

namespace cocotalk::push_http {
namespace {

// RFC 4231, test case 2.
TEST(Signature, HmacIsThatOfTheStandard) {
  EXPECT_EQ(hmac_sha256("Jefe", "what do ya want for nothing?"),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
}

TEST(Signature, Base64UrlHasNoPaddingAndNoCharacterThatUrlsEscape) {
  EXPECT_EQ(base64url(""), "");
  EXPECT_EQ(base64url("f"), "Zg");
  EXPECT_EQ(base64url("fo"), "Zm8");
  EXPECT_EQ(base64url("foo"), "Zm9v");
  EXPECT_EQ(base64url("\xFB\xFF\xFE"), "-__-");
}

TEST(Signature, WhatIsNoRsaKeyIsRefused) {
  for (const char* const key : {"", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"}) {
    try {
      static_cast<void>(signed_token("{}", key));
      FAIL() << "signed with " << key;
    } catch (const coco::Error& e) {
      EXPECT_EQ(e.code(), COCO_INVALID);
      EXPECT_STREQ(e.what(), "the private key is no RSA key in PEM");
    }
  }
}

}  // namespace
}  // namespace cocotalk::push_http
