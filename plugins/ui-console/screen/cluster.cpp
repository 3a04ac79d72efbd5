#include "ui-console/screen/cluster.hpp"

#include <utf8proc.h>

#include <algorithm>
#include <array>
#include <cstddef>

namespace cocotalk::console {

namespace {

using Code = utf8proc_int32_t;

constexpr std::string_view replacement = "\xEF\xBF\xBD", dotted_circle = "\xE2\x97\x8C", ellipsis = "…";
constexpr Code joiner = 0x200D;
constexpr int max_marks = 4;  // upon one character; a cell of ncurses has no more

struct Character {
  Code code = -1;  // -1: not UTF-8
  std::string_view bytes;
};

Character first_character(std::string_view text) {
  Code code = -1;
  const auto* const bytes = reinterpret_cast<const utf8proc_uint8_t*>(text.data());
  const utf8proc_ssize_t used = utf8proc_iterate(bytes, static_cast<utf8proc_ssize_t>(text.size()), &code);
  if (used <= 0) return {-1, text.substr(0, 1)};
  return {code, text.substr(0, static_cast<std::size_t>(used))};
}

bool is_regional(Code code) { return code >= 0x1F1E6 && code <= 0x1F1FF; }
bool is_skin_tone(Code code) { return code >= 0x1F3FB && code <= 0x1F3FF; }
bool chooses_variant(Code code) { return (code >= 0xFE00 && code <= 0xFE0F) || (code >= 0xE0100 && code <= 0xE01EF); }

// A medial or final one, which stands within the syllable before it.
bool is_inner_jamo(Code code) { return (code >= 0x1160 && code <= 0x11FF) || (code >= 0xD7B0 && code <= 0xD7FF); }

// Stands upon the character before it.
bool is_mark(Code code) {
  const utf8proc_category_t category = utf8proc_category(code);
  return category == UTF8PROC_CATEGORY_MN || category == UTF8PROC_CATEGORY_ME || is_inner_jamo(code);
}

void show_first(Cluster& cluster, const Character& one) {
  const utf8proc_category_t category = one.code < 0 ? UTF8PROC_CATEGORY_CC : utf8proc_category(one.code);
  switch (category) {
    case UTF8PROC_CATEGORY_CC:
    case UTF8PROC_CATEGORY_CS:
    case UTF8PROC_CATEGORY_CN: cluster.shown = replacement; break;
    case UTF8PROC_CATEGORY_CF: return;
    case UTF8PROC_CATEGORY_ZL:
    case UTF8PROC_CATEGORY_ZP: cluster.shown = " "; break;
    default: {
      if (chooses_variant(one.code)) return;
      if (is_mark(one.code)) cluster.shown = dotted_circle;
      cluster.shown += one.bytes;
      if (is_inner_jamo(one.code)) cluster.shown = replacement;  // upon a circle it would be a cluster of its own
      if (!is_mark(one.code)) cluster.width = utf8proc_charwidth(one.code) == 2 ? 2 : 1;
    }
  }
  cluster.width = std::max(cluster.width, 1);
}

}  // namespace

Cluster first_cluster(std::string_view text) {
  Character before = first_character(text);
  if (before.code == '\t') return {before.bytes, " ", 1};
  Cluster cluster{before.bytes, {}, 0};
  show_first(cluster, before);
  utf8proc_int32_t state = 0;
  int marks = 0;
  bool is_whole = before.code >= 0 && !is_inner_jamo(before.code);  // what follows still belongs to what is shown
  for (std::string_view rest = text.substr(before.bytes.size()); !rest.empty() && before.code >= 0;) {
    const Character next = first_character(rest);
    if (next.code < 0 || utf8proc_grapheme_break_stateful(before.code, next.code, &state)) break;
    if (next.code == joiner) is_whole = false;
    const bool is_flag = is_regional(before.code) && is_regional(next.code);
    const bool is_shown = is_mark(next.code) && !chooses_variant(next.code) && !is_skin_tone(next.code);
    if (is_whole && !cluster.shown.empty() && (is_flag || (is_shown && marks < max_marks))) {
      cluster.shown += next.bytes;
      if (is_flag) cluster.width = 2;
      ++marks;
    }
    cluster.text = text.substr(0, cluster.text.size() + next.bytes.size());
    rest.remove_prefix(next.bytes.size());
    before = next;
  }
  return cluster;
}

int width_of(std::string_view text) {
  int width = 0;
  while (!text.empty()) {
    const Cluster cluster = first_cluster(text);
    width += cluster.width;
    text.remove_prefix(cluster.text.size());
  }
  return width;
}

std::string fitted(std::string_view text, int columns) {
  std::string out;
  std::size_t before_last = 0;  // where '…' would go
  int used = 0;
  while (!text.empty()) {
    const Cluster cluster = first_cluster(text);
    if (used + cluster.width > columns) {
      if (columns <= 0) return {};
      out.resize(before_last);
      return out + std::string(ellipsis);
    }
    used += cluster.width;
    out += cluster.shown;
    if (used <= columns - 1) before_last = out.size();
    text.remove_prefix(cluster.text.size());
  }
  return out;
}

std::vector<std::string> wrapped(std::string_view text, int columns) {
  std::vector<std::string> lines(1);
  int used = 0;                 // columns of the last line
  std::size_t after_blank = 0;  // bytes of it up to its last blank; 0: none
  int used_after_blank = 0;
  const auto begin_line = [&](std::string with, int width) {
    lines.push_back(std::move(with));
    used = width;
    after_blank = 0;
  };
  while (!text.empty()) {
    const Cluster cluster = first_cluster(text);
    text.remove_prefix(cluster.text.size());
    if (cluster.text == "\n" || cluster.text == "\r\n") {
      begin_line({}, 0);
      continue;
    }
    if (cluster.text == "\r" || cluster.width == 0) continue;
    if (used + cluster.width > columns) {
      if (cluster.shown == " ") {
        begin_line({}, 0);
        continue;
      }
      const std::size_t cut = after_blank == 0 ? lines.back().size() : after_blank;
      std::string rest = lines.back().substr(cut);
      const int width = after_blank == 0 ? 0 : used - used_after_blank;
      lines.back().resize(cut);
      begin_line(std::move(rest), width);
      if (used + cluster.width > columns) begin_line({}, 0);  // nor does it fit behind that word
    }
    lines.back() += cluster.shown;
    used += cluster.width;
    if (cluster.shown == " ") {
      after_blank = lines.back().size();
      used_after_blank = used;
    }
  }
  for (std::string& line : lines)
    while (line.ends_with(' ')) line.pop_back();
  return lines;
}

}  // namespace cocotalk::console
