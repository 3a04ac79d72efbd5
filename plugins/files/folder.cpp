#include "files/folder.hpp"

#include <cocotalk/plugin.hpp>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <string>
#include <system_error>
#include <utility>

namespace cocotalk::files {
namespace {

constexpr mode_t private_folder = 0700;

void make_folder(const std::filesystem::path& path) {
  std::error_code failed;
  std::filesystem::create_directories(path, failed);
  if (failed) throw coco::Error(COCO_INVALID, "cannot make the folder " + path.string() + ": " + failed.message());
  if (::chmod(path.c_str(), private_folder) != 0) throw_errno("change the mode of", path);
}

// The lock on a folder, or -1 when another instance has it.
int try_lock(const std::filesystem::path& folder) {
  const int fd = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  if (fd >= 0 && ::flock(fd, LOCK_EX | LOCK_NB) == 0) return fd;
  if (fd >= 0) ::close(fd);
  return -1;
}

void remove_left_behind(const std::filesystem::path& path) {
  std::error_code failed;
  for (const auto& leftover : std::filesystem::directory_iterator(path, failed)) {
    const int lock = try_lock(leftover.path());
    if (lock >= 0 || !leftover.is_directory()) std::filesystem::remove_all(leftover, failed);
    if (lock >= 0) ::close(lock);
  }
  if (failed) throw coco::Error(COCO_INVALID, "cannot empty the folder " + path.string() + ": " + failed.message());
}

std::int64_t milliseconds(const timespec& time) { return time.tv_sec * 1000 + time.tv_nsec / 1'000'000; }

}  // namespace

Folder::Folder(std::filesystem::path path, std::uint64_t min_free_bytes)
    : path_(std::move(path)), min_free_bytes_(min_free_bytes) {
  make_folder(path_);
  make_folder(path_ / ".incoming");
  remove_left_behind(path_ / ".incoming");
  std::string pattern = path_ / ".incoming/XXXXXX";
  if (::mkdtemp(pattern.data()) == nullptr) throw_errno("make a folder in", path_ / ".incoming");
  incoming_ = pattern;
  lock_ = try_lock(incoming_);
  sync_folder(path_);
}

Folder::~Folder() {
  std::error_code ignored;
  std::filesystem::remove_all(incoming_, ignored);
  if (lock_ >= 0) ::close(lock_);
}

coco_file_info Folder::open(std::string_view name) const {
  const std::filesystem::path path = finished(name);
  const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
  if (fd < 0 && errno != ENOENT && errno != ENOTDIR && errno != ELOOP) throw_errno("open", path);
  struct stat found {};
  if (fd < 0 || ::fstat(fd, &found) != 0 || !S_ISREG(found.st_mode)) {
    if (fd >= 0) ::close(fd);
    throw coco::Error(COCO_NOT_FOUND, "there is no file " + std::string(name));
  }
  return {sizeof(coco_file_info), fd, static_cast<std::uint64_t>(found.st_size), milliseconds(found.st_mtim)};
}

void Folder::erase(std::string_view name) const {
  const std::filesystem::path path = finished(name);
  if (::unlink(path.c_str()) != 0 && errno != ENOENT && errno != ENOTDIR) throw_errno("erase", path);
}

void Folder::check_room_for(std::uint64_t bytes) const {
  struct statvfs disk {};
  if (::statvfs(path_.c_str(), &disk) != 0) throw_errno("ask for the free space of", path_);
  if (disk.f_bavail * disk.f_frsize < min_free_bytes_ + bytes)
    throw coco::Error(COCO_RETRY, "the disk of " + path_.string() + " has less than min_free (" +
                                      std::to_string(min_free_bytes_) + " bytes) left; make room");
}

std::filesystem::path Folder::incoming(std::uint64_t upload) const { return incoming_ / std::to_string(upload); }

void sync_folder(const std::filesystem::path& folder) {
  const int fd = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0) throw_errno("open", folder);
  const int synced = ::fsync(fd);
  const int why = errno;
  ::close(fd);
  errno = why;
  if (synced != 0) throw_errno("sync", folder);
}

void throw_errno(std::string_view what, const std::filesystem::path& path) {
  const std::string why = std::generic_category().message(errno);
  throw coco::Error(COCO_RETRY, "cannot " + std::string(what) + " " + path.string() + ": " + why);
}

}  // namespace cocotalk::files
