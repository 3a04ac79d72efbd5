#include "core/host/host.hpp"

#include "plugins/linked_plugin.hpp"

#include <gtest/gtest.h>
#include <cocotalk/testing/fake_host.hpp>

namespace cocotalk::host {
namespace {

using plugins::script;

class HostTest : public ::testing::Test {
 protected:
  HostTest() {
    script = plugins::Script();
    plan.host.data = folder.path();
    plan.host.drain = std::chrono::seconds(20);
    plan.host.worker_threads = 1;
    plan.host.worker_queue = 4;
    plan.plugins.push_back(planned());
  }
  static std::unique_ptr<const PlannedPlugin> planned() {
    return std::make_unique<const PlannedPlugin>(PlannedPlugin{
        plugins::Library::linked(plugins::linked_plugin), "c.json:3", {{"lanes", COCO_SETTING_INTEGER, 7, {}, {}}}, {}});
  }
  const testing::TemporaryFolder folder;
  runtime::Log log{runtime::LogFormat::text, COCO_LOG_ERROR};
  Plan plan;
};

TEST_F(HostTest, StartsAndStopsEveryPlugin) {
  Host host(plan, log, [](int, std::string_view) {});
  host.start();
  EXPECT_TRUE(host.open().empty()) << "nobody listens";
  EXPECT_EQ(host.stop(), std::nullopt);
  EXPECT_EQ(script.events, (std::vector<std::string>{"created with 7", "started", "stopped", "destroyed"}));
  EXPECT_EQ(host.stop(), std::nullopt) << "once is enough";
}

TEST_F(HostTest, RefusesWithEveryReasonWhenPluginsCannotBeCreated) {
  plan.plugins.push_back(planned());
  script.fail_in = "create";
  try {
    const Host host(plan, log, [](int, std::string_view) {});
    FAIL() << "was made";
  } catch (const Refused& e) {
    EXPECT_EQ(e.complaints(),
              (std::vector<std::string>{"c.json:3: linked: cannot be created", "c.json:3: linked: cannot be created"}));
  }
}

TEST_F(HostTest, NamesThePluginThatDoesNotStop) {
  plan.host.drain = std::chrono::milliseconds(10);
  script.answers_stop = false;
  Host host(plan, log, [](int, std::string_view) {});
  host.start();
  EXPECT_EQ(host.stop(), "linked");
  script.unanswered.ok();
  delete script.alive;
}

TEST_F(HostTest, TellsHealthAndMetrics) {
  Host host(plan, log, [](int, std::string_view) {});
  EXPECT_EQ(host.health_json(), R"({"status":"ok","plugins":[{"id":"linked","state":"ok","sentence":""}]})");
  coco::Host(script.host).health(COCO_HEALTH_FAILED, "a \"bad\" day");
  EXPECT_EQ(host.health_json(), R"({"status":"failed","plugins":[{"id":"linked","state":"failed","sentence":"a \"bad\" day"}]})");
  const std::string metrics = host.metrics_text();
  EXPECT_NE(metrics.find("cocotalk_plugin_calls_total{plugin=\"linked\"} 0\n"), std::string::npos);
  EXPECT_NE(metrics.find("cocotalk_plugin_errors_total{plugin=\"linked\"} 0\n"), std::string::npos);
  EXPECT_NE(metrics.find("cocotalk_worker_queue{plugin=\"host\"} 0\n"), std::string::npos);
}

}  // namespace
}  // namespace cocotalk::host
