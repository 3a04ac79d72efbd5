#include "transport-stomp/acknowledgements.hpp"

#include <gtest/gtest.h>

#include <string>

namespace cocotalk::stomp {
namespace {

Window with(AckMode mode, int messages, std::size_t capacity = 8) {
  Window window(mode, capacity);
  for (int i = 1; i <= messages; ++i) window.sent("m" + std::to_string(i));
  return window;
}

TEST(AckMode, IsOneOfThoseTheVersionKnows) {
  EXPECT_EQ(parse_ack_mode(std::nullopt, Version::v1_2), AckMode::automatic);
  EXPECT_EQ(parse_ack_mode("auto", Version::v1_0), AckMode::automatic);
  EXPECT_EQ(parse_ack_mode("client", Version::v1_0), AckMode::cumulative);
  EXPECT_EQ(parse_ack_mode("client-individual", Version::v1_1), AckMode::individual);
  EXPECT_EQ(parse_ack_mode("client-individual", Version::v1_0), std::nullopt);
  for (const char* text : {"", "Auto", "none"}) EXPECT_EQ(parse_ack_mode(text, Version::v1_2), std::nullopt);
}

TEST(Window, OfClientSettlesAllThatWasSentBefore) {
  Window window = with(AckMode::cumulative, 5);
  EXPECT_EQ(window.settle("m3"), 3u);
  EXPECT_FALSE(window.holds("m2"));
  EXPECT_TRUE(window.holds("m4"));
  EXPECT_EQ(window.settle("m2"), 0u);
  EXPECT_EQ(window.settle("m5"), 2u);
}

TEST(Window, OfClientIndividualSettlesOneMessage) {
  Window window = with(AckMode::individual, 3);
  EXPECT_EQ(window.settle("m2"), 1u);
  EXPECT_EQ(window.settle("m2"), 0u);
  EXPECT_TRUE(window.holds("m1"));
  EXPECT_TRUE(window.holds("m3"));
}

TEST(Window, KnowsNothingOfWhatWasNotSent) { EXPECT_EQ(with(AckMode::cumulative, 3).settle("m4"), 0u); }

TEST(Window, IsFullAtItsCapacityAndNotOneBefore) {
  EXPECT_FALSE(with(AckMode::individual, 7).is_full());
  EXPECT_TRUE(with(AckMode::individual, 8).is_full());
}

TEST(Window, HasRoomAgainWhenAQuarterIsFree) {
  Window window = with(AckMode::individual, 8);
  EXPECT_FALSE(window.has_room());
  window.settle("m1");
  EXPECT_FALSE(window.has_room());
  window.settle("m2");
  EXPECT_TRUE(window.has_room());
  EXPECT_TRUE(with(AckMode::individual, 0, 1).has_room());
  EXPECT_FALSE(with(AckMode::individual, 1, 1).has_room());
}

}  // namespace
}  // namespace cocotalk::stomp
