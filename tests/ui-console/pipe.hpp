// A pipe and a terminal, with both ends in the test's hands.
#pragma once

#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <unistd.h>

#include <array>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

namespace cocotalk::console::testing {

// What came out of a file descriptor so far.
class Screen {
 public:
  // Reads until `part` was seen, at most 20 s; answers everything read so far.
  const std::string& read_until(int fd, std::string_view part) {
    while (seen_.find(part) == std::string::npos) {
      pollfd one{fd, POLLIN, 0};
      if (::poll(&one, 1, 20'000) != 1) throw std::runtime_error("never saw '" + std::string(part) + "', only: " + seen_);
      std::array<char, 4096> bytes{};
      const ssize_t n = ::read(fd, bytes.data(), bytes.size());
      if (n <= 0) throw std::runtime_error("ended without '" + std::string(part) + "': " + seen_);
      seen_.append(bytes.data(), static_cast<std::size_t>(n));
    }
    return seen_;
  }

 private:
  std::string seen_;
};

inline void write_all(int fd, std::string_view text) {
  if (::write(fd, text.data(), text.size()) != static_cast<ssize_t>(text.size())) throw std::runtime_error("cannot write it all");
}

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
  void write(std::string_view text) { write_all(write_, text); }
  const std::string& read_until(std::string_view part) { return screen_.read_until(read_, part); }

 private:
  static void close(int& fd) {
    if (fd >= 0) ::close(std::exchange(fd, -1));
  }
  int read_ = -1, write_ = -1;
  Screen screen_;
};

// A pseudo terminal: what is typed is echoed, as long as the program lets it be.
class Terminal {
 public:
  Terminal() : person_(::posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC)) {
    if (person_ < 0 || ::grantpt(person_) != 0 || ::unlockpt(person_) != 0) throw std::runtime_error("no pseudo terminal");
    program_ = ::open(::ptsname(person_), O_RDWR | O_NOCTTY | O_CLOEXEC);
    if (program_ < 0) throw std::runtime_error("the pseudo terminal cannot be opened");
  }
  ~Terminal() {
    ::close(person_);
    ::close(program_);
  }
  Terminal(const Terminal&) = delete;
  Terminal& operator=(const Terminal&) = delete;
  int program_end() const { return program_; }
  void type(std::string_view text) { write_all(person_, text); }
  const std::string& read_until(std::string_view part) { return screen_.read_until(person_, part); }

 private:
  int person_, program_ = -1;
  Screen screen_;
};

}  // namespace cocotalk::console::testing
