// Text as a terminal places it: in columns, not in bytes or code points. Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace cocotalk::console {

// A grapheme cluster (UAX #29) and what is shown of it: only what every terminal draws in the same number of columns. Of emoji
// joined by ZWJ or with a skin tone that is the first one; controls and what is not Unicode are U+FFFD; what reorders text is
// left out.
struct Cluster {
  std::string_view text;  // lives as long as what it was read from
  std::string shown;      // empty: takes no column
  int width = 0;          // columns: 0, 1 or 2
};

// `text` is not empty.
Cluster first_cluster(std::string_view text);

int width_of(std::string_view text);

// What is shown of one line within so many columns; what is cut off ends with '…'.
std::string fitted(std::string_view text, int columns);

// What is shown of `text` in lines of at most so many columns (2 at least), broken between words where that can be done.
std::vector<std::string> wrapped(std::string_view text, int columns);

}  // namespace cocotalk::console
