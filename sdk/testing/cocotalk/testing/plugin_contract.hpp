// What every plugin must do, whatever it provides. Include it in one file of a test program and name the plugin there:
//
//   COCO_PLUGIN_CONTRACT(Mine, [] { return PluginCase{coco_plugin_abi1, {{"sessions", "2"}}}; })
#pragma once

#include <cocotalk/commands.h>
#include <cocotalk/testing/disk_faults.hpp>
#include <cocotalk/testing/fakes.hpp>
#include <cocotalk/testing/provider.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <functional>
#include <iterator>
#include <memory>
#include <ostream>
#include <set>
#include <string>
#include <string_view>
#include <system_error>
#include <thread>
#include <vector>

namespace cocotalk::testing {

// A plugin, and how it is set.
struct PluginCase {
  const coco_plugin& plugin;
  SettingTexts settings = {};
};

struct PluginCaseFactory {
  const char* name;
  std::function<PluginCase()> make;
};

inline std::ostream& operator<<(std::ostream& out, const PluginCaseFactory& factory) { return out << factory.name; }

class PluginContract : public NoMisdeeds, public ::testing::TestWithParam<PluginCaseFactory> {
 protected:
  // What this process has: one entry per thread, or per open descriptor.
  static std::size_t count(const char* folder) {
    return static_cast<std::size_t>(std::distance(std::filesystem::directory_iterator(folder), {}));
  }
  static std::size_t threads() { return count("/proc/self/task"); }
  static std::size_t descriptors() { return count("/proc/self/fd"); }
  // Open files and sockets; what a loop is made of (eventfd, epoll) reaches nobody and takes nothing.
  static std::size_t files_and_sockets() {
    std::size_t n = 0;
    for (const auto& open : std::filesystem::directory_iterator("/proc/self/fd")) {
      std::error_code gone;
      if (!std::filesystem::read_symlink(open, gone).string().starts_with("anon_inode:")) ++n;
    }
    return n;
  }
  // A thread that was joined may still be listed for a moment.
  static bool threads_become(std::size_t n) {
    const auto deadline = std::chrono::steady_clock::now() + patience();
    while (threads() > n) {
      if (std::chrono::steady_clock::now() > deadline) return false;
      std::this_thread::yield();
    }
    return true;
  }
  std::unique_ptr<TestedPlugin> live(Fakes::Optional optional = Fakes::Optional::offered) {
    return std::make_unique<TestedPlugin>(plugin, tested.settings, fakes.offers_for(plugin, optional));
  }
  std::vector<std::string> list(const char* const* ids) const {
    std::vector<std::string> out;
    for (; *ids != nullptr; ++ids) out.emplace_back(*ids);
    return out;
  }

  const PluginCase tested = GetParam().make();
  const coco_plugin& plugin = tested.plugin;
  Fakes fakes;
};

TEST_P(PluginContract, SaysWhatItIs) {
  EXPECT_STRNE(plugin.id, "");
  EXPECT_STRNE(plugin.version, "");
  EXPECT_STRNE(plugin.built_with, "");
  for (const std::string& id : list(plugin.provides)) EXPECT_NE(id.find('/'), std::string::npos) << id << " has no version";
}

TEST_P(PluginContract, CreatingOpensNothing) {
  FakeHost host(plugin.id);
  for (const auto& [id, table] : fakes.offers_for(plugin)) host.offer(id.c_str(), table);
  const TestSettings settings(plugin, tested.settings);
  const std::size_t threads_before = threads(), open_before = files_and_sockets();
  void* self = nullptr;
  coco_error error{};
  ASSERT_EQ(plugin.create(host.raw(), settings.data(), settings.size(), &self, &error), COCO_OK) << error.text;
  EXPECT_EQ(threads(), threads_before) << "it starts threads before start()";
  EXPECT_EQ(files_and_sockets(), open_before) << "it opens something before start()";
  EXPECT_TRUE(std::filesystem::is_empty(host.data_dir())) << "it writes files before start()";
  plugin.destroy(self);
  host.destroyed();
}

TEST_P(PluginContract, ItsTablesAreThereFromBirthToDeathAndNeverMove) {
  FakeHost host(plugin.id);
  for (const auto& [id, table] : fakes.offers_for(plugin)) host.offer(id.c_str(), table);
  const TestSettings settings(plugin, tested.settings);
  void* self = nullptr;
  coco_error error{};
  ASSERT_EQ(plugin.create(host.raw(), settings.data(), settings.size(), &self, &error), COCO_OK) << error.text;
  std::vector<const void*> tables;
  for (const std::string& id : list(plugin.provides)) {
    tables.push_back(plugin.interface_of(self, id.c_str()));
    EXPECT_NE(tables.back(), nullptr) << id;
  }
  EXPECT_EQ(plugin.interface_of(self, "cocotalk.no-such-interface/1"), nullptr);
  ASSERT_EQ(plugin.start(self, &error), COCO_OK) << error.text;
  std::size_t i = 0;
  for (const std::string& id : list(plugin.provides)) EXPECT_EQ(plugin.interface_of(self, id.c_str()), tables[i++]) << id;
  Answer<int> drained;
  plugin.stop(self, drained.expect_nothing());
  ASSERT_EQ(drained.status(), COCO_OK) << drained.why();
  i = 0;
  for (const std::string& id : list(plugin.provides)) EXPECT_EQ(plugin.interface_of(self, id.c_str()), tables[i++]) << id;
  plugin.destroy(self);
}

// Most of the project's tables are alike: size, a reserved word, self; then functions, as far as `size` says.
TEST_P(PluginContract, NoSlotOfItsTablesIsEmpty) {
  struct Head {
    std::uint32_t size, reserved;
    void* self;
  };
  const auto alive = live();
  for (const std::string& id : list(plugin.provides)) {
    if (!id.starts_with("cocotalk.") || id == COCO_COMMANDS) continue;  // which declares more than it does
    const auto* const bytes = static_cast<const unsigned char*>(alive->table<void>(id.c_str()));
    Head head{};
    std::memcpy(&head, bytes, sizeof head);
    ASSERT_GT(head.size, sizeof head) << id << ": its size leaves no room for a function";
    for (std::size_t at = sizeof head; at + sizeof(void*) <= head.size; at += sizeof(void*)) {
      const void* slot = nullptr;
      std::memcpy(&slot, bytes + at, sizeof slot);
      EXPECT_NE(slot, nullptr) << id << ": function " << (at - sizeof head) / sizeof(void*);
    }
  }
}

TEST_P(PluginContract, LeavesNoThreadAndNoDescriptorBehind) {
  live();  // what a library opens once and for all, it has opened
  const std::size_t threads_before = threads(), descriptors_before = descriptors();
  for (int life = 0; life < 5; ++life) live();
  EXPECT_TRUE(threads_become(threads_before)) << "threads: " << threads() << " instead of " << threads_before;
  EXPECT_EQ(descriptors(), descriptors_before);
}

// As when one is replaced: the new one starts beside the old one, which then ends.
TEST_P(PluginContract, TwoLiveSideBySideAndTheOldOneGoesFirst) {
  auto old_one = live();
  const auto new_one = live();
  old_one.reset();
  EXPECT_EQ(new_one->stop(), COCO_OK);
}

TEST_P(PluginContract, TwoLiveSideBySideAndTheNewOneGoesFirst) {
  const auto old_one = live();
  live();
  EXPECT_EQ(old_one->stop(), COCO_OK);
}

TEST_P(PluginContract, StartsWithoutWhatItCanDoWithout) {
  const std::vector<std::string> needs = list(plugin.needs);
  if (std::none_of(needs.begin(), needs.end(), [](const std::string& need) { return need.ends_with('?'); }))
    GTEST_SKIP() << "it has no optional needs";
  EXPECT_EQ(live(Fakes::Optional::missing)->stop(), COCO_OK);
}

TEST_P(PluginContract, RetiresAtOnceWhenItHoldsNothing) {
  if (!COCO_HAS(&plugin, retire) || plugin.retire == nullptr) GTEST_SKIP() << "it has nothing to hand over";
  FakeHost host(plugin.id);
  for (const auto& [id, table] : fakes.offers_for(plugin)) host.offer(id.c_str(), table);
  const TestSettings settings(plugin, tested.settings);
  void* self = nullptr;
  coco_error error{};
  ASSERT_EQ(plugin.create(host.raw(), settings.data(), settings.size(), &self, &error), COCO_OK) << error.text;
  ASSERT_EQ(plugin.start(self, &error), COCO_OK) << error.text;
  Answer<int> empty, drained;
  plugin.retire(self, empty.expect_nothing());
  EXPECT_EQ(empty.status(), COCO_OK) << empty.why();
  plugin.stop(self, drained.expect_nothing());
  EXPECT_EQ(drained.status(), COCO_OK) << drained.why();
  plugin.destroy(self);
  host.destroyed();
}

TEST_P(PluginContract, StopsWhateverTheClockSays) {
  for (const std::int64_t jump : {std::int64_t{366} * 86'400'000, std::int64_t{-366} * 86'400'000}) {
    const auto alive = live();
    alive->host().now_ms += jump;
    EXPECT_EQ(alive->stop(), COCO_OK) << "after a jump of " << jump << " ms";
  }
}

TEST_P(PluginContract, TellsItsTablesToManyThreads) {
  const auto alive = live();
  std::vector<std::thread> asking;
  for (int t = 0; t < 4; ++t)
    asking.emplace_back([&] {
      for (int i = 0; i < 500; ++i)
        for (const std::string& id : list(plugin.provides)) EXPECT_NE(alive->table<void>(id.c_str()), nullptr);
    });
  for (std::thread& thread : asking) thread.join();
}

// Refusing to start is right, with a sentence; so is starting.
TEST_P(PluginContract, ADiskThatFailsAtItsStartIsNoDisaster) {
  DiskFaults disk;
  if (!disk) GTEST_SKIP() << DiskFaults::why_not;
  const std::function<void()> faults[] = {[&] { disk.fail_writes(ENOSPC); }, [&] { disk.fail_writes(EIO); },
                                          [&] { disk.fail_opening(EACCES); }, [&] { disk.fail_syncs(EIO); }};
  for (const auto& fault : faults) {
    try {
      const Fakes others;
      fault();
      TestedPlugin(plugin, tested.settings, others.offers_for(plugin));
    } catch (const coco::Error& refusal) {
      EXPECT_STRNE(refusal.what(), "");
    }
    disk.mend();
  }
  EXPECT_EQ(live()->stop(), COCO_OK) << "and then it lives";
}

}  // namespace cocotalk::testing

// Runs the rules against what the function makes, a PluginCase.
#define COCO_PLUGIN_CONTRACT(Name, ...)                                                                     \
  namespace cocotalk::testing {                                                                             \
  INSTANTIATE_TEST_SUITE_P(Name, PluginContract, ::testing::Values(PluginCaseFactory{#Name, __VA_ARGS__})); \
  }
