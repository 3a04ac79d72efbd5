#include "auth/verified.hpp"

#include <gtest/gtest.h>

#include <string>

namespace cocotalk::auth {
namespace {

constexpr std::int64_t now_ms = 1'700'000'000'000;

TEST(Verified, KnowsExactlyThePairItWasToldOf) {
  Verified verified{Memory{}};
  verified.remember("word", "verifier", now_ms);
  EXPECT_TRUE(verified.knows("word", "verifier", now_ms));
  EXPECT_FALSE(verified.knows("worD", "verifier", now_ms));
  EXPECT_FALSE(verified.knows("", "verifier", now_ms));
  EXPECT_FALSE(verified.knows("word", "verifier of the new password", now_ms)) << "the password was changed";
  EXPECT_FALSE(verified.knows("word", "", now_ms)) << "the account is gone";
  EXPECT_FALSE(verified.knows("rword", "verifie", now_ms)) << "the same bytes, cut elsewhere";
}

TEST(Verified, ForgetsWithTimeAndWhenTheClockIsSetBack) {
  Verified verified{Memory{1000, 10}};
  verified.remember("word", "verifier", now_ms);
  EXPECT_TRUE(verified.knows("word", "verifier", now_ms + 999));
  EXPECT_FALSE(verified.knows("word", "verifier", now_ms + 1000));
  EXPECT_FALSE(verified.knows("word", "verifier", now_ms - 1));
}

TEST(Verified, AtItsBoundTheOldestGoes) {
  Verified verified{Memory{1000, 3}};
  for (const char* const word : {"a", "b", "c"}) verified.remember(word, "verifier", now_ms);
  EXPECT_TRUE(verified.knows("a", "verifier", now_ms));
  verified.remember("d", "verifier", now_ms);
  EXPECT_FALSE(verified.knows("a", "verifier", now_ms));
  for (const char* const word : {"b", "c", "d"}) EXPECT_TRUE(verified.knows(word, "verifier", now_ms)) << word;
}

TEST(Verified, WhatIsRememberedAgainLivesFromThen) {
  Verified verified{Memory{1000, 10}};
  verified.remember("word", "verifier", now_ms);
  verified.remember("word", "verifier", now_ms + 900);
  verified.remember("other", "verifier", now_ms + 1500);  // the first entry is swept out
  EXPECT_TRUE(verified.knows("word", "verifier", now_ms + 1800));
}

TEST(Verified, RemembersNothingWhenItMayNot) {
  for (const Memory memory : {Memory{0, 10}, Memory{1000, 0}}) {
    Verified verified{memory};
    verified.remember("word", "verifier", now_ms);
    EXPECT_FALSE(verified.knows("word", "verifier", now_ms));
  }
}

}  // namespace
}  // namespace cocotalk::auth
