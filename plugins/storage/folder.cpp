#include "storage/folder.hpp"

#include <cocotalk/plugin.hpp>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>

namespace cocotalk::storage {

namespace {

std::string reason() { return std::strerror(errno); }

// Who holds the lock, as it wrote itself; empty when it did not.
std::string holder(int lock) {
  std::array<char, 32> text{};
  const ssize_t n = ::pread(lock, text.data(), text.size(), 0);
  const std::string pid(text.data(), n > 0 ? static_cast<std::size_t>(n) : 0);
  return pid.empty() ? "another process" : "process " + pid.substr(0, pid.find('\n'));
}

void write_holder(int lock) {
  const std::string pid = std::to_string(::getpid()) + "\n";
  if (::ftruncate(lock, 0) != 0 || ::pwrite(lock, pid.data(), pid.size(), 0) != static_cast<ssize_t>(pid.size()))
    throw coco::Error(COCO_RETRY, "cannot write the lock file: " + reason());
}

}  // namespace

Folder::Folder(const std::string& data_dir) : path_(data_dir) {
  struct stat info {};
  if (::stat(path_.c_str(), &info) != 0 || !S_ISDIR(info.st_mode))
    throw coco::Error(COCO_INVALID, "the data folder '" + path_ + "' does not exist; make it or name another one with --data");
  const std::string lock_path = path_ + "/cocotalk.lock";
  lock_ = ::open(lock_path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (lock_ < 0)
    throw coco::Error(COCO_INVALID, "the data folder '" + path_ + "' cannot be written (" + reason() +
                                        "); give this user the right to or name another one with --data");
  if (::flock(lock_, LOCK_EX | LOCK_NB) != 0) {
    const std::string taken_by = holder(lock_);
    ::close(lock_);
    throw coco::Error(COCO_INVALID,
                      "the data folder '" + path_ + "' is in use by " + taken_by + "; stop it or name another one with --data");
  }
  try {
    write_holder(lock_);
    make_private_file(database(), Existing::kept);
  } catch (const coco::Error&) {
    ::close(lock_);
    throw;
  }
}

// The file stays: removing it would let two processes lock two files of the same name.
Folder::~Folder() { ::close(lock_); }

void make_private_file(const std::string& path, Existing existing) {
  const int exclusive = existing == Existing::refused ? O_EXCL : 0;
  const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | exclusive, 0600);
  if (file < 0 && errno == EEXIST) throw coco::Error(COCO_INVALID, "the file '" + path + "' exists; name a new one");
  if (file < 0) throw coco::Error(COCO_INVALID, "the file '" + path + "' cannot be written: " + reason());
  ::close(file);
}

void sync_folder(const std::string& path) {
  const int folder = ::open(path.empty() ? "." : path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  const bool synced = folder >= 0 && ::fsync(folder) == 0;
  const std::string why = reason();
  if (folder >= 0) ::close(folder);
  if (!synced) throw coco::Error(COCO_RETRY, "cannot sync the folder '" + path + "': " + why);
}

}  // namespace cocotalk::storage
