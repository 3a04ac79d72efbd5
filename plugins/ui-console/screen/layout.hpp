// Where everything stands on the screen. Pure: what is known, what is shown of it and a size make a grid.
#pragma once

#include "ui-console/screen/grid.hpp"
#include "ui-console/screen/shown.hpp"

namespace cocotalk::console {

constexpr Size smallest{6, 20};  // below it there is only a sentence that says so

struct Laid {
  Grid grid;
  std::size_t scroll = 0;        // as far as there are rows
  bool is_at_beginning = false;  // of the messages that are here
  int page_rows = 0;             // how many rows a page has
};

Laid laid_out(const State& state, const Shown& shown, Size size);

}  // namespace cocotalk::console
