#include "ui-console/screen/raw_terminal.hpp"

#include <sys/ioctl.h>
#include <termios.h>

namespace cocotalk::console {

struct RawTerminal::Before {
  termios mode{};
};

RawTerminal::RawTerminal(int terminal) : terminal_(terminal), before_(std::make_unique<Before>()) {
  ::tcgetattr(terminal_, &before_->mode);
  termios raw = before_->mode;
  ::cfmakeraw(&raw);
  ::tcsetattr(terminal_, TCSADRAIN, &raw);
}

RawTerminal::~RawTerminal() { ::tcsetattr(terminal_, TCSADRAIN, &before_->mode); }

Size size_of(int terminal) {
  winsize size{};
  if (::ioctl(terminal, TIOCGWINSZ, &size) != 0 || size.ws_row == 0 || size.ws_col == 0) return {};
  return {size.ws_row, size.ws_col};
}

}  // namespace cocotalk::console
