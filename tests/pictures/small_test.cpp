#include "pictures/helper/small.hpp"

#include "pictures/made.hpp"

#include <gtest/gtest.h>
#include <png.h>

namespace cocotalk::pictures {
namespace {

using namespace std::literals;

Bytes bytes(const std::string& text) { return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()}; }
Seen small(const std::string& file, Wanted wanted = {.max_pixels = 10'000'000, .side = 100}) {
  return seen(small_jpeg(bytes(file), wanted));
}

// Transparent on the left, blue on the right.
std::string half_transparent(std::uint32_t width, std::uint32_t height) {
  std::vector<std::uint8_t> rgba(std::size_t{4} * width * height);
  for (std::size_t i = 0; i < rgba.size() / 4; ++i)
    if (i % width >= width / 2) rgba[4 * i + 2] = rgba[4 * i + 3] = 255;
  png_image image{};
  image.version = PNG_IMAGE_VERSION;
  image.width = width;
  image.height = height;
  image.format = PNG_FORMAT_RGBA;
  png_alloc_size_t size = 0;
  png_image_write_to_memory(&image, nullptr, &size, 0, rgba.data(), 0, nullptr);
  std::string out(size, '\0');
  png_image_write_to_memory(&image, out.data(), &size, 0, rgba.data(), 0, nullptr);
  return out.substr(0, size);
}

// Its header says 16 × 16, lossless; there is no more of it.
const std::string webp = "RIFF"s + "\x26\0\0\0"s + "WEBPVP8L"s + "\x1a\0\0\0\x2f\x0f\xc0\x03\0"s;

TEST(SmallJpeg, OfAJpegIsSmallAndLooksTheSame) {
  const Seen out = small(two_halves(1600, 800));
  EXPECT_EQ(out.width, 100);
  EXPECT_EQ(out.height, 50);
  EXPECT_EQ(out.colour(0, 0, 2), 'r');
  EXPECT_EQ(out.colour(1, 1, 2), 'b');
}

TEST(SmallJpeg, IsUpright) {
  const Seen out = small(seen_as(two_halves(1600, 800), 6));  // to be turned to the right: left becomes top
  EXPECT_EQ(out.width, 50);
  EXPECT_EQ(out.height, 100);
  EXPECT_EQ(out.colour(0, 0, 2), 'r');
  EXPECT_EQ(out.colour(0, 1, 2), 'b');
}

TEST(SmallJpeg, IsNeverLargerThanThePicture) {
  const Seen out = small(two_halves(40, 20));
  EXPECT_EQ(out.width, 40);
  EXPECT_EQ(out.height, 20);
}

TEST(SmallJpeg, OfAPngStandsOnWhitePaper) {
  const Seen out = small(half_transparent(300, 600));
  EXPECT_EQ(out.width, 50);
  EXPECT_EQ(out.height, 100);
  EXPECT_EQ(out.colour(1, 0, 2), 'b');
  EXPECT_GT(out.rgb[0], 250);
  EXPECT_GT(out.rgb[1], 250);
}

TEST(SmallJpeg, IsNotMadeOfWhatClaimsTooManyPixels) {
  const Wanted wanted{.max_pixels = 1600 * 800, .side = 100};
  EXPECT_EQ(small(two_halves(1600, 800), wanted).width, 100);
  EXPECT_THROW(small(two_halves(1601, 800), wanted), NoPicture);
  EXPECT_THROW(small(claiming(two_halves(16, 16), 30'000, 30'000)), NoPicture);
  std::string png = half_transparent(16, 16);
  png.replace(16, 8, "\0\0\x75\x30\0\0\x75\x30"s);
  EXPECT_THROW(small(png), NoPicture);
}

TEST(SmallJpeg, IsNotMadeOfWhatIsBrokenOrNoPicture) {
  EXPECT_THROW(small("GIF89a and so on"), NoPicture);
  EXPECT_THROW(small(""), NoPicture);
  EXPECT_THROW(small(half_transparent(16, 16).substr(0, 60)), NoPicture);
  EXPECT_THROW(small(two_halves(16, 16).substr(0, 30)), NoPicture);
  EXPECT_THROW(small(webp), NoPicture) << "cut";
}

TEST(SmallJpeg, OfAJpegThatIsCutShowsWhatIsThere) {
  const std::string whole = two_halves(1600, 800);
  EXPECT_EQ(small(whole.substr(0, whole.size() / 2)).width, 100);
}

TEST(Film, StandsForAVideo) {
  EXPECT_TRUE(is_video(bytes("\0\0\0\x18"s + "ftypmp42")));
  EXPECT_FALSE(is_video(bytes("\0\0\0\x18"s + "moov")));
  const Seen out = seen(film_jpeg());
  EXPECT_EQ(out.width, 320);
  EXPECT_GT(out.rgb[(90 * 320 + 160) * 3], 200) << "a sign in the middle";
  EXPECT_LT(out.rgb[0], 80);
}

}  // namespace
}  // namespace cocotalk::pictures
