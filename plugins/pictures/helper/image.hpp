#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace cocotalk::pictures {

// Three bytes a pixel, row after row.
struct Image {
  Image(std::uint32_t the_width, std::uint32_t the_height)
      : width(the_width), height(the_height), rgb(std::size_t{3} * the_width * the_height) {}
  std::uint8_t* at(std::uint32_t x, std::uint32_t y) { return &rgb[(std::size_t{y} * width + x) * 3]; }
  const std::uint8_t* at(std::uint32_t x, std::uint32_t y) const { return &rgb[(std::size_t{y} * width + x) * 3]; }

  std::uint32_t width, height;
  std::vector<std::uint8_t> rgb;
};

struct Size {
  std::uint32_t width, height;
};

// The size with the same proportions whose longer side is at most `side`, and no side of which is 0; never larger.
Size fitting(Size whole, std::uint32_t side);

// Each pixel the mean of those it stands for.
Image shrunk(const Image& whole, Size to);

// As the EXIF orientation 1 to 8 wants it seen; others are 1.
Image upright(const Image& stored, int orientation);

using Bytes = std::span<const std::uint8_t>;

// Why there will be no small picture; thrown.
struct NoPicture {};

// What is decoded at most, and how large the outcome is.
struct Wanted {
  std::uint64_t max_pixels;
  std::uint32_t side;
};
// Throws NoPicture for a picture that claims more than is decoded, or nothing.
void check_size(std::uint64_t width, std::uint64_t height, const Wanted& wanted);

}  // namespace cocotalk::pictures
