// Whose turn it is with the index: while a plugin is replaced there are two of it, and never may both have the database open.
#pragma once

#include <functional>
#include <string>

namespace cocotalk::search {

// A lock on a file, which goes with the process. One thread at a time.
class Turn {
 public:
  explicit Turn(std::string path) : path_(std::move(path)) {}
  Turn(const Turn&) = delete;
  Turn& operator=(const Turn&) = delete;
  ~Turn() { give(); }

  // False when somebody else has it. Throws coco::Error when the file cannot be made.
  bool take();
  // Waits for it, until `is_over` says that it is not wanted any more: then false.
  bool wait(const std::function<bool()>& is_over);
  void give();

 private:
  const std::string path_;
  int lock_ = -1;
};

}  // namespace cocotalk::search
