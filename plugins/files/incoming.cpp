#include "files/incoming.hpp"

#include <cocotalk/plugin.hpp>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <string>

namespace cocotalk::files {
namespace {

constexpr mode_t private_file = 0600, private_folder = 0700;

// Makes the folders between `root` and `path`'s file, each durable in the one above it.
void make_parents(const std::filesystem::path& root, const std::filesystem::path& path) {
  std::filesystem::path above = root;
  for (const auto& segment : path.parent_path().lexically_relative(root)) {
    if (segment == ".") continue;
    const std::filesystem::path folder = above / segment;
    if (::mkdir(folder.c_str(), private_folder) == 0)
      sync_folder(above);
    else if (errno != EEXIST)
      throw_errno("make the folder", folder);
    above = folder;
  }
}

}  // namespace

Incoming::Incoming(const Folder& folder, std::uint64_t upload)
    : folder_(folder),
      path_(folder.incoming(upload)),
      fd_(::open(path_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, private_file)) {
  if (fd_ < 0) throw_errno("make", path_);
}

Incoming::~Incoming() {
  ::close(fd_);
  if (!is_published_) ::unlink(path_.c_str());
}

void Incoming::append(std::string_view bytes) {
  folder_.check_room_for(bytes.size());
  while (!bytes.empty()) {
    const ssize_t written = ::write(fd_, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) throw_errno("write", path_);
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
}

void Incoming::publish(std::string_view name) {
  const std::filesystem::path target = folder_.finished(name);
  make_parents(folder_.path(), target);
  if (::fsync(fd_) != 0) throw_errno("sync", path_);
  if (::renameat2(AT_FDCWD, path_.c_str(), AT_FDCWD, target.c_str(), RENAME_NOREPLACE) != 0) {
    if (errno == EEXIST) throw coco::Error(COCO_CONFLICT, "there is already a file " + std::string(name));
    throw_errno("rename to", target);
  }
  is_published_ = true;
  try {
    sync_folder(target.parent_path());
  } catch (const coco::Error&) {  // not durable is not published
    ::unlink(target.c_str());
    throw;
  }
}

}  // namespace cocotalk::files
