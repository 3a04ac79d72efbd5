#include "net/slots.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace cocotalk::net {
namespace {

TEST(Slots, GiveNamesThatAreNeverReused) {
  Slots<int> slots(3);
  const std::uint64_t first = slots.next_id();
  slots.put(7);
  ASSERT_NE(slots.find(first), nullptr);
  EXPECT_EQ(*slots.find(first), 7);
  EXPECT_EQ(slots.take(first), 7);
  EXPECT_EQ(slots.find(first), nullptr);
  const std::uint64_t second = slots.next_id();
  slots.put(8);
  EXPECT_NE(first, second);
  EXPECT_EQ(SlotId::of(first).slot, SlotId::of(second).slot);
  EXPECT_EQ(slots.find(first), nullptr);
}

TEST(Slots, KnowNoNamesOfOtherLanesNorNone) {
  Slots<int> slots(3), others(4);
  const std::uint64_t other = others.next_id();
  slots.put(1);
  EXPECT_EQ(slots.find(other), nullptr);
  EXPECT_EQ(slots.find(0), nullptr);
  EXPECT_EQ(slots.find(std::numeric_limits<std::uint64_t>::max()), nullptr);
}

TEST(Slots, PackAndUnpackEveryPart) {
  const SlotId id{200, 0xFEDCBA98, 0xABCDEF};
  const SlotId back = SlotId::of(id.packed());
  EXPECT_EQ(back.lane, id.lane);
  EXPECT_EQ(back.generation, id.generation);
  EXPECT_EQ(back.slot, id.slot);
}

}  // namespace
}  // namespace cocotalk::net
