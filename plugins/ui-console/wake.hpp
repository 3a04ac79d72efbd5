// Something poll() can wait for.
#pragma once

#include <chrono>
#include <initializer_list>
#include <optional>

namespace cocotalk::console {

// An eventfd: readable from set() until cleared(). All methods [any].
class Wake {
 public:
  Wake();
  ~Wake();
  Wake(const Wake&) = delete;
  Wake& operator=(const Wake&) = delete;
  void set() noexcept;
  void clear() noexcept;
  int fd() const { return fd_; }

 private:
  int fd_;
};

// Waits until one of `fds` (-1: none) can be read or has hung up; answers the first of those in the order given.
int wait_for_input(std::initializer_list<int> fds);
// The same, at most so long; -1: none of them yet.
int wait_for_input(std::initializer_list<int> fds, std::chrono::milliseconds patience);

// Waits until `out` can be written or `stop` is readable; answers whether `out` can.
bool wait_for_output(int out, int stop);

}  // namespace cocotalk::console
