// A conversation as rows: mine right, theirs left, with date lines, notices and the mark before what is new. Pure.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "ui-console/screen/row.hpp"
#include "ui-console/view.hpp"

namespace cocotalk::console {

struct Conversation {
  std::vector<Row> rows;   // top to bottom, at most as many as fit
  std::size_t scroll = 0;  // as asked for, or as far as there are rows
  bool is_at_beginning = false;
};

// The part of the open room that ends `scroll` rows before its newest one. Costs what is shown, however long the room is.
Conversation conversation(const State& state, const Room& room, int rows, int columns, std::size_t scroll);

// The `scroll` that shows the message a third from the top; 0 when it is not there. Costs what is below it.
std::size_t scroll_to(const std::string& message, const State& state, const Room& room, int rows, int columns);

}  // namespace cocotalk::console
