#include "pictures/helper/formats.hpp"

#include <algorithm>
#include <cstdlib>

namespace cocotalk::pictures {

// A triangle that points to the right, on dark ground.
Image film() {
  constexpr std::uint32_t width = 320, height = 180;
  constexpr std::uint8_t ground = 0x30, sign = 0xe0;
  constexpr int half = 40;  // of the triangle's left side
  Image image(width, height);
  for (std::uint32_t y = 0; y < height; ++y)
    for (std::uint32_t x = 0; x < width; ++x) {
      const int from_left = static_cast<int>(x) - (static_cast<int>(width) / 2 - half / 2);
      const int from_middle = std::abs(static_cast<int>(y) - static_cast<int>(height) / 2);
      const bool is_inside = from_left >= 0 && from_left <= 3 * half / 2 && from_middle <= half - 2 * from_left / 3;
      std::fill_n(image.at(x, y), 3, is_inside ? sign : ground);
    }
  return image;
}

}  // namespace cocotalk::pictures
