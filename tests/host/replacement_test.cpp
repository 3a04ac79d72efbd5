// Replacement through Host: retirement, the order of things, and that nothing is half done.
#include "core/host/host.hpp"
#include "core/host/running.hpp"
#include "core/host/succession.hpp"

#include "plugins/linked_plugin.hpp"

#include <cocotalk/net.h>
#include <cocotalk/testing/fake_host.hpp>

#include <gtest/gtest.h>

namespace cocotalk::host {
namespace {

using namespace std::chrono_literals;
using plugins::script;
using Texts = std::vector<std::string>;

class ReplacementTest : public ::testing::Test {
 protected:
  ReplacementTest() {
    script = plugins::Script();
    plan.host.data = folder.path();
    plan.host.drain = 20s;
    plan.host.retire = 1h;
    plan.host.worker_threads = 1;
    plan.host.worker_queue = 4;
  }
  static std::shared_ptr<const PlannedPlugin> planned(const coco_plugin& plugin, std::int64_t lanes = 7) {
    Section section;
    section.name = plugin.id;
    return std::make_shared<const PlannedPlugin>(
        PlannedPlugin{plugins::Library::linked(plugin), "c.json:3", {{"lanes", COCO_SETTING_INTEGER, lanes, {}, {}}}, section});
  }
  void start(const coco_plugin& plugin) {
    plan.plugins.push_back(planned(plugin));
    host.emplace(plan, log, [](int, std::string_view) {});
    host->start();
    script.events.clear();
  }
  void replace(std::int64_t lanes) {
    host->replace({{0, planned(plugins::linked_plugin, lanes)}}, [this] { return is_interrupted; });
  }
  // The reason of a refusal.
  template <class Call>
  static std::string refusal(Call&& call) {
    try {
      call();
    } catch (const Refused& e) {
      return e.complaints().front();
    }
    return "was done";
  }
  const testing::TemporaryFolder folder;
  runtime::Log log{runtime::LogFormat::text, COCO_LOG_ERROR};
  Plan plan;
  bool is_interrupted = false;
  std::optional<Host> host;
};

TEST_F(ReplacementTest, StartsTheNewOneBeforeTheOldOneGoes) {
  start(plugins::linked_plugin);
  replace(8);
  EXPECT_EQ(script.events, (Texts{"created with 8", "started", "stopped", "destroyed"}));
  EXPECT_TRUE(host->retired().is_empty());
  EXPECT_EQ(host->stop(), std::nullopt);
}

TEST_F(ReplacementTest, LeavesTheOldOneWhenTheNewOneFails) {
  start(plugins::linked_plugin);
  const void* const table = host->table<void>("test.table/1");
  script.fail_in = "create";
  EXPECT_EQ(refusal([&] { replace(8); }), "cocotalk (built in): linked: cannot be created");
  script.fail_in = "start";
  EXPECT_EQ(refusal([&] { replace(9); }), "cocotalk (built in): linked: cannot start");
  EXPECT_EQ(host->table<void>("test.table/1"), table);
  EXPECT_EQ(script.events, (Texts{"created with 8", "created with 9", "started", "stopped", "destroyed"}));
  EXPECT_EQ(host->stop(), std::nullopt);
}

TEST_F(ReplacementTest, ReplacesAllOrNone) {
  static coco_plugin other = plugins::linked_plugin;
  other.id = "other";
  static constexpr const char* nothing[] = {nullptr};
  other.provides = nothing;
  plan.plugins.push_back(planned(other));
  start(plugins::linked_plugin);
  // The second cannot be created, because it is asked for an interface it does not have.
  static coco_plugin liar = other;
  static constexpr const char* lies[] = {"test.lie/1", nullptr};
  liar.provides = lies;
  const auto why = refusal([&] {
    host->replace({{1, planned(plugins::linked_plugin, 8)}, {0, planned(liar)}}, [] { return false; });
  });
  EXPECT_NE(why.find("gives no table for it"), std::string::npos) << why;
  EXPECT_EQ(script.events, (Texts{"created with 8", "started", "created with 7", "destroyed", "stopped", "destroyed"}));
  EXPECT_EQ(host->stop(), std::nullopt);
}

TEST_F(ReplacementTest, DoesNothingOnceTheHostIsToStop) {
  start(plugins::linked_plugin);
  is_interrupted = true;
  EXPECT_EQ(refusal([&] { replace(8); }), "the host is stopping; nothing was replaced");
  EXPECT_TRUE(script.events.empty());
  EXPECT_EQ(host->stop(), std::nullopt);
}

TEST_F(ReplacementTest, LetsTheOldOneRetireUntilItIsEmpty) {
  start(plugins::retiring_plugin);
  replace(8);
  host->look();
  EXPECT_EQ(script.events, (Texts{"created with 8", "started", "retired"}));
  EXPECT_NE(running_json(*host, std::chrono::steady_clock::now()).find(R"("state":"retiring since 0 s")"), std::string::npos);
  script.empty.ok();
  host->look();
  EXPECT_EQ(script.events, (Texts{"created with 8", "started", "retired", "stopped", "destroyed"}));
  EXPECT_EQ(host->stop(), std::nullopt);
}

TEST_F(ReplacementTest, StopsWhoRetiresForTooLong) {
  plan.host.retire = 0s;
  start(plugins::retiring_plugin);
  replace(8);
  EXPECT_EQ(script.events, (Texts{"created with 8", "started", "retired", "stopped", "destroyed"}));
  EXPECT_EQ(host->stop(), std::nullopt);
}

TEST_F(ReplacementTest, StopsTheRetiredBeforeTheOthers) {
  start(plugins::retiring_plugin);
  replace(8);
  EXPECT_EQ(host->stop(), std::nullopt);
  EXPECT_EQ(script.events, (Texts{"created with 8", "started", "retired", "stopped", "destroyed", "stopped", "destroyed"}));
  EXPECT_TRUE(host->retired().is_empty());
}

// ---- what may follow what

TEST_F(ReplacementTest, FindsPluginsByIdAndByTheirNameInTheConfiguration) {
  start(plugins::linked_plugin);
  EXPECT_EQ(seat_of(host->seats(), "linked"), 0u);
  EXPECT_EQ(refusal([&] { seat_of(host->seats(), "linkd"); }), "there is no plugin 'linkd' running; did you mean 'linked'?");
  EXPECT_EQ(host->stop(), std::nullopt);
}

TEST_F(ReplacementTest, ComparesPlans) {
  start(plugins::linked_plugin);
  Plan wanted;
  wanted.host = plan.host;
  wanted.plugins.push_back(planned(plugins::linked_plugin));
  EXPECT_TRUE(successors(host->seats(), plan.host, wanted).empty());
  wanted.plugins[0] = planned(plugins::linked_plugin, 9);
  EXPECT_EQ(refusal([&] { successors(host->seats(), plan.host, wanted); }),
            "'linked' is part of the program: a change needs a restart of the host");
  wanted.plugins[0] = planned(plugins::linked_plugin);
  wanted.host.drain = 3s;
  EXPECT_EQ(refusal([&] { successors(host->seats(), plan.host, wanted); }),
            "setting 'drain' of the host is another: that needs a restart of the host");
  wanted.host = plan.host;
  wanted.plugins.clear();
  EXPECT_EQ(refusal([&] { successors(host->seats(), plan.host, wanted); }),
            "'linked' is no longer there: that needs a restart of the host");
  EXPECT_EQ(host->stop(), std::nullopt);
}

TEST_F(ReplacementTest, SaysWhatChanges) {
  start(plugins::linked_plugin);
  EXPECT_EQ(sentence(host->seats()[0], *planned(plugins::linked_plugin, 9))
                .find("linked 1.2.3 → 1.2.3 (cocotalk (built in), built with "),
            0u);
  EXPECT_TRUE(sentence(host->seats()[0], *planned(plugins::linked_plugin, 9)).ends_with("; other: lanes"));
  EXPECT_EQ(host->stop(), std::nullopt);
}

}  // namespace
}  // namespace cocotalk::host
