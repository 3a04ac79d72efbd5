#include "pictures/helper/image.hpp"

#include <gtest/gtest.h>

#include <string>

namespace cocotalk::pictures {
namespace {

// One letter a pixel, rows separated by '/'.
Image image_of(std::string_view rows) {
  const auto width = static_cast<std::uint32_t>(std::min(rows.find('/'), rows.size()));
  Image image(width, static_cast<std::uint32_t>((rows.size() + 1) / (width + 1)));
  for (std::uint32_t y = 0; y < image.height; ++y)
    for (std::uint32_t x = 0; x < width; ++x) *image.at(x, y) = static_cast<std::uint8_t>(rows[y * (width + 1) + x]);
  return image;
}
std::string rows_of(const Image& image) {
  std::string rows;
  for (std::uint32_t y = 0; y < image.height; ++y) {
    if (y > 0) rows += '/';
    for (std::uint32_t x = 0; x < image.width; ++x) rows += static_cast<char>(*image.at(x, y));
  }
  return rows;
}

TEST(Upright, TurnsAndMirrorsAsExifSays) {
  const Image stored = image_of("abc/def");
  EXPECT_EQ(rows_of(upright(stored, 1)), "abc/def");
  EXPECT_EQ(rows_of(upright(stored, 2)), "cba/fed");
  EXPECT_EQ(rows_of(upright(stored, 3)), "fed/cba");
  EXPECT_EQ(rows_of(upright(stored, 4)), "def/abc");
  EXPECT_EQ(rows_of(upright(stored, 5)), "ad/be/cf");
  EXPECT_EQ(rows_of(upright(stored, 6)), "da/eb/fc");
  EXPECT_EQ(rows_of(upright(stored, 7)), "fc/eb/da");
  EXPECT_EQ(rows_of(upright(stored, 8)), "cf/be/ad");
  EXPECT_EQ(rows_of(upright(stored, 9)), "abc/def");
}

TEST(Fitting, KeepsTheProportionsAndNeverEnlarges) {
  const auto fits = [](Size whole) {
    const Size size = fitting(whole, 480);
    return std::to_string(size.width) + "x" + std::to_string(size.height);
  };
  EXPECT_EQ(fits({4000, 3000}), "480x360");
  EXPECT_EQ(fits({3000, 4000}), "360x480");
  EXPECT_EQ(fits({480, 10}), "480x10");
  EXPECT_EQ(fits({481, 481}), "480x480");
  EXPECT_EQ(fits({1, 1}), "1x1");
  EXPECT_EQ(fits({100'000, 1}), "480x1") << "no side is 0";
}

TEST(Shrunk, EachPixelIsTheMeanOfThoseItStandsFor) {
  Image image(4, 2);
  for (std::uint32_t x = 0; x < 4; ++x)
    for (std::uint32_t y = 0; y < 2; ++y) *image.at(x, y) = static_cast<std::uint8_t>(10 * x + 100 * y);
  const Image half = shrunk(image, {2, 1});
  EXPECT_EQ(*half.at(0, 0), 55);
  EXPECT_EQ(*half.at(1, 0), 75);
  EXPECT_EQ(rows_of(shrunk(image_of("ab/cd"), {2, 2})), "ab/cd");
}

TEST(CheckSize, RefusesWhatClaimsTooMuchOrNothing) {
  const Wanted wanted{.max_pixels = 100, .side = 10};
  EXPECT_NO_THROW(check_size(10, 10, wanted));
  EXPECT_NO_THROW(check_size(1, 100, wanted));
  EXPECT_THROW(check_size(101, 1, wanted), NoPicture);
  EXPECT_THROW(check_size(11, 10, wanted), NoPicture);
  EXPECT_THROW(check_size(0, 10, wanted), NoPicture);
  EXPECT_THROW(check_size(1ull << 32, 1ull << 32, wanted), NoPicture) << "no overflow";
}

}  // namespace
}  // namespace cocotalk::pictures
