// From a file to a loaded library with a checked descriptor: the first half of the ladder.
#pragma once

#include "core/plugins/code_ranges.hpp"
#include "core/plugins/descriptor.hpp"
#include "core/plugins/plugin_file.hpp"

#include <boost/dll/shared_library.hpp>

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace cocotalk::plugins {

// The `file` of a library that is linked into the program.
inline constexpr std::string_view built_in = "cocotalk (built in)";

// A private folder for the copies that are loaded. A library is never loaded from where it lies: a file replaced or cut under a
// running program would change its code, and dlopen gives the old library for a path it knows. Removed when it goes; what a
// killed host left behind is removed by the next one.
class CopyFolder {
 public:
  // Under TMPDIR or /tmp. Throws coco::Error.
  CopyFolder();
  ~CopyFolder();
  CopyFolder(const CopyFolder&) = delete;
  CopyFolder& operator=(const CopyFolder&) = delete;

  // Writes a copy under a name never used before. Throws coco::Error.
  std::filesystem::path add(const std::string& stem, std::string_view bytes);
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
  int lock_ = -1;  // held while the folder is in use, so that no other host takes it for left behind
  unsigned next_ = 1;
};

// What Library::fingerprint() of this file would be. Throws Refusal.
std::size_t fingerprint_of(const std::filesystem::path& file);

// A plugin's code. Made by load() or of a descriptor linked into the program; lives longer than every instance of it.
class Library {
 public:
  // Throws Refusal. The file is only read, once; what is checked is what is loaded.
  static Library load(const std::filesystem::path& file, CopyFolder& copies);
  // Throws Refusal.
  static Library linked(const coco_plugin& plugin);

  const Description& description() const noexcept { return description_; }
  const coco_plugin& plugin() const noexcept { return *plugin_; }
  // Where it came from; `built_in` for a linked one.
  const std::string& file() const noexcept { return file_; }
  // Tells files of other contents apart; 0 for a linked one.
  std::size_t fingerprint() const noexcept { return fingerprint_; }

 private:
  Library(boost::dll::shared_library code, const coco_plugin& plugin, std::string file, std::size_t fingerprint);
  boost::dll::shared_library code_;
  const coco_plugin* plugin_;
  std::string file_;
  std::size_t fingerprint_;
  Description description_;
  std::optional<CodeRange> range_;  // of a loaded one
};

}  // namespace cocotalk::plugins
