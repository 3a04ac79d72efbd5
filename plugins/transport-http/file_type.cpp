#include "transport-http/file_type.hpp"

#include <algorithm>
#include <array>

namespace cocotalk::http {
namespace {

using namespace std::literals;

// ISO/IEC 14496-12, 4.3: a "ftyp" box whose major brand is one of MP4's; HEIC and QuickTime begin alike.
bool is_mp4(std::string_view beginning) {
  static constexpr std::array brands = {"isom"sv, "iso2"sv, "iso3"sv, "iso4"sv, "iso5"sv, "iso6"sv, "mp41"sv,
                                        "mp42"sv, "avc1"sv, "M4V "sv, "M4VH"sv, "M4VP"sv, "MSNV"sv, "dash"sv};
  if (beginning.size() < 12 || beginning.substr(4, 4) != "ftyp") return false;
  return std::find(brands.begin(), brands.end(), beginning.substr(8, 4)) != brands.end();
}

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool is_letter_or_digit(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }

}  // namespace

FileType file_type(std::string_view beginning) {
  if (beginning.starts_with("\xff\xd8\xff"sv)) return {"image/jpeg", "jpeg", true};
  if (beginning.starts_with("\x89PNG\r\n\x1a\n"sv)) return {"image/png", "png", true};
  if (beginning.starts_with("GIF87a"sv) || beginning.starts_with("GIF89a"sv)) return {"image/gif", "gif", true};
  if (beginning.size() >= 12 && beginning.starts_with("RIFF"sv) && beginning.substr(8, 4) == "WEBP"sv)
    return {"image/webp", "webp", true};
  if (is_mp4(beginning)) return {"video/mp4", "mp4", true};
  return {};
}

std::string safe_extension(std::string_view file_name, std::string_view fallback) {
  const std::size_t dot = file_name.rfind('.');
  std::string extension(dot == std::string_view::npos ? "" : file_name.substr(dot + 1));
  std::transform(extension.begin(), extension.end(), extension.begin(), lower);
  const bool is_safe =
      !extension.empty() && extension.size() <= 8 && std::all_of(extension.begin(), extension.end(), is_letter_or_digit);
  return is_safe ? extension : std::string(fallback);
}

}  // namespace cocotalk::http
