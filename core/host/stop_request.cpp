#include "core/host/stop_request.hpp"

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
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
  return ::signalfd(-1, &set, SFD_CLOEXEC);
}

// The number of the signal that arrived.
int take_signal(int fd) {
  signalfd_siginfo info{};
  return ::read(fd, &info, sizeof info) == sizeof info ? static_cast<int>(info.ssi_signo) : SIGTERM;
}

}  // namespace

StopRequest::StopRequest(runtime::Log& log, std::chrono::milliseconds patience)
    : log_(log), patience_(patience), signals_(blocked_signals()), wake_(::eventfd(0, EFD_CLOEXEC)), watcher_([this] {
        watch();
      }) {}

StopRequest::~StopRequest() {
  {
    const std::lock_guard lock(mutex_);
    is_over_ = true;
  }
  ::eventfd_write(wake_, 1);
  watcher_.join();
  ::close(signals_);
  ::close(wake_);
}

void StopRequest::request(int exit_code, std::string_view why) {
  if (exit_code >= 128) {
    log_.error("ends at once: " + std::string(why));
    std::_Exit(exit_code);
  }
  {
    const std::lock_guard lock(mutex_);
    if (exit_code_) return;
    exit_code_ = exit_code;
    changed_.notify_all();
  }
  log_.info("stops: " + std::string(why));
  ::eventfd_write(wake_, 1);
}

int StopRequest::wait() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return exit_code_.has_value(); });
  return *exit_code_;
}

void StopRequest::watch() {
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
    if (waiting[0].revents != 0) {
      const int signal = take_signal(signals_);
      if (end_by) {
        log_.warn("a second signal: ends at once");
        std::_Exit(128 + signal);
      }
      request(0, signal == SIGINT ? "SIGINT" : "SIGTERM");
    }
    const std::lock_guard lock(mutex_);
    if (exit_code_ && !end_by) end_by = std::chrono::steady_clock::now() + patience_;
  }
}

}  // namespace cocotalk::host
