// A row of a page: pieces of text at columns. Pure.
#pragma once

#include <string>
#include <vector>

#include "ui-console/screen/grid.hpp"

namespace cocotalk::console {

struct Piece {
  int column = 0;
  std::string text;
  Style style = Style::plain;
};
using Row = std::vector<Piece>;

}  // namespace cocotalk::console
