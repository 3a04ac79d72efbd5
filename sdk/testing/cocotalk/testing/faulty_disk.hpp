// Puts the faulty disk between this test program and the C library. Include it in one file of the program; the program's own
// functions come before those of the C library, for the libraries it loads too.
#pragma once

#include <cocotalk/testing/faulty_disk.h>

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

#include <cerrno>
#include <cstdarg>
#include <cstddef>
#include <cstdint>

namespace cocotalk::testing::detail {

inline coco_faulty_disk& faulty_disk() {
  static coco_faulty_disk disk{sizeof(coco_faulty_disk), 0, 0, 0, 0, 0, 0, 0, 0, 0};
  return disk;
}

inline std::int32_t told(const std::int32_t& fault) { return __atomic_load_n(&fault, __ATOMIC_SEQ_CST); }

inline bool is_file(int fd) {
  struct stat status {};
  return fd > STDERR_FILENO && ::fstat(fd, &status) == 0 && (S_ISREG(status.st_mode) || S_ISDIR(status.st_mode));
}

inline void sleep_ms(std::int32_t ms) {
  const timespec time{ms / 1000, ms % 1000 * 1'000'000L};
  ::clock_nanosleep(CLOCK_MONOTONIC, 0, &time, nullptr);
}

// Counts the call, makes it slow, and says whether it fails; then errno is set.
inline bool fails(std::uint64_t& calls, const std::int32_t& fault) {
  __atomic_fetch_add(&calls, 1, __ATOMIC_SEQ_CST);
  while (told(faulty_disk().held) != 0) sleep_ms(1);
  sleep_ms(told(faulty_disk().delay_ms));
  const std::int32_t with = told(fault);
  if (with != 0) errno = with;
  return with != 0;
}
inline bool write_fails(int fd) { return is_file(fd) && fails(faulty_disk().writes, faulty_disk().write_errno); }
inline bool sync_fails(int fd) { return is_file(fd) && fails(faulty_disk().syncs, faulty_disk().sync_errno); }

// How much of `size` bytes a write takes.
inline std::size_t taken(int fd, std::size_t size) {
  return size > 1 && told(faulty_disk().short_writes) != 0 && is_file(fd) ? size / 2 : size;
}

inline int opened(int folder, const char* path, int flags, mode_t mode) {
  const std::int32_t with = told(faulty_disk().open_errno);
  if (with != 0 && (flags & (O_WRONLY | O_RDWR | O_CREAT)) != 0) return errno = with, -1;
  return static_cast<int>(::syscall(SYS_openat, folder, path, flags, mode));
}

}  // namespace cocotalk::testing::detail

extern "C" {

coco_faulty_disk* coco_testing_disk(void) { return &cocotalk::testing::detail::faulty_disk(); }

ssize_t write(int fd, const void* data, size_t size) {
  using namespace cocotalk::testing::detail;
  return write_fails(fd) ? -1 : ::syscall(SYS_write, fd, data, taken(fd, size));
}
ssize_t writev(int fd, const iovec* pieces, int n) {
  using namespace cocotalk::testing::detail;
  if (write_fails(fd)) return -1;
  const bool is_short = told(faulty_disk().short_writes) != 0 && is_file(fd) && n > 1;
  return ::syscall(SYS_writev, fd, pieces, is_short ? n / 2 : n);
}
int fsync(int fd) {
  using namespace cocotalk::testing::detail;
  return sync_fails(fd) ? -1 : static_cast<int>(::syscall(SYS_fsync, fd));
}
int fdatasync(int fd) {
  using namespace cocotalk::testing::detail;
  return sync_fails(fd) ? -1 : static_cast<int>(::syscall(SYS_fdatasync, fd));
}

// These have two symbols each, and what a program calls them depends on how it was compiled (_FILE_OFFSET_BITS): so they are
// named by their symbols here.
#define COCO_FAULTY_PWRITE(symbol)                                                                           \
  ssize_t coco_faulty_##symbol(int fd, const void* data, size_t size, std::int64_t offset) __asm__(#symbol); \
  ssize_t coco_faulty_##symbol(int fd, const void* data, size_t size, std::int64_t offset) {                 \
    using namespace cocotalk::testing::detail;                                                               \
    return write_fails(fd) ? -1 : ::syscall(SYS_pwrite64, fd, data, taken(fd, size), offset);                \
  }
COCO_FAULTY_PWRITE(pwrite)
COCO_FAULTY_PWRITE(pwrite64)
#undef COCO_FAULTY_PWRITE

// The mode is there when the flags ask for it.
#define COCO_MODE_OF(flags, mode)                                   \
  mode_t mode = 0;                                                  \
  if ((flags & O_CREAT) != 0 || (flags & O_TMPFILE) == O_TMPFILE) { \
    va_list rest;                                                   \
    va_start(rest, flags);                                          \
    mode = va_arg(rest, mode_t);                                    \
    va_end(rest);                                                   \
  }
#define COCO_FAULTY_OPEN(symbol)                                               \
  int coco_faulty_##symbol(const char* path, int flags, ...) __asm__(#symbol); \
  int coco_faulty_##symbol(const char* path, int flags, ...) {                 \
    COCO_MODE_OF(flags, mode)                                                  \
    return cocotalk::testing::detail::opened(AT_FDCWD, path, flags, mode);     \
  }
COCO_FAULTY_OPEN(open)
COCO_FAULTY_OPEN(open64)
#undef COCO_FAULTY_OPEN
#define COCO_FAULTY_OPENAT(symbol)                                                         \
  int coco_faulty_##symbol(int folder, const char* path, int flags, ...) __asm__(#symbol); \
  int coco_faulty_##symbol(int folder, const char* path, int flags, ...) {                 \
    COCO_MODE_OF(flags, mode)                                                              \
    return cocotalk::testing::detail::opened(folder, path, flags, mode);                   \
  }
COCO_FAULTY_OPENAT(openat)
COCO_FAULTY_OPENAT(openat64)
#undef COCO_FAULTY_OPENAT
#undef COCO_MODE_OF
}
