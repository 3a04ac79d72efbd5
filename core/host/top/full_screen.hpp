// The whole screen of a terminal, through ANSI sequences (ECMA-48) alone.
#pragma once

#include "core/host/top/picture.hpp"

#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace cocotalk::host::top {

// Turns into bytes what is to be seen. Each line ends where the screen's does. Pure.
enum class Look { colours, plain };
std::string painted(const std::vector<Line>& lines, Look look);

// What came first while one waited.
struct Happened {
  std::vector<std::string> keys;  // each as the terminal sent it
  bool is_resized = false;
  bool is_over = false;  // a signal asks to end, or the terminal is gone
};

// From its making to its end the terminal is in raw mode and shows another screen than before; both are given back. SIGTERM,
// SIGINT, SIGHUP and SIGWINCH are taken over meanwhile. One in a process, on its main thread.
class FullScreen {
 public:
  FullScreen(int input, int output);
  ~FullScreen();
  FullScreen(const FullScreen&) = delete;
  FullScreen& operator=(const FullScreen&) = delete;

  Size size() const;
  void paint(const std::string& bytes) const;
  Happened wait(std::chrono::milliseconds patience) const;

 private:
  struct Before;
  const int input_, output_;
  const std::unique_ptr<Before> before_;
  int signals_ = -1;
};

// What was read from a terminal as single keys: an escape sequence is one. Pure.
std::vector<std::string> keys_of(std::string_view bytes);

}  // namespace cocotalk::host::top
