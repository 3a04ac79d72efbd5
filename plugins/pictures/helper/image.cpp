#include "pictures/helper/image.hpp"

#include <algorithm>

namespace cocotalk::pictures {

Size fitting(Size whole, std::uint32_t side) {
  const std::uint32_t longer = std::max(whole.width, whole.height);
  if (longer <= side) return whole;
  const auto scaled = [&](std::uint32_t n) {
    return std::max(1u, static_cast<std::uint32_t>((std::uint64_t{n} * side + longer / 2) / longer));
  };
  return {scaled(whole.width), scaled(whole.height)};
}

Image shrunk(const Image& whole, Size to) {
  Image out(to.width, to.height);
  const auto begin = [](std::uint32_t i, std::uint32_t from, std::uint32_t n) {
    return static_cast<std::uint32_t>(std::uint64_t{i} * from / n);
  };
  for (std::uint32_t y = 0; y < to.height; ++y) {
    const std::uint32_t top = begin(y, whole.height, to.height), bottom = begin(y + 1, whole.height, to.height);
    for (std::uint32_t x = 0; x < to.width; ++x) {
      const std::uint32_t left = begin(x, whole.width, to.width), right = begin(x + 1, whole.width, to.width);
      std::uint64_t sums[3] = {0, 0, 0};
      for (std::uint32_t v = top; v < bottom; ++v)
        for (std::uint32_t u = left; u < right; ++u)
          for (int c = 0; c < 3; ++c) sums[c] += whole.at(u, v)[c];
      const std::uint64_t n = std::uint64_t{bottom - top} * (right - left);
      for (int c = 0; c < 3; ++c) out.at(x, y)[c] = static_cast<std::uint8_t>((sums[c] + n / 2) / n);
    }
  }
  return out;
}

Image upright(const Image& stored, int orientation) {
  const bool is_mirrored = orientation == 2 || orientation == 4 || orientation == 5 || orientation == 7;
  const bool is_on_its_side = orientation >= 5 && orientation <= 8;
  const bool is_upside_down = orientation == 3 || orientation == 4 || orientation == 7 || orientation == 8;
  if (orientation < 2 || orientation > 8) return stored;
  Image out(is_on_its_side ? stored.height : stored.width, is_on_its_side ? stored.width : stored.height);
  for (std::uint32_t y = 0; y < out.height; ++y)
    for (std::uint32_t x = 0; x < out.width; ++x) {
      // Of the picture as it is stored: its rows run down the upright one's columns when it lies on its side.
      std::uint32_t u = is_on_its_side ? y : x, v = is_on_its_side ? x : y;
      const bool flips_u = is_on_its_side ? is_upside_down : is_upside_down != is_mirrored;
      const bool flips_v = is_on_its_side ? is_upside_down == is_mirrored : is_upside_down;
      if (flips_u) u = stored.width - 1 - u;
      if (flips_v) v = stored.height - 1 - v;
      std::copy_n(stored.at(u, v), 3, out.at(x, y));
    }
  return out;
}

void check_size(std::uint64_t width, std::uint64_t height, const Wanted& wanted) {
  if (width == 0 || height == 0 || width > wanted.max_pixels || height > wanted.max_pixels / width) throw NoPicture();
}

}  // namespace cocotalk::pictures
