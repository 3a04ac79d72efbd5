#pragma once

#include "pictures/helper/image.hpp"

#include <string>

namespace cocotalk::pictures {

// Whether the file is an MP4 video, of which only a sign is made.
bool is_video(Bytes beginning);

// A small JPEG of a JPEG, PNG or WebP. Throws NoPicture.
std::string small_jpeg(Bytes file, const Wanted& wanted);
// What stands for a video.
std::string film_jpeg();

}  // namespace cocotalk::pictures
