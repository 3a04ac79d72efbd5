#include "pictures/helper/formats.hpp"

#include <webp/decode.h>

namespace cocotalk::pictures {
namespace {

// On white paper.
Image without_transparency(const std::vector<std::uint8_t>& rgba, Size size) {
  Image image(size.width, size.height);
  for (std::size_t i = 0; i < image.rgb.size() / 3; ++i) {
    const unsigned alpha = rgba[4 * i + 3];
    for (std::size_t c = 0; c < 3; ++c)
      image.rgb[3 * i + c] = static_cast<std::uint8_t>((rgba[4 * i + c] * alpha + 255 * (255 - alpha) + 127) / 255);
  }
  return image;
}

}  // namespace

Image decode_webp(Bytes file, const Wanted& wanted) {
  WebPDecoderConfig config;
  if (WebPInitDecoderConfig(&config) == 0 || WebPGetFeatures(file.data(), file.size(), &config.input) != VP8_STATUS_OK)
    throw NoPicture();
  const Size whole{static_cast<std::uint32_t>(config.input.width), static_cast<std::uint32_t>(config.input.height)};
  check_size(whole.width, whole.height, wanted);
  const Size size = fitting(whole, wanted.side);
  std::vector<std::uint8_t> rgba(std::size_t{4} * size.width * size.height);
  config.options.use_scaling = 1;
  config.options.scaled_width = static_cast<int>(size.width);
  config.options.scaled_height = static_cast<int>(size.height);
  config.output.colorspace = MODE_RGBA;
  config.output.is_external_memory = 1;
  config.output.u.RGBA = {rgba.data(), static_cast<int>(4 * size.width), rgba.size()};
  if (WebPDecode(file.data(), file.size(), &config) != VP8_STATUS_OK) throw NoPicture();
  return without_transparency(rgba, size);
}

}  // namespace cocotalk::pictures
