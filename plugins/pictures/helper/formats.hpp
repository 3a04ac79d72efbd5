#pragma once

#include "pictures/helper/image.hpp"

#include <string>

// Each looks at the header first and decodes nothing that claims too much; then it decodes no larger than it must.
namespace cocotalk::pictures {

Image decode_jpeg(Bytes file, const Wanted& wanted);
Image decode_png(Bytes file, const Wanted& wanted);
Image decode_webp(Bytes file, const Wanted& wanted);
std::string encode_jpeg(const Image& image);

// What stands for a video: a film, so to say.
Image film();

}  // namespace cocotalk::pictures
