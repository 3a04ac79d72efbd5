#include "core/runtime/log.hpp"

#include "core/runtime/json_text.hpp"

#include <spdlog/logger.h>
#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/stdout_sinks.h>

#include <cstdio>
#include <string>

namespace cocotalk::runtime {
namespace {

spdlog::level::level_enum spdlog_level(coco_log_level level) {
  switch (level) {
    case COCO_LOG_DEBUG: return spdlog::level::debug;
    case COCO_LOG_INFO: return spdlog::level::info;
    case COCO_LOG_WARN: return spdlog::level::warn;
    default: return spdlog::level::err;
  }
}

// The text of one event, without its time and level, which spdlog's pattern writes.
std::string payload(LogFormat format, std::string_view who, std::string_view text) {
  if (format == LogFormat::json) return "\"plugin\":" + json_text(who) + ",\"text\":" + json_text(text);
  std::string line(who);
  line += ": ";
  for (const char c : text) {
    if (static_cast<unsigned char>(c) >= 0x20 && c != 0x7f) {
      line += c;
    } else {
      std::string escaped = json_text(std::string_view(&c, 1));
      line.append(escaped, 1, escaped.size() - 2);
    }
  }
  return line;
}

}  // namespace

Log::Log(LogFormat format, coco_log_level least) : Log(format, least, std::make_shared<spdlog::sinks::stderr_sink_mt>()) {}

Log::Log(LogFormat format, coco_log_level least, std::shared_ptr<spdlog::sinks::sink> sink)
    : format_(format), least_(least), logger_(std::make_unique<spdlog::logger>("cocotalk", std::move(sink))) {
  const char* pattern =
      format == LogFormat::json ? R"({"time":"%Y-%m-%dT%H:%M:%S.%eZ","level":"%l",%v})" : "%Y-%m-%dT%H:%M:%S.%eZ %-7l %v";
  logger_->set_formatter(std::make_unique<spdlog::pattern_formatter>(pattern, spdlog::pattern_time_type::utc));
  logger_->set_level(spdlog_level(least));
  logger_->flush_on(spdlog::level::debug);
}

Log::~Log() = default;

void Log::write(coco_log_level level, std::string_view who, std::string_view text) noexcept {
  if (!is_enabled(level)) return;
  try {
    logger_->log(spdlog_level(level), spdlog::string_view_t(payload(format_, who, text)));
  } catch (const std::exception& e) {
    std::fprintf(stderr, "host: the log failed: %s\n", e.what());
  }
}

}  // namespace cocotalk::runtime
