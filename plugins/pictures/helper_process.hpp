#pragma once

#include <cocotalk/abi.h>

#include <cstdint>
#include <string>
#include <utility>

namespace cocotalk::pictures {

// A descriptor that is closed with its owner.
class Descriptor {
 public:
  explicit Descriptor(int fd = -1) : fd_(fd) {}
  Descriptor(Descriptor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  Descriptor& operator=(Descriptor&& other) noexcept {
    std::swap(fd_, other.fd_);
    return *this;
  }
  ~Descriptor() { close(); }
  void close();
  int get() const { return fd_; }

 private:
  int fd_;
};

// The program, and what one run of it may cost.
struct Helper {
  std::string program;
  std::uint64_t max_pixels, side, memory_bytes, time_ms;
};

// How a run ended.
struct Shrunk {
  coco_status status = COCO_OK;
  std::string jpeg;
  std::string why;
};

// Runs the helper once, on the caller's thread: the picture is its standard input. It lives no longer than its time; whatever
// becomes of it, this answers.
Shrunk run(const Helper& helper, const Descriptor& picture);

}  // namespace cocotalk::pictures
