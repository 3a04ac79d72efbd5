#pragma once

#include "files/folder.hpp"

#include <cstdint>
#include <filesystem>
#include <string_view>

namespace cocotalk::files {

// A file on its way in, under a name nobody can open. Lives on one worker: made with the upload's first write, gone with the
// upload. Whatever ends it, nothing of it is left unless publish() returned.
class Incoming {
 public:
  Incoming(const Folder& folder, std::uint64_t upload);
  Incoming(const Incoming&) = delete;
  Incoming& operator=(const Incoming&) = delete;
  ~Incoming();

  // Throws COCO_RETRY (disk full); after that only destruction makes sense.
  void append(std::string_view bytes);
  // Syncs the file, gives it its name and syncs the folder: durable when this returns. COCO_CONFLICT when the name exists.
  void publish(std::string_view name);

 private:
  const Folder& folder_;
  const std::filesystem::path path_;
  int fd_;
  bool is_published_ = false;
};

}  // namespace cocotalk::files
