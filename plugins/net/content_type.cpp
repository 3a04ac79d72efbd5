#include "net/content_type.hpp"

#include "net/text.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace cocotalk::net {

namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, 24> types = {{
    {"html", "text/html; charset=utf-8"},
    {"htm", "text/html; charset=utf-8"},
    {"css", "text/css; charset=utf-8"},
    {"js", "text/javascript; charset=utf-8"},
    {"mjs", "text/javascript; charset=utf-8"},
    {"json", "application/json"},
    {"map", "application/json"},
    {"webmanifest", "application/manifest+json"},
    {"txt", "text/plain; charset=utf-8"},
    {"xml", "application/xml"},
    {"svg", "image/svg+xml"},
    {"png", "image/png"},
    {"jpg", "image/jpeg"},
    {"jpeg", "image/jpeg"},
    {"gif", "image/gif"},
    {"webp", "image/webp"},
    {"ico", "image/x-icon"},
    {"woff2", "font/woff2"},
    {"woff", "font/woff"},
    {"ttf", "font/ttf"},
    {"wasm", "application/wasm"},
    {"mp4", "video/mp4"},
    {"mp3", "audio/mpeg"},
    {"pdf", "application/pdf"},
}};

}  // namespace

std::string_view content_type_of(std::string_view file_name) {
  const std::size_t dot = file_name.rfind('.');
  const std::string_view ending = dot == std::string_view::npos ? std::string_view() : file_name.substr(dot + 1);
  const auto found =
      std::find_if(types.begin(), types.end(), [ending](const auto& type) { return equals_ignoring_case(type.first, ending); });
  return found == types.end() ? "application/octet-stream" : found->second;
}

}  // namespace cocotalk::net
