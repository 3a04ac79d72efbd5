#include "core/host/load.hpp"

#include <gtest/gtest.h>

namespace cocotalk::host {
namespace {

using namespace std::chrono_literals;

struct LoadTest : ::testing::Test {
  std::int64_t& counter(const char* name, const char* plugin = "any") {
    return *metrics.find(COCO_METRIC_COUNTER, plugin, name, "", "");
  }
  void look(std::chrono::milliseconds after_the_start) {
    history.look(metrics, LoadHistory::Time(1h) + after_the_start, 1'000'000 + after_the_start.count());
  }
  const Load& last() const { return history.loads().back(); }
  runtime::Metrics metrics;
  LoadHistory history;
};

TEST_F(LoadTest, SaysNothingBeforeAnIntervalIsFull) {
  look(0s);
  look(9999ms);
  EXPECT_TRUE(history.loads().empty());
  EXPECT_EQ(history.until_ms(), 1'000'000);
  look(10s);
  EXPECT_EQ(history.loads().size(), 1u);
  EXPECT_EQ(history.until_ms(), 1'010'000);
}

TEST_F(LoadTest, CountsWhatWasAddedInTheInterval) {
  counter("messages_total") = 100;
  counter("publications_total") = 100;
  counter("deliveries", "one") = counter("deliveries", "other") = 7;
  counter("commits") = 50;
  counter("commit_microseconds") = 1;
  look(0s);
  counter("messages_total") += 20;
  counter("publications_total") += 10;
  counter("deliveries", "one") += 100;
  counter("deliveries", "other") += 50;
  counter("commits") += 4;
  counter("commit_microseconds") += 6000;
  *metrics.find(COCO_METRIC_GAUGE, "net", "connections", "", "") = 12;
  look(10s);
  EXPECT_EQ(last().messages_per_second, 3.0);
  EXPECT_EQ(last().deliveries_per_second, 15.0);
  EXPECT_EQ(last().commits_per_second, 0.4);
  EXPECT_EQ(last().commit_ms, 1.5);
  EXPECT_EQ(last().connections, 12);
}

TEST_F(LoadTest, KnowsNothingOfWhatNobodyCounts) {
  look(0s);
  look(10s);
  EXPECT_EQ(last().connections, std::nullopt);
  EXPECT_EQ(last().messages_per_second, std::nullopt);
  EXPECT_EQ(last().commits_per_second, std::nullopt);
  EXPECT_EQ(last().commit_ms, std::nullopt);
}

TEST_F(LoadTest, HasNoMeanOfNoCommits) {
  counter("commits") = 3;
  counter("commit_microseconds") = 900;
  look(0s);
  look(10s);
  EXPECT_EQ(last().commits_per_second, 0.0);
  EXPECT_EQ(last().commit_ms, std::nullopt);
}

TEST_F(LoadTest, NeverFallsBelowZeroWhenAPluginCountsAnew) {
  counter("commits") = 1000;
  look(0s);
  counter("commits") = 1;
  look(10s);
  EXPECT_EQ(last().commits_per_second, 0.0);
}

TEST_F(LoadTest, GivesIntervalsWithoutALookTheirMean) {
  counter("messages_total") = 0;
  look(0s);
  counter("messages_total") = 300;
  look(30s);
  ASSERT_EQ(history.loads().size(), 3u);
  for (const Load& load : history.loads()) EXPECT_EQ(load.messages_per_second, 10.0);
}

TEST_F(LoadTest, ALateLookDoesNotMoveTheNextOne) {
  look(0s);
  look(10'200ms);
  look(20s);
  EXPECT_EQ(history.loads().size(), 2u);
}

TEST_F(LoadTest, KeepsAnHour) {
  std::int64_t& messages = counter("messages_total");
  look(0s);
  for (int n = 1; n <= 360; ++n) {
    messages += n * 10;
    look(n * 10s);
  }
  EXPECT_EQ(history.loads().size(), 360u);
  EXPECT_EQ(history.loads().front().messages_per_second, 1.0) << "the first interval is still there";
  look(3610s);
  EXPECT_EQ(history.loads().size(), 360u);
  EXPECT_EQ(history.loads().front().messages_per_second, 2.0);
}

}  // namespace
}  // namespace cocotalk::host
