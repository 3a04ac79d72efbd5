#include "core/host/top/watch.hpp"

#include <gtest/gtest.h>

#include "host/top/sample.hpp"

namespace cocotalk::host::top {
namespace {

class WatchTest : public ::testing::Test {
 protected:
  WatchTest() { watch.saw(read_status(sample_json), 1'060'000); }
  std::string order(std::string_view key) {
    watch.press(key);
    std::string names;
    for (const PluginReading& one : watch.plugins()) names += (names.empty() ? "" : " ") + one.id;
    return names;
  }
  Watch watch;
};

TEST_F(WatchTest, PluginsAreSortedByWhatIsAskedForAndTheSameKeyTurnsThemRound) {
  EXPECT_EQ(order(""), "storage auth mail");
  EXPECT_EQ(order("n"), "auth mail storage");
  EXPECT_EQ(order("n"), "storage mail auth");
  EXPECT_EQ(order("c"), "storage auth mail");
  EXPECT_EQ(order("e"), "mail auth storage");
  EXPECT_EQ(order("m"), "mail storage auth") << "whose time is not known comes last";
  EXPECT_EQ(order("s"), "mail storage auth") << "who needs a look comes first";
  EXPECT_EQ(order("l"), "storage auth mail");
  EXPECT_EQ(order("x"), "storage auth mail");
}

TEST_F(WatchTest, OnlyItsKeysEndIt) {
  for (const char* key : {"", "x", "\x1b", "\x1b[A", "n"}) watch.press(key);
  EXPECT_FALSE(watch.is_over());
  watch.press("q");
  EXPECT_TRUE(watch.is_over());
}

TEST_F(WatchTest, WhatWasSeenLastStaysWhileTheHostIsAway) {
  watch.missed("no host serves this data folder", 1'070'000);
  EXPECT_EQ(watch.last().connections, 1204);
  EXPECT_EQ(watch.seen_ms(), 1'060'000);
  EXPECT_EQ(watch.trouble(), "no host serves this data folder");
  EXPECT_EQ(watch.connections.line(3), "█  ") << "and of the time between nothing is shown";
  watch.saw(read_status(sample_json), 1'075'000);
  EXPECT_FALSE(watch.trouble());
  EXPECT_EQ(watch.connections.line(4), "█  █");
}

TEST_F(WatchTest, ScrollingStaysWithinTheList) {
  watch.press("\x1b[A");
  EXPECT_EQ(watch.scroll(), 0U);
  watch.press("\x1b[B");
  watch.press("\x1b[B");
  watch.limit_scroll(1);
  EXPECT_EQ(watch.scroll(), 1U);
  watch.press("c");
  EXPECT_EQ(watch.scroll(), 0U) << "another order begins at its top";
}

}  // namespace
}  // namespace cocotalk::host::top
