#include "pictures/helper/orientation.hpp"

#include "pictures/made.hpp"

#include <gtest/gtest.h>

namespace cocotalk::pictures {
namespace {

using namespace std::literals;

int said(const std::string& jpeg) { return orientation({reinterpret_cast<const std::uint8_t*>(jpeg.data()), jpeg.size()}); }

TEST(Orientation, IsWhatTheExifSegmentSays) {
  for (char o = 1; o <= 8; ++o) EXPECT_EQ(said(seen_as(two_halves(8, 8), o)), o);
  const std::string big_endian =
      "\xff\xd8\xff\xe1\0\x22"s + "Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0"s;
  EXPECT_EQ(said(big_endian), 6);
}

TEST(Orientation, IsOneWithoutOrBeyondSense) {
  EXPECT_EQ(said(two_halves(8, 8)), 1);
  EXPECT_EQ(said(seen_as(two_halves(8, 8), 0)), 1);
  EXPECT_EQ(said(seen_as(two_halves(8, 8), 9)), 1);
  EXPECT_EQ(said(""), 1);
}

TEST(Orientation, ReadsNothingBeyondTheEnd) {
  const std::string whole = seen_as(two_halves(8, 8), 6).substr(0, 44);
  for (std::size_t n = 0; n < whole.size(); ++n) {
    const std::vector<std::uint8_t> cut(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(n));
    const int o = orientation(cut);
    EXPECT_TRUE(o == 1 || o == 6) << n;
  }
}

}  // namespace
}  // namespace cocotalk::pictures
