// A terminal whose every key comes at once.
#pragma once

#include <memory>

#include "ui-console/screen/grid.hpp"

namespace cocotalk::console {

// Until the end of its life the terminal echoes nothing, waits for no line and makes no signals. Does not own it.
class RawTerminal {
 public:
  explicit RawTerminal(int terminal);
  ~RawTerminal();
  RawTerminal(const RawTerminal&) = delete;
  RawTerminal& operator=(const RawTerminal&) = delete;

 private:
  struct Before;
  const int terminal_;
  const std::unique_ptr<Before> before_;
};

// 24 × 80 when it does not say.
Size size_of(int terminal);

}  // namespace cocotalk::console
