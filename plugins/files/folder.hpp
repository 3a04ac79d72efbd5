#pragma once

#include <cocotalk/files.h>

#include <cstdint>
#include <filesystem>
#include <string_view>

namespace cocotalk::files {

// The folder the finished files are in. Made by the plugin at start; all methods [any] and blocking, but short.
// Unfinished files lie in its subfolder ".incoming", which no name can reach: each instance has a locked folder of its own there,
// as two are alive while the plugin is replaced.
class Folder {
 public:
  // Makes the folder if it is missing and removes what a crash left in ".incoming". Writing stops when less than
  // `min_free_bytes` of the disk are free.
  Folder(std::filesystem::path path, std::uint64_t min_free_bytes);
  ~Folder();
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  // Opens a finished file; throws COCO_NOT_FOUND.
  coco_file_info open(std::string_view name) const;
  // A name that is not there is fine.
  void erase(std::string_view name) const;
  // Throws COCO_RETRY when `bytes` more would leave less than min_free_bytes.
  void check_room_for(std::uint64_t bytes) const;

  std::filesystem::path incoming(std::uint64_t upload) const;
  std::filesystem::path finished(std::string_view name) const { return path_ / name; }
  const std::filesystem::path& path() const { return path_; }

 private:
  const std::filesystem::path path_;
  const std::uint64_t min_free_bytes_;
  std::filesystem::path incoming_;
  int lock_ = -1;  // on it
};

// Makes the entries of a folder durable (fsync of the folder itself); throws COCO_RETRY.
void sync_folder(const std::filesystem::path& folder);

// The world said no: COCO_RETRY with "cannot ⟨what⟩ ⟨path⟩: ⟨errno's text⟩".
[[noreturn]] void throw_errno(std::string_view what, const std::filesystem::path& path);

}  // namespace cocotalk::files
