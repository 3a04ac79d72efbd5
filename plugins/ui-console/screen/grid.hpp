// A screen as a value: rows and columns of cells. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cocotalk::console {

struct Size {
  int rows = 24, columns = 80;
  friend bool operator==(const Size&, const Size&) = default;
};

// What a cell means; the painter knows how that looks, with colours and without.
enum class Style : std::uint8_t {
  plain,
  faint,
  strong,
  frame,
  mine,
  theirs,
  unread,
  badge,
  notice,
  marker,
  chosen,
  bar,
  warning
};

struct Cell {
  std::string text = " ";  // one cluster, as shown
  int width = 1;           // 2: the next cell is its right half; 0: this is one
  Style style = Style::plain;
};

struct Place {
  int row = 0, column = 0;
  friend bool operator==(const Place&, const Place&) = default;
};

class Grid {
 public:
  explicit Grid(Size size);
  Size size() const { return size_; }
  const Cell& at(int row, int column) const { return cells_[index(row, column)]; }

  // Writes what fits into the row and into `columns`; answers the column behind it. Places outside are ignored.
  int put(Place at, std::string_view text, Style style, int columns);
  void fill(Place at, int columns, Style style, std::string_view with = " ");

  // A row without the blanks at its end.
  std::string line(int row) const;
  std::string text() const;  // all of them, each with '\n'

  std::optional<Place> cursor;

 private:
  std::size_t index(int row, int column) const {
    return static_cast<std::size_t>(row) * static_cast<std::size_t>(size_.columns) + static_cast<std::size_t>(column);
  }
  void set(int row, int column, Cell cell);

  Size size_;
  std::vector<Cell> cells_;
};

}  // namespace cocotalk::console
