// The application in random conversations with failures, faster than time. COCOTALK_SEEDS: how many (1,000).
#include <gtest/gtest.h>

#include <cstdlib>
#include <string>

#include "tests/domain/simulator/conversation.hpp"

namespace cocotalk::simulator {
namespace {

std::uint64_t seeds() {
  const char* const given = std::getenv("COCOTALK_SEEDS");
  return given == nullptr ? 1000 : std::strtoull(given, nullptr, 10);
}

// The first seed that shows the bug, and how.
std::optional<std::string> found(Bug bug) {
  for (std::uint64_t seed = 1; seed <= 1000; ++seed) {
    Conversation run(seed, bug);
    if (const std::optional<std::string> promise = run.broken_promise()) return "seed " + std::to_string(seed) + ": " + *promise;
  }
  return std::nullopt;
}

TEST(Simulator, KeepsEveryPromiseInRandomConversations) {
  std::size_t receipted = 0;
  for (std::uint64_t seed = 1; seed <= seeds(); ++seed) {
    Conversation run(seed, Bug::none);
    const std::optional<std::string> promise = run.broken_promise();
    ASSERT_FALSE(promise.has_value()) << "seed " << seed << ": " << *promise;
    receipted += run.messages_receipted();
  }
  EXPECT_GT(receipted, seeds() * 5) << "the conversations say almost nothing";
}

TEST(Simulator, RepeatsARunFromItsSeed) {
  Conversation a(7, Bug::gap_on_resume), b(7, Bug::gap_on_resume);
  EXPECT_EQ(a.broken_promise(), b.broken_promise());
  EXPECT_EQ(a.messages_receipted(), b.messages_receipted());
}

void expect_found(Bug bug, const std::string& promise) {
  const std::optional<std::string> what = found(bug);
  ASSERT_TRUE(what.has_value()) << "1,000 seeds did not show it";
  ::testing::Test::RecordProperty("found", *what);
  EXPECT_NE(what->find(promise), std::string::npos) << *what;
}

TEST(Simulator, FindsAReceiptBeforeTheCommit) { expect_found(Bug::receipt_before_commit, ": P"); }
TEST(Simulator, FindsForgottenClientIds) { expect_found(Bug::no_dedup, "P2"); }
TEST(Simulator, FindsAHoleAfterAConflict) { expect_found(Bug::hole_after_conflict, "P"); }
TEST(Simulator, FindsAGapOnResumption) { expect_found(Bug::gap_on_resume, "P4"); }
TEST(Simulator, FindsALostDeparture) { expect_found(Bug::lost_departure, "D2"); }
TEST(Simulator, FindsALostEviction) { expect_found(Bug::lost_eviction, "P5"); }

}  // namespace
}  // namespace cocotalk::simulator
