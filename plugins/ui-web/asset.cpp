#include "ui-web/asset.hpp"

#include <Poco/DeflatingStream.h>
#include <cocotalk/error.hpp>

#include <sstream>
#include <utility>

namespace cocotalk::web {
namespace {

constexpr std::pair<std::string_view, std::string_view> types[] = {
    {".html", "text/html; charset=utf-8"},
    {".js", "text/javascript; charset=utf-8"},
    {".css", "text/css; charset=utf-8"},
    {".svg", "image/svg+xml"},
    {".png", "image/png"},
    {".webmanifest", "application/manifest+json"},
};

std::string_view type_of(std::string_view name) {
  for (const auto& [ending, type] : types)
    if (name.ends_with(ending)) return type;
  return "application/octet-stream";
}

// What lies in assets has a hash of its content in its name: another content is another name.
std::string_view caching_of(std::string_view name) {
  return name.starts_with("assets/") ? "public, max-age=31536000, immutable" : "no-cache";
}

}  // namespace

Asset::Asset(const Embedded& file)
    : path(file.name == "index.html" ? "/" : "/" + std::string(file.name)),
      bytes(file.bytes),
      gzip(gzipped(file.bytes)),
      type(type_of(file.name)),
      caching(caching_of(file.name)) {
  if (gzip.size() >= bytes.size()) gzip.clear();
}

std::string gzipped(std::string_view bytes) {
  std::ostringstream out;
  Poco::DeflatingOutputStream deflating(out, Poco::DeflatingStreamBuf::STREAM_GZIP, 9);
  deflating.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  deflating.close();
  if (!deflating || !out) throw coco::Error(COCO_INTERNAL, "the web client cannot be compressed");
  return std::move(out).str();
}

}  // namespace cocotalk::web
