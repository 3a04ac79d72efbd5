// The files of the built page, and how each is sent.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace cocotalk::web {

// A file as it lies in dist. Static storage.
struct Embedded {
  std::string_view name;  // "index.html", "assets/app-1a2b3c4d.js"
  std::string_view bytes;
};
std::span<const Embedded> embedded();

// A file ready to be sent. Immutable after it was made; read by every lane.
struct Asset {
  explicit Asset(const Embedded& file);

  std::string path;  // "/" for the page itself
  std::string_view bytes;
  std::string gzip;  // empty: smaller as it is
  std::string_view type, caching;
};

// Throws coco::Error when zlib refuses.
std::string gzipped(std::string_view bytes);

}  // namespace cocotalk::web
