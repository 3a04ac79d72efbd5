#include "faulty_disk.hpp"

#include <sys/syscall.h>
#include <sys/types.h>
#include <unistd.h>

#include <cerrno>

namespace cocotalk::storage::test {

std::atomic<int> write_errno = 0, sync_errno = 0;

namespace {

bool fails(const std::atomic<int>& with) {
  if (with == 0) return false;
  errno = with;
  return true;
}

}  // namespace
}  // namespace cocotalk::storage::test

// The program's own symbols come before those of the C library, for the libraries too.
extern "C" {

ssize_t pwrite64(int file, const void* data, size_t size, off_t offset) {
  if (cocotalk::storage::test::fails(cocotalk::storage::test::write_errno)) return -1;
  return ::syscall(SYS_pwrite64, file, data, size, offset);
}

int fdatasync(int file) {
  if (cocotalk::storage::test::fails(cocotalk::storage::test::sync_errno)) return -1;
  return static_cast<int>(::syscall(SYS_fdatasync, file));
}

int fsync(int file) {
  if (cocotalk::storage::test::fails(cocotalk::storage::test::sync_errno)) return -1;
  return static_cast<int>(::syscall(SYS_fsync, file));
}
}
