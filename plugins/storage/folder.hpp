// The storage's files in the host's data folder.
#pragma once

#include <string>

namespace cocotalk::storage {

// Holds the folder against a second process for as long as it lives: the lock goes with the process, however that ends.
class Folder {
 public:
  // Throws COCO_INVALID, with a sentence for people, when the folder is missing, cannot be written, or is taken.
  explicit Folder(const std::string& data_dir);
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  ~Folder();

  std::string database() const { return path_ + "/cocotalk.db"; }
  const std::string& path() const { return path_; }

 private:
  std::string path_;
  int lock_ = -1;
};

// Makes an empty file with mode 0600; throws COCO_INVALID when it cannot. With `exists` of Existing::refused, also when there is
// one.
enum class Existing { kept, refused };
void make_private_file(const std::string& path, Existing existing);

// Makes the names in the folder durable: files made, renamed and removed. Throws COCO_RETRY.
void sync_folder(const std::string& path);

}  // namespace cocotalk::storage
