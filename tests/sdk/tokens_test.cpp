#include <cocotalk/plugin.hpp>
#include <cocotalk/tokens.hpp>

#include <gtest/gtest.h>

#include <numeric>
#include <set>

namespace coco {
namespace {

constexpr coco_token_kind kinds[] = {COCO_TOKEN_ACCESS, COCO_TOKEN_REFRESH, COCO_TOKEN_TICKET};

// 00 01 02 … 1f
TokenBytes counting() {
  TokenBytes bytes;
  std::iota(bytes.begin(), bytes.end(), std::uint8_t{0});
  return bytes;
}

std::string hex(const Fingerprint& fingerprint) {
  std::string out;
  for (const std::uint8_t byte : fingerprint) {
    out += "0123456789abcdef"[byte >> 4];
    out += "0123456789abcdef"[byte & 15];
  }
  return out;
}

TEST(Tokens, AreALetterAndBase64UrlWithoutPadding) {
  EXPECT_EQ(token_text(COCO_TOKEN_ACCESS, counting()), "aAAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8");
  EXPECT_EQ(token_text(COCO_TOKEN_REFRESH, counting()), "rAAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8");
  EXPECT_EQ(token_text(COCO_TOKEN_TICKET, counting()), "tAAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8");
}

TEST(Tokens, UseTheUrlSafeAlphabet) {
  TokenBytes bytes;
  bytes.fill(0xFB);
  const std::string text = token_text(COCO_TOKEN_ACCESS, bytes);
  EXPECT_EQ(text.substr(0, 9), "a-_v7-_v7");
}

// The stored fingerprints of running hosts: computed apart with Python's hashlib.blake2b(digest_size=32, person=b"coco …").
TEST(Tokens, FingerprintsNeverChange) {
  const auto of = [](coco_token_kind kind) { return hex(fingerprint_of(kind, token_text(kind, counting())).value()); };
  EXPECT_EQ(of(COCO_TOKEN_ACCESS), "4cb907cc9ff93ddddb69ec7a2dd9738972041e4941e59cd5d0f7db57d2915e95");
  EXPECT_EQ(of(COCO_TOKEN_REFRESH), "f041eed4a4c5eb062fbd92413ac38ac46af6813193449ec13f21c861c95dae72");
  EXPECT_EQ(of(COCO_TOKEN_TICKET), "801a64d29fd20fd94a9ba446ff1a76488dd3f07305b10f23b7b0544ec60f07fc");
}

TEST(Tokens, TheSameBytesAsAnotherKindHaveAnotherFingerprint) {
  std::set<Fingerprint> seen;
  for (const coco_token_kind kind : kinds) seen.insert(fingerprint_of(kind, token_text(kind, counting())).value());
  EXPECT_EQ(seen.size(), 3u);
}

TEST(Tokens, HaveOneSpelling) {
  std::string text = token_text(COCO_TOKEN_ACCESS, counting());
  ASSERT_EQ(text.back(), '8');
  for (const char same_bits : {'9', '-', '_'}) {  // '8' with the two unused bits set: lenient decoders read the same bytes
    text.back() = same_bits;
    EXPECT_FALSE(fingerprint_of(COCO_TOKEN_ACCESS, text)) << text;
  }
}

TEST(Tokens, AnUnknownKindIsRefused) {
  EXPECT_THROW(token_text(0, counting()), coco::Error);
  EXPECT_FALSE(fingerprint_of(0, token_text(COCO_TOKEN_ACCESS, counting())));
}

}  // namespace
}  // namespace coco
