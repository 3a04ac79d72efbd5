#pragma once

#include <cstdint>

namespace cocotalk::http {

// How large what people send may be. `pixels`: of a picture, as its header says.
struct UploadLimits {
  std::uint64_t picture_bytes, file_bytes, thumbnail_bytes, pixels;
};

}  // namespace cocotalk::http
