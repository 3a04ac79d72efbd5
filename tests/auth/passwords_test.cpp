#include "auth/passwords.hpp"

#include <cocotalk/plugin.hpp>

#include <gtest/gtest.h>
#include <sodium.h>

#include <algorithm>
#include <cstdint>
#include <ctime>

namespace cocotalk::auth {
namespace {

constexpr Cost cheap{8 << 20, 1};

// The least CPU time of five runs, in nanoseconds: other programs on the machine do not disturb it.
template <class Work>
std::int64_t cpu_ns(Work work) {
  const auto now = [] {
    timespec t{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return t.tv_sec * 1'000'000'000 + t.tv_nsec;
  };
  std::int64_t least = INT64_MAX;
  for (int i = 0; i < 5; ++i) {
    const std::int64_t start = now();
    work();
    least = std::min(least, std::int64_t{now() - start});
  }
  return least;
}

TEST(Passwords, AVerifierNamesItsCost) {
  EXPECT_TRUE(make_verifier("correct horse", cheap).starts_with("$argon2id$v=19$m=8192,t=1,p=1$"));
  EXPECT_TRUE(make_verifier("correct horse", {9 << 20, 2}).starts_with("$argon2id$v=19$m=9216,t=2,p=1$"));
}

TEST(Passwords, EqualPasswordsHaveDifferentVerifiers) {
  EXPECT_NE(make_verifier("correct horse", cheap), make_verifier("correct horse", cheap));
}

TEST(Passwords, AVerifierDoesNotShowThePassword) {
  EXPECT_EQ(make_verifier("correct horse", cheap).find("horse"), std::string::npos);
}

TEST(Passwords, ADecoyIsAVerifierOfTheSameCost) {
  for (const Cost& cost : {cheap, Cost{19 << 20, 2}}) {
    const std::string decoy = make_decoy(cost);
    EXPECT_EQ(crypto_pwhash_str_needs_rehash(decoy.c_str(), cost.passes, cost.memory_bytes), 0) << decoy;
    EXPECT_EQ(decoy.size(), make_verifier("x", cost).size());
  }
}

TEST(Passwords, NoPasswordFitsADecoy) {
  const std::string decoy = make_decoy(cheap);
  for (const std::string_view password : {"", "correct horse"}) {
    EXPECT_FALSE(fits(password, decoy, decoy));
    EXPECT_FALSE(fits(password, "", decoy));
  }
}

TEST(Passwords, AViewOfNothingIsTheEmptyPassword) {
  const std::string decoy = make_decoy(cheap);
  EXPECT_TRUE(fits(std::string_view(), make_verifier(std::string_view(), cheap), decoy));
  EXPECT_FALSE(fits(std::string_view(), make_verifier("x", cheap), decoy));
}

TEST(Passwords, RefusingAnUnknownAccountCostsWhatAWrongPasswordCosts) {
  const std::string verifier = make_verifier("correct horse", cheap), decoy = make_decoy(cheap);
  const std::int64_t wrong = cpu_ns([&] { fits("wrong", verifier, decoy); });
  for (const std::string& unknown : {std::string(), std::string("!"), verifier.substr(1), std::string(4096, '$')}) {
    const std::int64_t refused = cpu_ns([&] { fits("wrong", unknown, decoy); });
    EXPECT_GT(refused, wrong * 2 / 3) << "'" << unknown.substr(0, 80) << "'";
    EXPECT_LT(refused, wrong * 3 / 2) << "'" << unknown.substr(0, 80) << "'";
  }
}

TEST(Passwords, MoreMemoryThanThereIsIsBusyAndSaysWhatToDo) {
  try {
    make_verifier("correct horse", {std::size_t{1} << 43, 1});
    FAIL() << "hashed in 8 TiB";
  } catch (const coco::Error& e) {
    EXPECT_EQ(e.code(), COCO_BUSY);
    EXPECT_STREQ(e.what(),
                 "hashing a password: the system gave no 8388608 MiB of memory; try again, or lower the setting 'memory'");
  }
}

}  // namespace
}  // namespace cocotalk::auth
