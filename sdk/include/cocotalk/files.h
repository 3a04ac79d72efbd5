/* cocotalk.files/1: streams files in and out of a store. */
#ifndef COCOTALK_FILES_H
#define COCOTALK_FILES_H

#include <cocotalk/abi.h>

#ifdef __cplusplus
extern "C" {
#endif

#define COCO_FILES "cocotalk.files/1"

/* A file that is being written; 0 is none. */
typedef uint64_t coco_upload;

typedef struct coco_file_info {
  uint32_t size;
  int32_t fd;          /* open for reading, the caller closes it */
  uint64_t bytes;
  int64_t modified_ms; /* UTC */
} coco_file_info;

/* Names are relative paths of [A-Za-z0-9._-] segments, made by the caller with enough randomness to be the permission to read. */
typedef struct coco_files {
  uint32_t size;
  uint32_t reserved;
  void *self;
  /* [any] Reserves a name; nothing is visible under it before finish(). */
  coco_status (*create)(void *self, coco_view name, coco_upload *out, coco_error *error);
  /* [any] Appends. One write under way per upload; the next after `done`. Fails with COCO_RETRY (disk full). */
  void (*write)(void *self, coco_upload upload, coco_view bytes, coco_completion done);
  /* [any] Makes it durable and visible. The upload is over, whatever the answer. */
  void (*finish)(void *self, coco_upload upload, coco_completion done);
  /* [any] Forgets an unfinished upload. */
  void (*abandon)(void *self, coco_upload upload);
  /* [any] Opens a finished file. COCO_NOT_FOUND. */
  coco_status (*open)(void *self, coco_view name, coco_file_info *out, coco_error *error);
  /* [any] Erases a finished file; a name that is not there is fine. */
  void (*erase)(void *self, coco_view name, coco_completion done);
} coco_files;

#ifdef __cplusplus
}
#endif
#endif
