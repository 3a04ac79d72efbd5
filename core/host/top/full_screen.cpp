#include "core/host/top/full_screen.hpp"

#include <cocotalk/plugin.hpp>

#include <poll.h>
#include <sys/ioctl.h>
#include <sys/signalfd.h>
#include <termios.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <string_view>

namespace cocotalk::host::top {
namespace {

constexpr std::string_view begin_screen = "\x1b[?1049h\x1b[?25l", end_screen = "\x1b[0m\x1b[?25h\x1b[?1049l";
constexpr std::string_view home = "\x1b[H", to_end_of_line = "\x1b[0m\x1b[K", next_line = "\r\n";

std::string_view sequence_of(Style style, Look look) {
  const bool has_colours = look == Look::colours;
  switch (style) {
    case Style::plain: return "\x1b[0m";
    case Style::faint: return "\x1b[0;2m";
    case Style::strong: return "\x1b[0;1m";
    case Style::bar: return "\x1b[0;7m";
    case Style::spark: return has_colours ? "\x1b[0;36m" : "\x1b[0m";
    case Style::good: return has_colours ? "\x1b[0;32m" : "\x1b[0m";
    case Style::warning: return has_colours ? "\x1b[0;33m" : "\x1b[0;1m";
    case Style::alarm: return has_colours ? "\x1b[0;1;37;41m" : "\x1b[0;1;7m";
  }
  return "\x1b[0m";
}

void write_all(int fd, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t n = ::write(fd, bytes.data(), bytes.size());
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return;  // the terminal is gone, as wait() will see
    bytes.remove_prefix(static_cast<std::size_t>(n));
  }
}

sigset_t signals_of_a_terminal() {
  sigset_t set;
  ::sigemptyset(&set);
  for (const int signal : {SIGTERM, SIGINT, SIGHUP, SIGWINCH}) ::sigaddset(&set, signal);
  return set;
}

}  // namespace

std::string painted(const std::vector<Line>& lines, Look look) {
  std::string out(home);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (i > 0) out += next_line;
    for (const Piece& piece : lines[i]) out.append(sequence_of(piece.style, look)).append(piece.text);
    out += to_end_of_line;
  }
  return out;
}

std::vector<std::string> keys_of(std::string_view bytes) {
  std::vector<std::string> out;
  while (!bytes.empty()) {
    std::size_t n = 1;
    if (bytes.size() > 2 && bytes[0] == '\x1b' && (bytes[1] == '[' || bytes[1] == 'O')) {
      n = 2;
      while (n < bytes.size() && (bytes[n] < '@' || bytes[n] > '~')) ++n;
      n = std::min(n + 1, bytes.size());
    }
    out.emplace_back(bytes.substr(0, n));
    bytes.remove_prefix(n);
  }
  return out;
}

struct FullScreen::Before {
  termios mode{};
  sigset_t signals{};
};

FullScreen::FullScreen(int input, int output) : input_(input), output_(output), before_(std::make_unique<Before>()) {
  const sigset_t taken = signals_of_a_terminal();
  ::sigprocmask(SIG_BLOCK, &taken, &before_->signals);
  signals_ = ::signalfd(-1, &taken, SFD_CLOEXEC | SFD_NONBLOCK);
  if (signals_ < 0 || ::tcgetattr(input_, &before_->mode) != 0) throw coco::Error(COCO_INTERNAL, "this is no terminal");
  termios raw = before_->mode;
  ::cfmakeraw(&raw);
  ::tcsetattr(input_, TCSADRAIN, &raw);
  write_all(output_, begin_screen);
}

FullScreen::~FullScreen() {
  write_all(output_, end_screen);
  ::tcsetattr(input_, TCSADRAIN, &before_->mode);
  ::close(signals_);
  ::sigprocmask(SIG_SETMASK, &before_->signals, nullptr);
}

Size FullScreen::size() const {
  winsize size{};
  if (::ioctl(output_, TIOCGWINSZ, &size) != 0 || size.ws_row == 0 || size.ws_col == 0) return {};
  return {size.ws_row, size.ws_col};
}

void FullScreen::paint(const std::string& bytes) const { write_all(output_, bytes); }

Happened FullScreen::wait(std::chrono::milliseconds patience) const {
  std::array<pollfd, 2> ready{{{input_, POLLIN, 0}, {signals_, POLLIN, 0}}};
  Happened out;
  if (::poll(ready.data(), ready.size(), static_cast<int>(patience.count())) <= 0) return out;
  if (ready[0].revents != 0) {
    std::array<char, 256> bytes{};
    const ssize_t n = ::read(input_, bytes.data(), bytes.size());
    if (n > 0) out.keys = keys_of({bytes.data(), static_cast<std::size_t>(n)});
    out.is_over = n == 0 || (n < 0 && errno != EINTR && errno != EAGAIN);
  }
  signalfd_siginfo signal{};
  while (::read(signals_, &signal, sizeof signal) == static_cast<ssize_t>(sizeof signal))
    (signal.ssi_signo == SIGWINCH ? out.is_resized : out.is_over) = true;
  return out;
}

}  // namespace cocotalk::host::top
