#pragma once

#include "pictures/helper/image.hpp"

namespace cocotalk::pictures {

// The orientation (1 to 8) that a JPEG's EXIF segment names (Exif 2.32, 4.6.4 and 4.7.2); 1 when there is none, or it is broken.
int orientation(Bytes jpeg);

}  // namespace cocotalk::pictures
