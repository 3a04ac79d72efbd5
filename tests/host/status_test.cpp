#include "core/host/status.hpp"

#include "core/host/plugin_files.hpp"
#include "plugins/linked_plugin.hpp"

#include <gtest/gtest.h>
#include <cocotalk/testing/fake_host.hpp>

#include <fstream>

namespace cocotalk::host {
namespace {

using plugins::script;

class StatusTest : public ::testing::Test {
 protected:
  StatusTest() {
    script = plugins::Script();
    plan.host.data = folder.path();
    plan.host.drain = std::chrono::seconds(20);
    plan.host.worker_threads = 1;
    plan.host.worker_queue = 4;
    plan.plugins.push_back(std::make_unique<const PlannedPlugin>(PlannedPlugin{
        plugins::Library::linked(plugins::linked_plugin), "c.json:3", {{"lanes", COCO_SETTING_INTEGER, 7, {}, {}}}, {}}));
  }
  void SetUp() override {
    host.emplace(plan, log, [](int, std::string_view) {});
  }
  // The first plugin of the status.
  Json plugin() const {
    const Json status = parse_json(status_json(*host));
    return status.member("plugins")->items.at(0);
  }
  static std::string text(const Json& object, std::string_view key) { return object.member(key)->text; }
  const testing::TemporaryFolder folder;
  runtime::Log log{runtime::LogFormat::text, COCO_LOG_ERROR};
  Plan plan;
  std::optional<Host> host;
};

TEST_F(StatusTest, SaysWhatAPluginIsAndProvides) {
  const Json linked = plugin();
  EXPECT_EQ(text(linked, "id"), "linked");
  EXPECT_EQ(text(linked, "version"), "1.2.3");
  EXPECT_EQ(text(linked, "state"), "running");
  EXPECT_EQ(text(linked, "calls"), "0");
  EXPECT_EQ(linked.member("mean_us")->kind, Json::Kind::null);
  EXPECT_EQ(linked.member("provides")->items.at(0).text, "test.table/1");
  EXPECT_FALSE(linked.member("can_be_replaced")->flag) << "it is part of the program";
}

TEST_F(StatusTest, TheHostIsAsWellAsItsWorstPlugin) {
  const auto health = [this] { return parse_json(status_json(*host)).member("host")->member("status")->text; };
  EXPECT_EQ(health(), "ok");
  coco::Host(script.host).health(COCO_HEALTH_DEGRADED, "so so");
  EXPECT_EQ(health(), "degraded");
  EXPECT_EQ(text(plugin(), "state"), "degraded");
  EXPECT_EQ(text(plugin(), "sentence"), "so so");
  coco::Host(script.host).health(COCO_HEALTH_FAILED, "no");
  EXPECT_EQ(health(), "failed");
}

TEST_F(StatusTest, NamesWhatTheHostWasStartedWithout) {
  plan.left_out.push_back({"broken", "it crashed"});
  const Json status = parse_json(status_json(*host));
  EXPECT_EQ(status.member("host")->member("status")->text, "failed");
  EXPECT_EQ(text(status.member("plugins")->items.at(1), "state"), "left out");
  EXPECT_EQ(text(status.member("plugins")->items.at(1), "sentence"), "it crashed");
}

TEST_F(StatusTest, RatesAreNotKnownBeforeAnIntervalIsOver) {
  *coco::Host(script.host).gauge("connections", "") = 3;
  host->look();
  const Json status = parse_json(status_json(*host));
  const Json& now = *status.member("now");
  EXPECT_EQ(text(now, "connections"), "3");
  EXPECT_EQ(now.member("messages_per_second")->kind, Json::Kind::null);
  EXPECT_EQ(now.member("commit_ms")->kind, Json::Kind::null);
}

TEST(HistoryJson, HasAColumnForEachNumberAndNullForWhatIsNotKnown) {
  runtime::Metrics metrics;
  std::int64_t& messages = *metrics.find(COCO_METRIC_COUNTER, "service", "messages_total", "", "");
  LoadHistory history;
  const LoadHistory::Time start{};
  EXPECT_EQ(history_json(history), R"({"every_ms":10000,"until":0,"connections":[],"messages_per_second":[],"commit_ms":[]})");
  history.look(metrics, start, 5'000);
  messages = 5;
  history.look(metrics, start + LoadHistory::every, 15'000);
  history.look(metrics, start + 2 * LoadHistory::every, 25'000);
  EXPECT_EQ(
      history_json(history),
      R"({"every_ms":10000,"until":25000,"connections":[null,null],"messages_per_second":[0.500,0.000],"commit_ms":[null,null]})");
}

TEST(PluginFiles, AreThePluginsOfTheFolderAndNothingElse) {
  const testing::TemporaryFolder folder;
  std::filesystem::copy_file(SAMPLE_LIBRARY, folder.path() / "b.so");
  std::ofstream(folder.path() / "a.so") << "no plugin";
  std::ofstream(folder.path() / "notes.txt") << "no library";
  const Json files = parse_json(plugin_files_json(folder.path()));
  ASSERT_EQ(files.member("files")->items.size(), 1u);
  EXPECT_EQ(files.member("files")->items[0].member("file")->text, "b.so");
}

TEST(PluginFiles, AreNamedNeverByAPath) {
  const testing::TemporaryFolder folder;
  std::ofstream(folder.path() / "auth.so") << "whatever";
  EXPECT_EQ(library_named(folder.path(), "auth.so"), folder.path() / "auth.so");
  for (const std::string name : {"../auth.so", "./auth.so", "/etc/passwd", "auth", "", ".", ".."})
    EXPECT_THROW(library_named(folder.path(), name), Refused) << name;
  EXPECT_THROW(library_named(folder.path(), (folder.path() / "auth.so").string()), Refused);
}

}  // namespace
}  // namespace cocotalk::host
