// An open file that is sent, or a part of it.
#pragma once

#include <unistd.h>

#include <cstdint>
#include <utility>

namespace cocotalk::net {

// Closes the descriptor with itself.
class FileRange {
 public:
  FileRange(int fd, std::uint64_t offset, std::uint64_t bytes) : fd_(fd), offset_(offset), left_(bytes) {}
  FileRange(FileRange&& other) noexcept : fd_(std::exchange(other.fd_, -1)), offset_(other.offset_), left_(other.left_) {}
  FileRange& operator=(FileRange&&) = delete;
  ~FileRange() {
    if (fd_ >= 0) ::close(fd_);
  }
  int fd() const { return fd_; }
  std::uint64_t offset() const { return offset_; }
  std::uint64_t left() const { return left_; }
  void advance(std::uint64_t n) { offset_ += n, left_ -= n; }
  // Leaves only `bytes` of it, from `offset` on.
  void narrow(std::uint64_t offset, std::uint64_t bytes) { offset_ += offset, left_ = bytes; }

 private:
  int fd_;
  std::uint64_t offset_, left_;
};

}  // namespace cocotalk::net
