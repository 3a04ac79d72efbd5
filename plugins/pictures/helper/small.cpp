#include "pictures/helper/small.hpp"

#include "pictures/helper/formats.hpp"

#include <algorithm>
#include <string_view>

namespace cocotalk::pictures {
namespace {

using namespace std::literals;

bool has_at(Bytes file, std::size_t at, std::string_view text) {
  return file.size() >= at + text.size() && std::equal(text.begin(), text.end(), file.begin() + static_cast<std::ptrdiff_t>(at),
                                                       [](char a, std::uint8_t b) { return static_cast<std::uint8_t>(a) == b; });
}

Image decode(Bytes file, const Wanted& wanted) {
  if (has_at(file, 0, "\xff\xd8\xff"sv)) return decode_jpeg(file, wanted);
  if (has_at(file, 0, "\x89PNG\r\n\x1a\n"sv)) return decode_png(file, wanted);
  if (has_at(file, 0, "RIFF"sv) && has_at(file, 8, "WEBP"sv)) return decode_webp(file, wanted);
  throw NoPicture();
}

}  // namespace

bool is_video(Bytes beginning) { return has_at(beginning, 4, "ftyp"sv); }

std::string small_jpeg(Bytes file, const Wanted& wanted) {
  const Image image = decode(file, wanted);
  return encode_jpeg(shrunk(image, fitting({image.width, image.height}, wanted.side)));
}

std::string film_jpeg() { return encode_jpeg(film()); }

}  // namespace cocotalk::pictures
