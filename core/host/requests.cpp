#include "core/host/requests.hpp"

#include <poll.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdint>
#include <cstdlib>

namespace cocotalk::host {
namespace {

int blocked_signals() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGTERM);
  sigaddset(&set, SIGINT);
  sigaddset(&set, SIGHUP);
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
  return ::signalfd(-1, &set, SFD_CLOEXEC);
}

}  // namespace

Requests::Requests(runtime::Log& log, std::chrono::milliseconds patience)
    : log_(log),
      patience_(patience),
      signals_(blocked_signals()),
      wake_(::eventfd(0, EFD_CLOEXEC)),
      arrived_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)),
      watcher_([this] { watch(); }) {}

Requests::~Requests() {
  {
    const std::lock_guard lock(mutex_);
    is_over_ = true;
  }
  ::eventfd_write(wake_, 1);
  watcher_.join();
  for (const int fd : {signals_, wake_, arrived_}) ::close(fd);
}

void Requests::stop(int exit_code, std::string_view why) {
  if (exit_code >= 128) {
    log_.error("ends at once: " + std::string(why));
    std::_Exit(exit_code);
  }
  {
    const std::lock_guard lock(mutex_);
    if (exit_code_) return;
    exit_code_ = exit_code;
  }
  log_.info("stops: " + std::string(why));
  ::eventfd_write(wake_, 1);
  ::eventfd_write(arrived_, 1);
}

std::optional<int> Requests::exit_code() const {
  const std::lock_guard lock(mutex_);
  return exit_code_;
}

void Requests::passed_by() {
  std::uint64_t ignored = 0;
  ::eventfd_read(arrived_, &ignored);
}

void Requests::take_signal(bool is_stopping) {
  signalfd_siginfo info{};
  const int signal = ::read(signals_, &info, sizeof info) == sizeof info ? static_cast<int>(info.ssi_signo) : SIGTERM;
  if (signal == SIGHUP) {
    is_reload_wanted_ = true;
    ::eventfd_write(arrived_, 1);
  } else if (is_stopping) {
    log_.warn("a second signal: ends at once");
    std::_Exit(128 + signal);
  } else {
    stop(0, signal == SIGINT ? "SIGINT" : "SIGTERM");
  }
}

void Requests::watch() {
  std::optional<std::chrono::steady_clock::time_point> end_by;  // once somebody asked to stop
  for (;;) {
    int wait_ms = -1;
    if (end_by) {
      const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(*end_by - std::chrono::steady_clock::now());
      wait_ms = static_cast<int>(std::max<std::int64_t>(0, left.count() + 1));
    }
    pollfd waiting[] = {{signals_, POLLIN, 0}, {wake_, POLLIN, 0}};
    const int n = ::poll(waiting, 2, wait_ms);
    if (n == 0) {
      log_.error("does not come to its end within " + std::to_string(patience_.count()) + " ms; ends at once");
      std::_Exit(1);
    }
    if (n < 0) continue;
    if (waiting[1].revents != 0) {
      std::uint64_t ignored = 0;
      ::eventfd_read(wake_, &ignored);
      const std::lock_guard lock(mutex_);
      if (is_over_) return;
    }
    if (waiting[0].revents != 0) take_signal(end_by.has_value());
    const std::lock_guard lock(mutex_);
    if (exit_code_ && !end_by) end_by = std::chrono::steady_clock::now() + patience_;
  }
}

}  // namespace cocotalk::host
