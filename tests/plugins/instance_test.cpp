#include "core/plugins/instance.hpp"

#include "plugins/linked_plugin.hpp"

#include <cocotalk/auth.h>
#include <gtest/gtest.h>

namespace cocotalk::plugins {
namespace {

using namespace std::chrono_literals;
using Events = std::vector<std::string>;

class InstanceTest : public ::testing::Test {
 protected:
  InstanceTest() { script = Script(); }
  std::unique_ptr<Instance> make() { return std::make_unique<Instance>(library, settings, lending); }
  static auto in(std::chrono::milliseconds time) { return std::chrono::steady_clock::now() + time; }

  runtime::Log log{runtime::LogFormat::text, COCO_LOG_ERROR};
  runtime::Metrics metrics;
  runtime::WorkerPool workers{1, 4};
  Slots slots;
  std::pair<int, std::string> stop_wish{-1, ""};
  const Lending lending{log,   metrics, workers,
                        slots, "/data", [this](int code, std::string_view why) { stop_wish = {code, std::string(why)}; }};
  const Library library = Library::linked(linked_plugin);
  const std::vector<SettingValue> settings = {{"lanes", COCO_SETTING_INTEGER, 7, {}, {}}};
};

TEST_F(InstanceTest, LivesAndEndsInOrder) {
  const auto instance = make();
  EXPECT_EQ(slots.of("test.table/1").acquire().table, nullptr) << "not before it is started";
  EXPECT_NE(instance->table("test.table/1"), nullptr);
  instance->start();
  const coco_lease lease = slots.of("test.table/1").acquire();
  EXPECT_EQ(lease.table, instance->table("test.table/1"));
  Slot::release(lease);
  EXPECT_TRUE(instance->stop(in(20s)));
  EXPECT_EQ(slots.of("test.table/1").acquire().table, nullptr);
  EXPECT_EQ(script.events, (Events{"created with 7", "started", "stopped", "destroyed"}));
  EXPECT_EQ(instance->calls(), 1u);
}

TEST_F(InstanceTest, IsDestroyedWithoutStopWhenItNeverStarted) {
  make();
  EXPECT_EQ(script.events, (Events{"created with 7", "destroyed"}));
}

TEST_F(InstanceTest, SaysWhoFailedInWhat) {
  script.fail_in = "create";
  try {
    make();
    FAIL() << "was created";
  } catch (const coco::Error& e) {
    EXPECT_STREQ(e.what(), "linked: cannot be created");
    EXPECT_EQ(e.code(), COCO_INVALID);
  }
}

TEST_F(InstanceTest, IsStoppedAfterAStartThatFailed) {
  script.fail_in = "start";
  const auto instance = make();
  EXPECT_THROW(instance->start(), coco::Error);
  EXPECT_EQ(slots.of("test.table/1").acquire().table, nullptr) << "and offers nothing";
  EXPECT_TRUE(instance->stop(in(20s)));
  EXPECT_EQ(script.events, (Events{"created with 7", "started", "stopped", "destroyed"}));
  EXPECT_EQ(*metrics.find(COCO_METRIC_COUNTER, "linked", "plugin_errors_total", "", ""), 1);
}

TEST_F(InstanceTest, IsNotDestroyedWhileItDrains) {
  script.answers_stop = false;
  const auto instance = make();
  instance->start();
  EXPECT_FALSE(instance->stop(in(10ms)));
  script.unanswered.ok();  // nobody waits any more; nothing happens
  EXPECT_EQ(script.events, (Events{"created with 7", "started", "stopped"}));
  delete script.alive;
}

TEST_F(InstanceTest, IsNotDestroyedWhileALeaseIsOut) {
  const auto instance = make();
  instance->start();
  const coco_lease lease = slots.of("test.table/1").acquire();
  std::thread late([&] { Slot::release(lease); });
  EXPECT_TRUE(instance->stop(in(20s)));
  late.join();
  const auto another = make();
  another->start();
  const coco_lease kept = slots.of("test.table/1").acquire();
  EXPECT_FALSE(another->stop(in(10ms)));
  EXPECT_NE(script.events.back(), "destroyed");
  Slot::release(kept);
  delete script.alive;
}

TEST_F(InstanceTest, LendsTheHost) {
  const auto instance = make();
  const coco::Host host(script.host);
  EXPECT_EQ(host.data_dir(), "/data");
  coco::add(host.counter("things", "how many", "kind=\"a\""), 3);
  EXPECT_NE(metrics.prometheus().find("cocotalk_things{plugin=\"linked\",kind=\"a\"} 3\n"), std::string::npos);
  host.health(COCO_HEALTH_DEGRADED, "half asleep");
  EXPECT_EQ(instance->health().sentence, "half asleep");
  host.error("something broke");
  EXPECT_NE(metrics.prometheus().find("cocotalk_plugin_errors_total{plugin=\"linked\"} 1\n"), std::string::npos);
  host.stop_host(3, "the input ended");
  EXPECT_EQ(stop_wish, std::pair(3, std::string("linked: the input ended")));
  char bytes[32] = {};
  host.random(bytes, sizeof bytes);
  EXPECT_NE(std::string(bytes, sizeof bytes), std::string(sizeof bytes, '\0'));
  EXPECT_GT(host.now_ms(), 1'600'000'000'000);
}

TEST_F(InstanceTest, LendsOnlyWhatThePluginNeeds) {
  int other = 0, foreign = 0;
  Provider needed(&other), not_needed(&foreign);
  slots.of("test.other/1").offer(&needed);
  slots.of("test.foreign/1").offer(&not_needed);
  const auto instance = make();
  const coco::Host host(script.host);
  EXPECT_TRUE(host.acquire<int>("test.other/1"));
  EXPECT_FALSE(host.acquire<int>("test.foreign/1"));
  EXPECT_FALSE(needed.is_leased()) << "and takes it back";
}

TEST_F(InstanceTest, GivesItsPlaceToAnotherWhileItsCallsGoOn) {
  const auto old = make();
  old->start();
  const auto next = make();
  next->start();
  const coco_lease before = slots.of("test.table/1").acquire();
  EXPECT_EQ(before.table, old->table("test.table/1")) << "who starts beside it is not asked yet";
  next->succeed(*old);
  const coco_lease after = slots.of("test.table/1").acquire();
  EXPECT_EQ(after.table, next->table("test.table/1"));
  EXPECT_FALSE(old->retire()) << "it has nothing to wait for";
  EXPECT_TRUE(old->is_leased());
  EXPECT_TRUE(old->begin_stop());
  EXPECT_FALSE(old->end()) << "a call is under way";
  Slot::release(before);
  EXPECT_TRUE(old->end());
  Slot::release(after);
  EXPECT_TRUE(next->stop(in(20s)));
}

TEST_F(InstanceTest, RetiresUntilItIsEmpty) {
  const Library retiring = Library::linked(retiring_plugin);
  Instance instance(retiring, settings, lending);
  instance.start();
  EXPECT_TRUE(instance.retire());
  EXPECT_EQ(slots.of("test.table/1").acquire().table, nullptr);
  EXPECT_FALSE(instance.is_empty());
  script.empty.ok();
  EXPECT_TRUE(instance.is_empty());
  EXPECT_TRUE(instance.stop(in(20s)));
  EXPECT_EQ(script.events, (Events{"created with 7", "started", "retired", "stopped", "destroyed"}));
}

TEST_F(InstanceTest, IsDegradedWhileACallOfItIsVeryLate) {
  static constexpr const char* provides[] = {COCO_AUTH, nullptr};
  coco_plugin plugin = linked_plugin;
  plugin.provides = provides;
  plugin.interface_of = [](void*, const char*) -> const void* { return provides; };
  const Library library_of_auth = Library::linked(plugin);
  Instance instance(library_of_auth, settings, lending);
  instance.start();
  const auto now = std::chrono::steady_clock::now();
  const coco_lease lease = slots.of(COCO_AUTH).acquire();
  instance.look_for_late_calls(now);
  instance.look_for_late_calls(now + 9s);
  EXPECT_EQ(instance.health().state, COCO_HEALTH_OK);
  instance.look_for_late_calls(now + 10s);
  EXPECT_EQ(instance.health().state, COCO_HEALTH_DEGRADED);
  EXPECT_EQ(instance.health().sentence, "a call of cocotalk.auth/1 has not been answered for 10 s");
  Slot::release(lease);
  instance.look_for_late_calls(now + 10s);
  EXPECT_EQ(instance.health().state, COCO_HEALTH_OK);
  EXPECT_TRUE(instance.stop(in(20s)));
}

// A transport holds the gateway as long as it lives.
TEST_F(InstanceTest, CallsNobodyLateWhoHoldsWhatIsNotLeasedPerCall) {
  const auto instance = make();
  instance->start();
  const coco_lease lease = slots.of("test.table/1").acquire();
  instance->look_for_late_calls(std::chrono::steady_clock::now());
  instance->look_for_late_calls(std::chrono::steady_clock::now() + 1h);
  EXPECT_EQ(instance->health().state, COCO_HEALTH_OK);
  EXPECT_FALSE(instance->traffic().at(0).is_leased_per_call);
  EXPECT_EQ(instance->traffic().at(0).under_way, 1u);
  Slot::release(lease);
  EXPECT_TRUE(instance->stop(in(20s)));
}

TEST_F(InstanceTest, IsLeftOutAfterFiveFaultsWithinAMinute) {
  const auto instance = make();
  instance->start();
  const coco_lease lease = slots.of("test.table/1").acquire();
  const auto fault = [&] { script.host->fault(script.host->ctx, coco::view("what() of an exception")); };
  for (int i = 0; i < 4; ++i) fault();
  EXPECT_FALSE(instance->is_left_out());
  EXPECT_EQ(instance->health().state, COCO_HEALTH_OK);
  fault();
  EXPECT_TRUE(instance->is_left_out());
  EXPECT_EQ(instance->health().state, COCO_HEALTH_FAILED);
  EXPECT_EQ(slots.of("test.table/1").acquire().table, nullptr) << "who calls finds nobody";
  EXPECT_NE(lease.table, nullptr) << "who was at it goes on";
  Slot::release(lease);
  EXPECT_EQ(instance->errors(), 5u);
  EXPECT_TRUE(instance->stop(in(20s)));
}

TEST_F(InstanceTest, WhoFollowsOneThatIsLeftOutIsFoundAgain) {
  const auto instance = make();
  instance->start();
  for (int i = 0; i < 5; ++i) script.host->fault(script.host->ctx, coco::view("again"));
  const auto mended = make();
  mended->start();
  mended->succeed(*instance);
  const coco_lease lease = slots.of("test.table/1").acquire();
  EXPECT_EQ(lease.table, mended->table("test.table/1"));
  Slot::release(lease);
  EXPECT_TRUE(mended->stop(in(20s)));
  EXPECT_TRUE(instance->stop(in(20s)));
}

}  // namespace
}  // namespace cocotalk::plugins
