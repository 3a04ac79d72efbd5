// Which plugins crashed lately. The file is written by last words, a line for each: "1764131462 storage SIGSEGV".
#pragma once

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cocotalk::host {

class CrashRecord {
 public:
  using Clock = std::chrono::system_clock;
  static constexpr std::size_t most = 3;
  static constexpr std::chrono::minutes within{10};

  // In the data folder: "crashes".
  static std::filesystem::path file_in(const std::filesystem::path& data);
  // Empty when there is no file. Lines that make no sense are passed over: a crash may have cut one.
  static CrashRecord read(const std::filesystem::path& data);

  // When the last of three crashes of a plugin within ten minutes was, if there were three: then it is better left out. Crashes
  // from before its file was changed do not count.
  std::optional<Clock::time_point> too_many(std::string_view plugin, const std::filesystem::path& library) const;

  // Forgets what a plugin did; false when nothing was known of it. Throws coco::Error.
  static bool forget(const std::filesystem::path& data, std::string_view plugin);

 private:
  struct Crash {
    Clock::time_point when;
    std::string plugin, line;
  };
  std::vector<Crash> crashes_;  // the oldest first
};

}  // namespace cocotalk::host
