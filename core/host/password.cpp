#include "core/host/password.hpp"

#include <cocotalk/plugin.hpp>

#include <termios.h>
#include <unistd.h>

#include <iostream>

namespace cocotalk::host {
namespace {

// Hides what is typed on standard input, as long as it lives.
class Hidden {
 public:
  Hidden() {
    ::tcgetattr(STDIN_FILENO, &before_);
    termios hidden = before_;
    hidden.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden);
  }
  ~Hidden() { ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &before_); }
  Hidden(const Hidden&) = delete;
  Hidden& operator=(const Hidden&) = delete;

 private:
  termios before_{};
};

std::string read_line() {
  std::string line;
  std::getline(std::cin, line);
  if (!line.empty() && line.back() == '\r') line.pop_back();
  return line;
}

std::string ask(std::string_view what) {
  const Hidden hidden;
  std::cerr << what << ": " << std::flush;
  std::string line = read_line();
  std::cerr << "\n";
  return line;
}

}  // namespace

std::string read_password() {
  if (::isatty(STDIN_FILENO) == 0) {
    std::string line = read_line();
    if (line.empty()) throw coco::Error(COCO_INVALID, "no password on standard input; write it there, one line");
    return line;
  }
  std::string first = ask("password");
  if (first.empty()) throw coco::Error(COCO_INVALID, "the password is empty; choose one");
  if (ask("once more") != first) throw coco::Error(COCO_INVALID, "the two passwords differ; try again");
  return first;
}

}  // namespace cocotalk::host
