#include "session-policy-max/limit.hpp"

#include <cocotalk/testing/policy_question.hpp>

#include <gtest/gtest.h>

#include <algorithm>

namespace cocotalk::session_policy_max {
namespace {

using testing::Ruling;

Ruling decide(Limit limit, coco_device_class incoming, std::string_view existing) {
  const coco_session_policy table{
      sizeof table, 0, &limit,
      [](void* self, const coco_sign_in* sign_in, const coco_session* sessions, std::uint64_t n, coco_verdict* verdict) {
        session_policy_max::decide(*static_cast<const Limit*>(self), *sign_in, {sessions, n}, *verdict);
      }};
  return testing::decide(table, incoming, existing);
}

// How many of the class have `mark` in `ends`.
auto count(std::string_view existing, std::string_view ends, char device, char mark) {
  std::int64_t n = 0;
  for (std::size_t i = 0; i < existing.size(); ++i) n += existing[i] == device && ends[i] == mark;
  return n;
}

TEST(Limit, AdmitsAsLongAsThereIsRoom) {
  for (const Winner winner : {Winner::newest, Winner::oldest}) {
    EXPECT_EQ(decide({3, winner}, COCO_MOBILE, ""), (Ruling{true, "", ""}));
    EXPECT_EQ(decide({3, winner}, COCO_MOBILE, "MM"), (Ruling{true, "--", ""}));
  }
}

TEST(Limit, NewestWinsEndsTheOldest) { EXPECT_EQ(decide({3, Winner::newest}, COCO_MOBILE, "MMM"), (Ruling{true, "x--", ""})); }

TEST(Limit, OldestWinsRefusesTheNewcomer) {
  const Ruling ruling = decide({3, Winner::oldest}, COCO_MOBILE, "MMM");
  EXPECT_FALSE(ruling.admitted);
  EXPECT_EQ(ruling.reason, "the account may be signed in on 3 devices of this class; sign out on one of them first");
}

TEST(Limit, OtherClassesTakeNoRoomAndAreNotEnded) {
  EXPECT_EQ(decide({2, Winner::oldest}, COCO_WEB, "MMMWM"), (Ruling{true, "-----", ""}));
  EXPECT_EQ(decide({2, Winner::newest}, COCO_WEB, "WMMWM"), (Ruling{true, "x----", ""}));
}

TEST(Limit, ZeroIsNoLimit) {
  const std::string many(200, 'W');
  for (const Winner winner : {Winner::newest, Winner::oldest})
    EXPECT_EQ(decide({0, winner}, COCO_WEB, many), (Ruling{true, std::string(200, '-'), ""}));
}

TEST(Limit, OneIsTheSingleSessionOfTheOriginal) {
  EXPECT_EQ(decide({1, Winner::newest}, COCO_WEB, "MW"), (Ruling{true, "-x", ""}));
  EXPECT_FALSE(decide({1, Winner::oldest}, COCO_WEB, "MW").admitted);
}

TEST(Limit, ALoweredLimitEndsAllThatAreTooManyAtTheNextSignIn) {
  EXPECT_EQ(decide({2, Winner::newest}, COCO_MOBILE, "MMWMMM"), (Ruling{true, "xx-xx-", ""}));
}

TEST(Limit, ALoweredLimitLeavesThemWhenTheOldestWin) {
  const Ruling ruling = decide({2, Winner::oldest}, COCO_MOBILE, "MMMMM");
  EXPECT_FALSE(ruling.admitted);
  EXPECT_EQ(ruling.ends, "-----");
}

TEST(Limit, TheLargestLimitFitsItsSentence) {
  const Ruling ruling = decide({1000, Winner::oldest}, COCO_MOBILE, std::string(1000, 'M'));
  EXPECT_TRUE(ruling.reason.ends_with("sign out on one of them first")) << ruling.reason;
}

// For every history of up to seven sessions and every limit up to four.
TEST(Limit, AdmittingNeverExceedsTheLimitAndNeverEndsMoreThanItMust) {
  for (const std::string& existing : testing::all_histories(7))
    for (const std::int64_t sessions : {1, 2, 3, 4}) {
      const Ruling ruling = decide({sessions, Winner::newest}, COCO_MOBILE, existing);
      const auto before = std::count(existing.begin(), existing.end(), 'M');
      const auto after = count(existing, ruling.ends, 'M', '-') + 1;
      EXPECT_TRUE(ruling.admitted);
      EXPECT_EQ(after, std::min(before + 1, sessions)) << existing << " limit " << sessions;
      EXPECT_EQ(count(existing, ruling.ends, 'W', 'x'), 0) << existing;
    }
}

TEST(Limit, NeverEndsASessionThatIsNewerThanOneItKeeps) {
  for (const std::string& existing : testing::all_histories(7))
    for (const std::int64_t sessions : {1, 2, 3, 4}) {
      const Ruling ruling = decide({sessions, Winner::newest}, COCO_MOBILE, existing);
      bool has_kept_one = false;
      for (std::size_t i = 0; i < existing.size(); ++i) {
        if (existing[i] != 'M') continue;
        if (ruling.ends[i] == '-') has_kept_one = true;
        EXPECT_FALSE(has_kept_one && ruling.ends[i] == 'x') << existing << " → " << ruling.ends;
      }
    }
}

TEST(Limit, OldestWinsNeverEndsAnybody) {
  for (const std::string& existing : testing::all_histories(7))
    for (const std::int64_t sessions : {0, 1, 2, 3, 4}) {
      const Ruling ruling = decide({sessions, Winner::oldest}, COCO_WEB, existing);
      const auto before = std::count(existing.begin(), existing.end(), 'W');
      EXPECT_EQ(ruling.admitted, sessions == 0 || before < sessions) << existing << " limit " << sessions;
      EXPECT_EQ(ruling.ends, std::string(existing.size(), '-'));
    }
}

}  // namespace
}  // namespace cocotalk::session_policy_max
