#include "ui-console/terminal.hpp"

#include <poll.h>
#include <termios.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>

namespace cocotalk::console {

namespace {

// POSIX: a pipe that poll() calls writable takes this much without blocking.
constexpr std::size_t piece_bytes = 4096;

}  // namespace

std::optional<std::string> LineReader::take() {
  const std::size_t end = read_.find('\n');
  if (end == std::string::npos && !(is_at_end_ && !read_.empty())) return std::nullopt;
  std::string line = read_.substr(0, std::min(end, max_line_bytes));
  read_.erase(0, end == std::string::npos ? end : end + 1);
  if (line.ends_with('\r')) line.pop_back();
  return line;
}

void LineReader::read_some() {
  std::array<char, 16 * 1024> bytes;
  const ssize_t n = ::read(fd_, bytes.data(), bytes.size());
  if (n < 0 && (errno == EINTR || errno == EAGAIN)) return;
  if (n <= 0) {
    is_at_end_ = true;
    return;
  }
  read_.append(bytes.data(), static_cast<std::size_t>(n));
  const std::size_t last_line = read_.rfind('\n') + 1;
  if (read_.size() - last_line > max_line_bytes) read_.resize(last_line + max_line_bytes);
}

void Output::write(std::string_view text) const {
  while (!text.empty()) {
    if (!wait_for_output(fd_, inbox_->stop_fd())) throw Stopped{};
    const ssize_t n = ::write(fd_, text.data(), std::min(text.size(), piece_bytes));
    if (n >= 0) {
      text.remove_prefix(static_cast<std::size_t>(n));
    } else if (errno != EINTR && errno != EAGAIN) {
      throw OutputGone{};
    }
  }
}

void Output::write_last(std::string_view text) const {
  pollfd out{fd_, POLLOUT, 0};
  while (!text.empty() && ::poll(&out, 1, 0) == 1) {
    const ssize_t n = ::write(fd_, text.data(), std::min(text.size(), piece_bytes));
    if (n <= 0) return;
    text.remove_prefix(static_cast<std::size_t>(n));
  }
}

struct NoEcho::Before {
  termios mode{};
};

NoEcho::NoEcho(int terminal) : terminal_(terminal), before_(std::make_unique<Before>()) {
  ::tcgetattr(terminal_, &before_->mode);
  termios quiet = before_->mode;
  quiet.c_lflag &= ~static_cast<tcflag_t>(ECHO);
  ::tcsetattr(terminal_, TCSAFLUSH, &quiet);
}

NoEcho::~NoEcho() { ::tcsetattr(terminal_, TCSADRAIN, &before_->mode); }

}  // namespace cocotalk::console
