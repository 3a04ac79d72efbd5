#include "core/runtime/metrics.hpp"

#include <gtest/gtest.h>

#include <thread>
#include <vector>

namespace cocotalk::runtime {
namespace {

TEST(Metrics, GroupsNumbersOfOneNameUnderOneHelp) {
  Metrics metrics;
  *metrics.find(COCO_METRIC_GAUGE, "net", "connections", "kind=\"tcp\"", "open connections") = 3;
  *metrics.find(COCO_METRIC_GAUGE, "net", "connections", "kind=\"ws\"", "something else") = 4;
  *metrics.find(COCO_METRIC_COUNTER, "storage", "commits_total", "", "transactions\ncommitted") = 5;
  EXPECT_EQ(metrics.prometheus(),
            "# HELP cocotalk_commits_total transactions\\ncommitted\n"
            "# TYPE cocotalk_commits_total counter\n"
            "cocotalk_commits_total{plugin=\"storage\"} 5\n"
            "# HELP cocotalk_connections open connections\n"
            "# TYPE cocotalk_connections gauge\n"
            "cocotalk_connections{plugin=\"net\",kind=\"tcp\"} 3\n"
            "cocotalk_connections{plugin=\"net\",kind=\"ws\"} 4\n");
}

TEST(Metrics, FindsTheSameNumberAgain) {
  Metrics metrics;
  EXPECT_EQ(metrics.find(COCO_METRIC_COUNTER, "a", "x", "", ""), metrics.find(COCO_METRIC_COUNTER, "a", "x", "", ""));
  EXPECT_NE(metrics.find(COCO_METRIC_COUNTER, "a", "x", "", ""), metrics.find(COCO_METRIC_COUNTER, "b", "x", "", ""));
}

TEST(Metrics, AddsUpANumberOfAllPluginsAndLabels) {
  Metrics metrics;
  EXPECT_EQ(metrics.sum("connections"), std::nullopt);
  *metrics.find(COCO_METRIC_GAUGE, "net", "connections", "kind=\"tcp\"", "") = 3;
  *metrics.find(COCO_METRIC_GAUGE, "net", "connections", "kind=\"ws\"", "") = 4;
  *metrics.find(COCO_METRIC_GAUGE, "other", "connections", "", "") = 5;
  *metrics.find(COCO_METRIC_GAUGE, "net", "connections_refused", "", "") = 100;
  EXPECT_EQ(metrics.sum("connections"), 12);
}

TEST(Metrics, KeepsItsTextWellFormedWhateverPluginsSay) {
  Metrics metrics;
  metrics.find(COCO_METRIC_COUNTER, "a", "bad name-1", "l=\"x\ny\"", "");
  EXPECT_NE(metrics.prometheus().find("cocotalk_bad_name_1{plugin=\"a\",l=\"x y\"} 0\n"), std::string::npos);
}

TEST(Metrics, CanBeReadWhileOthersAddAndRegister) {
  Metrics metrics;
  std::vector<std::thread> threads;
  for (int t = 0; t < 3; ++t)
    threads.emplace_back([&] {
      for (int i = 0; i < 500; ++i)
        __atomic_fetch_add(metrics.find(COCO_METRIC_COUNTER, "a", "x", "n=\"" + std::to_string(i % 7) + "\"", ""), 1,
                           __ATOMIC_RELAXED);
    });
  for (int i = 0; i < 50; ++i) EXPECT_NE(metrics.prometheus().size(), std::string::npos);
  for (std::thread& thread : threads) thread.join();
  std::int64_t sum = 0;
  for (int i = 0; i < 7; ++i) sum += *metrics.find(COCO_METRIC_COUNTER, "a", "x", "n=\"" + std::to_string(i) + "\"", "");
  EXPECT_EQ(sum, 1500);
}

}  // namespace
}  // namespace cocotalk::runtime
