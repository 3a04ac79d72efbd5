// What a program leaves behind in memory it gives back: every block freed with delete is looked through.
#pragma once

#include <atomic>

namespace cocotalk::auth {

// While it lives, counts the freed blocks that hold `text`, of all threads. One at a time.
class WatchFreedMemory {
 public:
  // `text` must be a literal.
  explicit WatchFreedMemory(const char* text);
  WatchFreedMemory(const WatchFreedMemory&) = delete;
  WatchFreedMemory& operator=(const WatchFreedMemory&) = delete;
  ~WatchFreedMemory();
  int blocks_with_text() const;
};

}  // namespace cocotalk::auth
