#include "ui-console/screen/grid.hpp"

#include <algorithm>
#include <utility>

#include "ui-console/screen/cluster.hpp"

namespace cocotalk::console {

Grid::Grid(Size size)
    : size_{std::max(size.rows, 1), std::max(size.columns, 1)},
      cells_(static_cast<std::size_t>(size_.rows) * static_cast<std::size_t>(size_.columns)) {}

// Of a wide character no half stays alone.
void Grid::set(int row, int column, Cell cell) {
  const int last = column + cell.width - 1;
  if (at(row, column).width == 0) cells_[index(row, column - 1)] = {" ", 1, at(row, column - 1).style};
  if (at(row, last).width == 2) cells_[index(row, last + 1)] = {" ", 1, at(row, last).style};
  for (int right = column + 1; right <= last; ++right) cells_[index(row, right)] = {"", 0, cell.style};
  cells_[index(row, column)] = std::move(cell);
}

int Grid::put(Place at, std::string_view text, Style style, int columns) {
  const int end = std::min(size_.columns, at.column + columns);
  if (at.row < 0 || at.row >= size_.rows || at.column < 0) return at.column;
  while (!text.empty()) {
    Cluster cluster = first_cluster(text);
    text.remove_prefix(cluster.text.size());
    if (cluster.width == 0) continue;
    if (at.column + cluster.width > end) break;
    set(at.row, at.column, {std::move(cluster.shown), cluster.width, style});
    at.column += cluster.width;
  }
  return at.column;
}

void Grid::fill(Place at, int columns, Style style, std::string_view with) {
  for (const int end = at.column + columns; at.column < end; ++at.column) put(at, with, style, 1);
}

std::string Grid::line(int row) const {
  std::string line;
  for (int column = 0; column < size_.columns; ++column) line += at(row, column).text;
  while (line.ends_with(' ')) line.pop_back();
  return line;
}

std::string Grid::text() const {
  std::string all;
  for (int row = 0; row < size_.rows; ++row) all += line(row) + "\n";
  return all;
}

}  // namespace cocotalk::console
