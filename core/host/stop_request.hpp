// Who wants the host to stop: a signal, or a plugin.
#pragma once

#include "core/runtime/log.hpp"

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>

namespace cocotalk::host {

// Takes over SIGTERM and SIGINT for the whole process: made on [main] before any other thread, gone last. The first signal asks
// to stop; a second one, or `patience` without an end, ends the process at once. One at a time.
class StopRequest {
 public:
  StopRequest(runtime::Log& log, std::chrono::milliseconds patience);
  ~StopRequest();
  StopRequest(const StopRequest&) = delete;
  StopRequest& operator=(const StopRequest&) = delete;

  // [any] The first one counts. An exit code of 128 and above ends the process at once.
  void request(int exit_code, std::string_view why);
  // Waits for the first request; answers its exit code. [main]
  int wait();

 private:
  void watch();
  runtime::Log& log_;
  const std::chrono::milliseconds patience_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::optional<int> exit_code_;
  const int signals_, wake_;  // signalfd; eventfd: readable when a request came from elsewhere, or the watcher shall end
  bool is_over_ = false;
  std::thread watcher_;
};

}  // namespace cocotalk::host
