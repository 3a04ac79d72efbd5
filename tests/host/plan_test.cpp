#include "core/host/plan.hpp"

#include "plugins/linked_plugin.hpp"

#include <cocotalk/gateway.h>
#include <gtest/gtest.h>
#include <cocotalk/testing/fake_host.hpp>

namespace cocotalk::host {
namespace {

class PlanTest : public ::testing::Test {
 protected:
  Plan make(const std::string& text, const Environment& environment = {}) {
    return make_plan({"c.json", text}, {{"data", (folder.path() / "data").string(), "--data"}},
                     {folder.path(), environment, plugins::linked_plugin}, copies, Scope::everything);
  }
  const testing::TemporaryFolder folder;
  plugins::CopyFolder copies;
};

TEST_F(PlanTest, AddsTheServiceByItself) {
  const Plan plan = make(R"({"plugins": {}, "service": {"lanes": 5}})");
  ASSERT_EQ(plan.plugins.size(), 1u);
  EXPECT_EQ(plan.plugins[0]->library.file(), plugins::built_in);
  EXPECT_EQ(plan.plugins[0]->settings[0].number, 5);
}

TEST_F(PlanTest, ReadsTheHostsOwnSettings) {
  const Plan plan = make(
      R"({"plugins": {}, "drain": "3 s", "worker_threads": 4, "worker_queue": 5, "log": {"format": "json", "level": "error"}})");
  EXPECT_EQ(plan.host.data, folder.path() / "data");
  EXPECT_EQ(plan.host.drain, std::chrono::seconds(3));
  EXPECT_EQ(plan.host.worker_threads, 4u);
  EXPECT_EQ(plan.host.worker_queue, 5u);
  EXPECT_EQ(plan.host.log_format, runtime::LogFormat::json);
  EXPECT_EQ(plan.host.log_level, COCO_LOG_ERROR);
}

TEST_F(PlanTest, KnowsWhatTheDocumentsPromise) {
  const Plan plan = make(R"({"plugins": {}})");
  EXPECT_EQ(plan.host.drain, std::chrono::seconds(15));
  EXPECT_EQ(plan.host.worker_threads, 2u);
  EXPECT_EQ(plan.host.worker_queue, 32u);
  EXPECT_EQ(plan.host.log_level, COCO_LOG_INFO);
}

TEST_F(PlanTest, KeepsAPrivateFolderWhenNothingIsKept) {
  const Plan plan = make_plan({"c.json", R"({"plugins": {}, "data": ""})"}, {}, {folder.path(), {}, plugins::linked_plugin},
                              copies, Scope::everything);
  EXPECT_EQ(plan.host.data, copies.path() / "data");
}

TEST_F(PlanTest, WarnsOfVariablesThatMeanNothing) {
  EXPECT_TRUE(make(R"({"plugins": {}})", {{"COCOTALK_SERVICE_LANES", "3"}, {"COCOTALK_LOG_LEVEL", "warn"}}).warnings.empty());
  EXPECT_EQ(make(R"({"plugins": {}})", {{"COCOTALK_SERVICE_LANE", "3"}}).warnings,
            std::vector<std::string>{"environment variable COCOTALK_SERVICE_LANE is no setting of this configuration; did you "
                                     "mean COCOTALK_SERVICE_LANES?"});
}

}  // namespace
}  // namespace cocotalk::host
