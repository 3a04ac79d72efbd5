#include "core/service/supplies.hpp"

#include <cocotalk/plugin.hpp>

#include <gtest/gtest.h>

namespace cocotalk {
namespace {

constexpr std::uint64_t MiB = 1024 * 1024;

TEST(Supplies, AreThoseOfThisProcessAndThisDisk) {
  const Supplies now = measure_supplies("/tmp");
  EXPECT_GT(now.memory_used, 0u);
  EXPECT_GT(now.memory_limit, now.memory_used);
  EXPECT_GT(now.disk_free, 0u);
  EXPECT_THROW(measure_supplies("/nowhere/at/all"), coco::Error);
}

TEST(Supplies, AreShortBeyondTheShareOfMemory) {
  EXPECT_EQ(shortage_of({70 * MiB, 100 * MiB, 256 * MiB}, 70, 256 * MiB), "");
  EXPECT_EQ(shortage_of({71 * MiB, 100 * MiB, 256 * MiB}, 70, 256 * MiB), "the host uses 71 of 100 MiB of memory");
}

TEST(Supplies, AreShortBelowTheFreeDisk) {
  EXPECT_EQ(shortage_of({MiB, 100 * MiB, 256 * MiB - 1}, 70, 256 * MiB), "only 255 MiB of the data folder's disk are free");
}

}  // namespace
}  // namespace cocotalk
