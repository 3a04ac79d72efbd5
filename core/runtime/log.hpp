// The host's log: one line per event, as text for people or as JSON for machines.
#pragma once

#include <cocotalk/abi.h>

#include <memory>
#include <string_view>

namespace spdlog {
class logger;
namespace sinks {
class sink;
}
}  // namespace spdlog

namespace cocotalk::runtime {

enum class LogFormat { text, json };

// Made first and gone last; every function [any]. Whatever a plugin hands in stays one line: control characters are escaped, so
// nobody can forge an event.
class Log {
 public:
  // Writes to standard error; standard output belongs to the `ready` line and to answers.
  Log(LogFormat format, coco_log_level least);
  Log(LogFormat format, coco_log_level least, std::shared_ptr<spdlog::sinks::sink> sink);
  ~Log();
  Log(const Log&) = delete;
  Log& operator=(const Log&) = delete;

  bool is_enabled(coco_log_level level) const noexcept { return level >= least_; }
  // `who`: a plugin's id, or "host".
  void write(coco_log_level level, std::string_view who, std::string_view text) noexcept;
  void debug(std::string_view text) noexcept { write(COCO_LOG_DEBUG, "host", text); }
  void info(std::string_view text) noexcept { write(COCO_LOG_INFO, "host", text); }
  void warn(std::string_view text) noexcept { write(COCO_LOG_WARN, "host", text); }
  void error(std::string_view text) noexcept { write(COCO_LOG_ERROR, "host", text); }

 private:
  const LogFormat format_;
  const coco_log_level least_;
  const std::unique_ptr<spdlog::logger> logger_;
};

}  // namespace cocotalk::runtime
