#include "core/host/columns.hpp"

#include <utf8proc.h>

#include <algorithm>

namespace cocotalk::host {
namespace {

struct Character {
  std::string_view bytes;
  utf8proc_int32_t code = -1;  // -1: not UTF-8
};

Character first_character(std::string_view text) {
  Character first;
  const auto* const bytes = reinterpret_cast<const utf8proc_uint8_t*>(text.data());
  const utf8proc_ssize_t used = utf8proc_iterate(bytes, static_cast<utf8proc_ssize_t>(text.size()), &first.code);
  first.bytes = text.substr(0, used > 0 ? static_cast<std::size_t>(used) : 1);
  if (used <= 0) first.code = -1;
  return first;
}

int width_of(utf8proc_int32_t code) { return code < 0 ? 1 : utf8proc_charwidth(code); }

std::string blanks(int columns) { return std::string(static_cast<std::size_t>(std::max(columns, 0)), ' '); }

}  // namespace

std::string harmless(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const Character first = first_character(text);
    text.remove_prefix(first.bytes.size());
    const utf8proc_category_t category = first.code < 0 ? UTF8PROC_CATEGORY_CC : utf8proc_category(first.code);
    if (category == UTF8PROC_CATEGORY_CC)
      out += "\uFFFD";
    else if (category != UTF8PROC_CATEGORY_CF && category != UTF8PROC_CATEGORY_ZL && category != UTF8PROC_CATEGORY_ZP)
      out += first.bytes;
  }
  return out;
}

int width_of(std::string_view text) {
  int width = 0;
  while (!text.empty()) {
    const Character first = first_character(text);
    width += width_of(first.code);
    text.remove_prefix(first.bytes.size());
  }
  return width;
}

std::string fitted(std::string_view text, int columns) {
  if (columns <= 0) return {};
  if (width_of(text) <= columns) return std::string(text);
  std::string out;
  for (int left = columns - 1; !text.empty();) {
    const Character first = first_character(text);
    left -= width_of(first.code);
    if (left < 0) break;
    out += first.bytes;
    text.remove_prefix(first.bytes.size());
  }
  return out + "…";
}

std::string left_in(std::string_view text, int columns) { return std::string(text) + blanks(columns - width_of(text)); }

std::string right_in(std::string_view text, int columns) { return blanks(columns - width_of(text)) + std::string(text); }

}  // namespace cocotalk::host
