/* A disk that fails, fills up, is slow or takes half of what it is given, when a test says so.
 *
 * The functions stand between everything in a test program and the C library, its loaded plugins too: <cocotalk/testing/faulty_disk.hpp>,
 * included in one file of the program, puts them there. What a plugin writes by other ways (mapped memory, stdio's own buffers, io_uring) is
 * not seen. Only files are concerned, no pipes, sockets or terminals.
 */
#ifndef COCOTALK_TESTING_FAULTY_DISK_H
#define COCOTALK_TESTING_FAULTY_DISK_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Read and written atomically, from any thread. */
typedef struct coco_faulty_disk {
  uint32_t size;
  int32_t write_errno;  /* with which every write fails: ENOSPC, EIO; 0: they work */
  int32_t sync_errno;   /* with which every fsync and fdatasync fails */
  int32_t open_errno;   /* with which every open for writing fails */
  int32_t short_writes; /* 1: a write of more than one byte takes half of it */
  int32_t delay_ms;     /* what every write and every sync takes longer */
  int32_t held;         /* 1: every write and every sync waits until it is 0 again */
  uint32_t reserved;
  uint64_t writes;      /* how many there were, failed ones too */
  uint64_t syncs;
} coco_faulty_disk;

/* The program's disk; NULL in one that was linked without. */
__attribute__((weak)) coco_faulty_disk *coco_testing_disk(void);

#ifdef __cplusplus
}
#endif
#endif
