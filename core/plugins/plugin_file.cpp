#include "core/plugins/plugin_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <memory>

namespace cocotalk::plugins {
namespace {

constexpr std::uintmax_t largest_file = 1u << 30;

[[noreturn]] void refuse(const std::string& file, const std::string& why) { throw Refusal(file, why); }

// A folder like /tmp, where nobody may replace what is another's, is no danger.
void check_folder(const std::string& file) {
  std::error_code ignored;
  const std::filesystem::path folder = std::filesystem::canonical(file, ignored).parent_path();
  struct stat status {};
  if (folder.empty() || ::stat(folder.c_str(), &status) != 0) return;
  if ((status.st_mode & S_IWOTH) != 0 && (status.st_mode & S_ISVTX) == 0)
    refuse(file, "lies in " + folder.string() +
                     ", where everybody on this machine can put another in its place; take that away with 'chmod o-w'");
}

}  // namespace

std::string read_plugin_file(const std::string& file) {
  struct stat status {};
  const int fd = ::open(file.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC);
  if (fd < 0) refuse(file, "cannot be opened (" + std::string(std::strerror(errno)) + "); name the .so file of a plugin");
  const std::unique_ptr<const int, void (*)(const int*)> closing(&fd, [](const int* open) { ::close(*open); });
  if (::fstat(fd, &status) != 0 || !S_ISREG(status.st_mode)) refuse(file, "is no regular file; name the .so file of a plugin");
  if ((status.st_mode & S_IWOTH) != 0)
    refuse(file, "can be written by everybody on this machine; take that away with 'chmod o-w'");
  check_folder(file);
  if (static_cast<std::uintmax_t>(status.st_size) > largest_file)
    refuse(file, "is larger than 1 GiB; name the .so file of a plugin");
  std::string bytes(static_cast<std::size_t>(status.st_size), '\0');
  std::size_t got = 0;
  while (got < bytes.size()) {
    const ssize_t n = ::read(fd, bytes.data() + got, bytes.size() - got);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) refuse(file, "cannot be read (" + std::string(std::strerror(errno)) + "); check the disk");
    if (n == 0) break;  // it shrank meanwhile: it will be found cut
    got += static_cast<std::size_t>(n);
  }
  bytes.resize(got);
  return bytes;
}

}  // namespace cocotalk::plugins
