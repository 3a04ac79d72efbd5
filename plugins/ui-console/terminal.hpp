// Standard input and output, so that nothing waits for them for ever.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "ui-console/inbox.hpp"

namespace cocotalk::console {

// Lines from a file descriptor it does not own. On the console's thread.
class LineReader {
 public:
  static constexpr std::size_t max_line_bytes = 256 * 1024;  // longer ones come cut to this

  explicit LineReader(int fd) : fd_(fd) {}
  // A line that is already here, without its end; the last one needs none. Nothing: call read_some().
  std::optional<std::string> take();
  // Reads what poll() announced.
  void read_some();
  bool is_at_end() const { return is_at_end_; }
  int fd() const { return fd_; }

 private:
  const int fd_;
  std::string read_;
  bool is_at_end_ = false;
};

// Text to a file descriptor it does not own; a reader that does not read keeps it waiting until the inbox is stopped.
class Output {
 public:
  Output(int fd, std::shared_ptr<Inbox> inbox) : fd_(fd), inbox_(std::move(inbox)) {}
  // Throws Stopped, and OutputGone when nobody can ever read it.
  void write(std::string_view text) const;
  // The last words, also when the inbox was stopped: as much as is taken at once.
  void write_last(std::string_view text) const;

 private:
  const int fd_;
  const std::shared_ptr<Inbox> inbox_;
};

struct OutputGone {};

// A terminal that does not show what is typed, until the end of its life.
class NoEcho {
 public:
  explicit NoEcho(int terminal);
  ~NoEcho();
  NoEcho(const NoEcho&) = delete;
  NoEcho& operator=(const NoEcho&) = delete;

 private:
  struct Before;
  const int terminal_;
  const std::unique_ptr<Before> before_;
};

}  // namespace cocotalk::console
