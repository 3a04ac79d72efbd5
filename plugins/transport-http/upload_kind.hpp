#pragma once

#include "transport-http/routes.hpp"

#include <span>
#include <string_view>

namespace cocotalk::http {

// What one of the original's forms is made of (cocotalk-wire.md: A3, C12, U8, U9), and where its file goes.
struct UploadKind {
  std::string_view file, thumbnail;                  // names of the parts; no thumbnail: empty
  std::span<const std::string_view> texts;           // which become members of the command's input
  std::string_view folder;                           // of the store
  bool takes_pictures_only = true;                   // by size: else what is no picture may be as large as a video
  bool needs_file = false, needs_thumbnail = false;  // without the first: 400; without the second the file does not count
  std::string_view required_text = {};               // may also stand in the query
};

// For routes whose input is a form.
const UploadKind& upload_kind(Input input);

}  // namespace cocotalk::http
