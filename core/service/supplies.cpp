#include "core/service/supplies.hpp"

#include <cocotalk/plugin.hpp>

#include <sys/statvfs.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>

namespace cocotalk {
namespace {

constexpr std::uint64_t MiB = 1024 * 1024;

std::uint64_t page_bytes() { return static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE)); }

std::uint64_t resident_bytes() {
  std::ifstream statm("/proc/self/statm");
  std::uint64_t size = 0, resident = 0;
  if (!(statm >> size >> resident)) throw coco::Error(COCO_INTERNAL, "/proc/self/statm cannot be read");
  return resident * page_bytes();
}

std::uint64_t memory_limit() {
  const std::uint64_t machine = static_cast<std::uint64_t>(::sysconf(_SC_PHYS_PAGES)) * page_bytes();
  std::ifstream group("/sys/fs/cgroup/memory.max");  // "max", or bytes; not there without control groups
  std::uint64_t limit = 0;
  return group >> limit ? std::min(limit, machine) : machine;
}

std::uint64_t free_bytes(const std::string& folder) {
  struct statvfs disk {};
  if (::statvfs(folder.c_str(), &disk) != 0) throw coco::Error(COCO_INTERNAL, folder + ": " + std::strerror(errno));
  return static_cast<std::uint64_t>(disk.f_bavail) * disk.f_frsize;
}

}  // namespace

Supplies measure_supplies(const std::string& data_dir) { return {resident_bytes(), memory_limit(), free_bytes(data_dir)}; }

std::string shortage_of(const Supplies& supplies, std::int64_t max_memory_percent, std::uint64_t min_free_disk) {
  if (supplies.memory_used > supplies.memory_limit / 100 * static_cast<std::uint64_t>(max_memory_percent))
    return "the host uses " + std::to_string(supplies.memory_used / MiB) + " of " + std::to_string(supplies.memory_limit / MiB) +
           " MiB of memory";
  if (supplies.disk_free < min_free_disk)
    return "only " + std::to_string(supplies.disk_free / MiB) + " MiB of the data folder's disk are free";
  return {};
}

}  // namespace cocotalk
