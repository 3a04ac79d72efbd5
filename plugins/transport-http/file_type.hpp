#pragma once

#include <string>
#include <string_view>

namespace cocotalk::http {

inline constexpr std::size_t file_type_bytes = 16;  // enough of a file's beginning to tell its type

// What a file is by its first bytes, whatever it calls itself. Only JPEG, PNG, GIF, WebP and MP4 are shown by a browser; all else
// is a download.
struct FileType {
  std::string_view content_type = "application/octet-stream";
  std::string_view extension = "bin";
  bool is_shown = false;
  bool is_picture() const { return content_type.starts_with("image/"); }
  bool is_video() const { return content_type.starts_with("video/"); }
};
FileType file_type(std::string_view beginning);

// The name's last extension, in lower case, if it is 1 to 8 letters and digits; else `fallback`.
std::string safe_extension(std::string_view file_name, std::string_view fallback);

}  // namespace cocotalk::http
