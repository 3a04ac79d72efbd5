// What signals and plugins want of the host: that it stops, or reads its configuration again.
#pragma once

#include "core/runtime/log.hpp"

#include <atomic>
#include <chrono>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>

namespace cocotalk::host {

// Takes over SIGTERM, SIGINT and SIGHUP for the whole process: made on [main] before any other thread, gone last. The first of
// SIGTERM and SIGINT asks to stop; a second one, or `patience` without an end, ends the process at once. One at a time.
class Requests {
 public:
  Requests(runtime::Log& log, std::chrono::milliseconds patience);
  ~Requests();
  Requests(const Requests&) = delete;
  Requests& operator=(const Requests&) = delete;

  // [any] The first one counts. An exit code of 128 and above ends the process at once.
  void stop(int exit_code, std::string_view why);
  // Nothing until somebody wants the host to stop. [any]
  std::optional<int> exit_code() const;
  // Whether SIGHUP came since the last look. [main]
  bool take_reload() { return is_reload_wanted_.exchange(false); }
  // Readable when there is something to look for; passed_by() makes it unreadable again. [main]
  int fd() const { return arrived_; }
  void passed_by();

 private:
  void watch();
  void take_signal(bool is_stopping);
  runtime::Log& log_;
  const std::chrono::milliseconds patience_;
  mutable std::mutex mutex_;
  std::optional<int> exit_code_;
  std::atomic<bool> is_reload_wanted_ = false;
  const int signals_, wake_, arrived_;  // signalfd; eventfds: for the watcher, and for [main]
  bool is_over_ = false;
  std::thread watcher_;
};

}  // namespace cocotalk::host
