#include "pictures/helper/formats.hpp"

#include <png.h>

namespace cocotalk::pictures {

Image decode_png(Bytes file, const Wanted& wanted) {
  png_image png{};
  png.version = PNG_IMAGE_VERSION;
  if (png_image_begin_read_from_memory(&png, file.data(), file.size()) == 0) throw NoPicture();
  try {
    check_size(png.width, png.height, wanted);
    Image image(png.width, png.height);
    png.format = PNG_FORMAT_RGB;
    const png_color paper{255, 255, 255};  // behind what is transparent
    if (png_image_finish_read(&png, &paper, image.rgb.data(), 0, nullptr) == 0) throw NoPicture();
    return image;
  } catch (...) {
    png_image_free(&png);
    throw;
  }
}

}  // namespace cocotalk::pictures
