// How `cocotalk top` looks, as lines. Pure: what is known and a size make a picture.
#pragma once

#include "core/host/top/watch.hpp"

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

namespace cocotalk::host::top {

enum class Style { plain, faint, strong, bar, spark, good, warning, alarm };

struct Piece {
  std::string text;
  Style style = Style::plain;
};
using Line = std::vector<Piece>;  // one behind the other

struct Size {
  int rows = 24, columns = 80;
};

// The screen: `rows` lines, none wider than `columns`. Sets how far one may scroll.
std::vector<Line> picture(Watch& watch, Size size, std::chrono::milliseconds every, std::int64_t now_ms);

// Everything once, for a pipe: no spark lines, as many lines as there are.
std::vector<Line> report(const Watch& watch);

// Without styles; each line with its end.
std::string text_of(const std::vector<Line>& lines);

}  // namespace cocotalk::host::top
