#include "core/host/policy_replay.hpp"

#include <gtest/gtest.h>

#include <cstring>

namespace cocotalk::host {
namespace {

// One session of an account at a time, or as many as you like; nobody with the address "bad".
void newest_only(void*, const coco_sign_in*, const coco_session*, std::uint64_t n, coco_verdict* verdict) {
  verdict->admit = 1;
  std::memset(verdict->ends, 1, n);
}
void all(void*, const coco_sign_in* incoming, const coco_session*, std::uint64_t, coco_verdict* verdict) {
  verdict->admit = incoming->address.size == 3 ? 0 : 1;
  std::strcpy(verdict->reason, "bad");
}
constexpr coco_session_policy strict{sizeof strict, 0, nullptr, &newest_only}, lenient{sizeof lenient, 0, nullptr, &all};

SignInEvent begin(std::int64_t at_ms, std::string session, std::int64_t account = 1, std::string address = "") {
  return {SignInEvent::Kind::begin, {at_ms, account, std::move(session), COCO_MOBILE, std::move(address), ""}};
}
SignInEvent end(std::int64_t at_ms, std::string session, SignInEvent::Kind kind = SignInEvent::Kind::end) {
  return {kind, {at_ms, 0, std::move(session), COCO_MOBILE, "", ""}};
}

TEST(PolicyReplay, FindsTheSignInsThatWouldHaveGoneOtherwise) {
  PolicyReplay present(strict), tried(lenient);
  const Comparison found = compare({begin(1, "a"), begin(2, "b"), begin(3, "c", 2), begin(4, "d")}, present, tried);
  EXPECT_EQ(found.n_sign_ins, 4u);
  ASSERT_EQ(found.differences.size(), 2u);
  EXPECT_EQ(found.differences[0].sign_in.session, "b");
  ASSERT_EQ(found.differences[0].present.signed_out.size(), 1u);
  EXPECT_EQ(found.differences[0].present.signed_out[0].session, "a");
  EXPECT_TRUE(found.differences[0].tried.signed_out.empty());
  EXPECT_EQ(present.n_signed_out(), 2u);
  EXPECT_EQ(tried.n_signed_out(), 0u);
}

TEST(PolicyReplay, WhoSignedOutByHimselfIsGoneAndWhoWasDisplacedIsNot) {
  PolicyReplay present(strict), tried(strict);
  compare({begin(1, "a"), end(2, "a"), begin(3, "b"), end(4, "b", SignInEvent::Kind::displaced), begin(5, "c"), end(6, "nobody")},
          present, tried);
  EXPECT_EQ(tried.n_signed_out(), 1u) << "b, by c";
}

TEST(PolicyReplay, ARefusedSignInLeavesAllAsItWas) {
  PolicyReplay present(strict), tried(lenient);
  const Comparison found = compare({begin(1, "a", 1, "bad"), begin(2, "b")}, present, tried);
  ASSERT_EQ(found.differences.size(), 2u);
  EXPECT_FALSE(found.differences[0].tried.is_admitted);
  EXPECT_EQ(found.differences[0].tried.reason, "bad");
  EXPECT_EQ(tried.n_refused(), 1u);
}

}  // namespace
}  // namespace cocotalk::host
