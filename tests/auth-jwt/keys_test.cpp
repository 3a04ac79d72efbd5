#include "auth-jwt/keys.hpp"

#include "auth-jwt/issuer.hpp"

#include <cocotalk/error.hpp>
#include <cocotalk/testing/fake_host.hpp>

#include <gtest/gtest.h>

#include <fstream>

namespace cocotalk::auth_jwt {
namespace {

class KeyFiles : public ::testing::Test {
 protected:
  std::string file(const std::string& name, const std::string& text) {
    const std::string path = folder_.path() / name;
    std::ofstream(path) << text;
    return path;
  }
  std::string refusal(const std::vector<std::string>& settings) {
    try {
      read_keys(settings);
      return "";
    } catch (const coco::Error& e) {
      return e.what();
    }
  }
  static bool says(const std::string& sentence, const char* part) { return sentence.find(part) != std::string::npos; }

  const testing::TemporaryFolder folder_;
  const test::Issuer one_{1}, two_{2};
};

// `openssl genpkey -algorithm ed25519 | openssl pkey -pubout`; RFC 8410, 10.1.
constexpr char pem[] =
    "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=\n-----END PUBLIC KEY-----\n";

TEST_F(KeyFiles, APemFileIsAKeyWithAGivenName) {
  const Keys keys = read_keys({"2024=" + file("a.pem", pem)});
  ASSERT_EQ(keys.size(), 1u);
  EXPECT_EQ(keys.at("2024")[0], 0x19);
  EXPECT_EQ(keys.at("2024")[31], 0xe1);
}

TEST_F(KeyFiles, AJwkAndASetCarryTheNames) {
  EXPECT_EQ(read_keys({file("one.jwk", one_.jwk("k1"))}), (Keys{{"k1", one_.public_key}}));
  const std::string set =
      R"({"keys":[)" + one_.jwk("k1") + R"(,{"kty":"RSA","kid":"r","n":"x","e":"AQAB"},)" + two_.jwk("k2") + "]}";
  EXPECT_EQ(read_keys({file("set.json", set)}), (Keys{{"k1", one_.public_key}, {"k2", two_.public_key}}));
}

TEST_F(KeyFiles, SeveralFilesAreOneRing) {
  EXPECT_EQ(read_keys({file("one.jwk", one_.jwk("k1")), "p=" + file("a.pem", pem)}).size(), 2u);
  EXPECT_TRUE(says(refusal({file("one.jwk", one_.jwk("k1")), "k1=" + file("a.pem", pem)}), "there is another key named 'k1'"));
}

TEST_F(KeyFiles, WhatIsNoKeyIsRefusedByName) {
  EXPECT_TRUE(says(refusal({"a=/nowhere.pem"}), "'/nowhere.pem' cannot be read"));
  EXPECT_TRUE(says(refusal({"a=" + file("x.pem", "hello")}), "is no public key in PEM form"));
  EXPECT_TRUE(says(refusal({"a=" + file("p.pem", "-----BEGIN PRIVATE KEY-----\nAA==\n-----END PRIVATE KEY-----\n")}),
                   "holds a private key"));
  EXPECT_TRUE(
      says(refusal({"a=" + file("r.pem", "-----BEGIN PUBLIC KEY-----\nMFwwDQYJKoZIhvcNAQEBBQAD\n-----END PUBLIC KEY-----\n")}),
           "is no Ed25519 key"));
  EXPECT_TRUE(says(refusal({file("j.jwk", "{")}), "is no JWK Set"));
  EXPECT_TRUE(says(refusal({file("e.json", R"({"keys":[]})")}), "there is no Ed25519 key in it"));
  EXPECT_TRUE(says(refusal({}), "there is no Ed25519 key in it"));
}

TEST_F(KeyFiles, AJwkMustBeForThis) {
  const auto with = [this](const std::string& field) {
    std::string jwk = one_.jwk("k1");
    return refusal({file("j.jwk", jwk.insert(1, field + ","))});
  };
  EXPECT_EQ(with(R"("use":"sig","alg":"EdDSA")"), "");
  EXPECT_TRUE(says(with(R"("use":"enc")"), "is not for signatures"));
  EXPECT_TRUE(says(with(R"("alg":"ES256")"), "is not for EdDSA"));
  EXPECT_TRUE(says(with(R"("d":"AA")"), "holds a private key"));
  EXPECT_TRUE(says(with(R"("kid":"other")"), "is no JWK Set")) << "a key twice";
  EXPECT_TRUE(says(refusal({file("k.jwk", one_.jwk(""))}), "has no name"));
}

TEST_F(KeyFiles, AKeyIsAPointThatIsFitForSignatures) {
  const auto with_x = [this](const std::string& bytes) {
    return refusal({file("j.jwk", R"({"kty":"OKP","crv":"Ed25519","kid":"k","x":")" + test::base64url(bytes) + "\"}")});
  };
  EXPECT_TRUE(says(with_x(std::string(31, 'x')), "has 32 bytes"));
  EXPECT_TRUE(says(with_x(std::string(33, 'x')), "has 32 bytes"));
  EXPECT_TRUE(says(with_x("\x01" + std::string(31, '\0')), "no Ed25519 key")) << "the neutral element: anything would be signed";
}

}  // namespace
}  // namespace cocotalk::auth_jwt
