// Both ends of a pipe.
#pragma once

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <array>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

namespace cocotalk::console::testing {

class Pipe {
 public:
  Pipe() {
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
    read_ = ends[0];
    write_ = ends[1];
  }
  ~Pipe() {
    end_reading();
    end_writing();
  }
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;
  int read_end() const { return read_; }
  int write_end() const { return write_; }
  void end_reading() { close(read_); }
  void end_writing() { close(write_); }
  void write(std::string_view text) {
    if (::write(write_, text.data(), text.size()) != static_cast<ssize_t>(text.size())) throw std::runtime_error("the pipe is full");
  }
  // Reads until `part` was seen, at most 20 s; answers everything read so far.
  const std::string& read_until(std::string_view part) {
    while (seen_.find(part) == std::string::npos) {
      pollfd one{read_, POLLIN, 0};
      if (::poll(&one, 1, 20'000) != 1) throw std::runtime_error("never saw '" + std::string(part) + "', only: " + seen_);
      std::array<char, 4096> bytes{};
      const ssize_t n = ::read(read_, bytes.data(), bytes.size());
      if (n <= 0) throw std::runtime_error("ended without '" + std::string(part) + "': " + seen_);
      seen_.append(bytes.data(), static_cast<std::size_t>(n));
    }
    return seen_;
  }

 private:
  static void close(int& fd) {
    if (fd >= 0) ::close(std::exchange(fd, -1));
  }
  int read_ = -1, write_ = -1;
  std::string seen_;
};

}  // namespace cocotalk::console::testing
