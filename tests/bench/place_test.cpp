#include "load/place.hpp"

#include "load/stamp.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

namespace cocotalk::load {
namespace {

TEST(LoadPlace, FillsWhatItKnowsAndLeavesTheRest) {
  const Place place{7, 3, {"token", "room"}};
  EXPECT_EQ(fill("/room/{r}/{c}", place), "/room/3/7");
  EXPECT_EQ(fill("{1} of {2}", place), "token of room");
  EXPECT_EQ(fill("{t}", place), blank_stamp());
  EXPECT_EQ(fill("{x} {rr} {", place), "{x} {rr} {");
}

TEST(LoadPlace, RefusesAWordThatTheLineDoesNotHave) { EXPECT_THROW(fill("{3}", Place{0, 0, {"a", "b"}}), std::runtime_error); }

}  // namespace
}  // namespace cocotalk::load
