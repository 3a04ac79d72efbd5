#include "core/host/crash_record.hpp"

#include <cocotalk/plugin.hpp>

#include <sys/stat.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <sstream>

namespace cocotalk::host {
namespace {

namespace fs = std::filesystem;

// The clock's nanoseconds end in the year 2262; a line that claims more is none of ours.
constexpr std::int64_t latest = 9'000'000'000;

// When the file was last changed; long ago for what is no file (built in).
CrashRecord::Clock::time_point changed(const fs::path& library) {
  struct stat status {};
  if (::stat(library.c_str(), &status) != 0) return {};
  return CrashRecord::Clock::from_time_t(status.st_ctim.tv_sec);
}

}  // namespace

fs::path CrashRecord::file_in(const fs::path& data) { return data / "crashes"; }

CrashRecord CrashRecord::read(const fs::path& data) {
  CrashRecord out;
  std::ifstream in(file_in(data));
  for (std::string line; std::getline(in, line);) {
    std::istringstream words(line);
    std::int64_t seconds = 0;
    Crash crash;
    if (words >> seconds >> crash.plugin && seconds >= 0 && seconds <= latest) {
      crash.when = Clock::time_point(std::chrono::seconds(seconds));
      crash.line = line;
      out.crashes_.push_back(std::move(crash));
    }
  }
  return out;
}

std::optional<CrashRecord::Clock::time_point> CrashRecord::too_many(std::string_view plugin, const fs::path& library) const {
  std::vector<Clock::time_point> times;
  const Clock::time_point since = changed(library);
  std::optional<Clock::time_point> out;
  for (const Crash& crash : crashes_) {
    if (crash.plugin != plugin || crash.when < since) continue;
    times.push_back(crash.when);
    if (times.size() >= most && times.back() - times[times.size() - most] <= within) out = times.back();
  }
  return out;
}

bool CrashRecord::forget(const fs::path& data, std::string_view plugin) {
  const CrashRecord record = read(data);
  std::string kept;
  bool is_known = false;
  for (const Crash& crash : record.crashes_) {
    if (crash.plugin == plugin)
      is_known = true;
    else
      kept += crash.line + "\n";
  }
  if (!is_known) return false;
  const fs::path file = file_in(data);
  if (!(std::ofstream(file, std::ios::trunc) << kept << std::flush))
    throw coco::Error(COCO_INTERNAL, file.string() + ": cannot be written (" + std::strerror(errno) + "); delete it");
  return true;
}

}  // namespace cocotalk::host
