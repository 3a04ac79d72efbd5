// A grid on a terminal, through ncursesw.
#pragma once

#include <memory>

#include "ui-console/screen/grid.hpp"
#include "ui-console/terminal.hpp"

namespace cocotalk::console {

// The whole screen of a terminal, from its making to its end; one in a process at a time, as ncurses wants it. On the console's
// thread. ncurses writes into memory, and what it wrote goes out through Output: a terminal that is not read keeps nothing from
// being stopped.
class Painter {
 public:
  enum class Look { colours, plain };

  // Throws coco::Error when nothing is known about this kind of terminal (TERM).
  Painter(const Output& output, Look look);
  ~Painter();
  Painter(const Painter&) = delete;
  Painter& operator=(const Painter&) = delete;

  // Changes what differs from what was painted last. Throws what Output::write throws.
  void paint(const Grid& grid);
  // From here on, nothing is taken to be on the screen.
  void forget();

 private:
  struct Curses;
  const std::unique_ptr<Curses> curses_;
};

}  // namespace cocotalk::console
