/* cocotalk.pictures/1: small pictures of large ones. */
#ifndef COCOTALK_PICTURES_H
#define COCOTALK_PICTURES_H

#include <cocotalk/abi.h>

#ifdef __cplusplus
extern "C" {
#endif

#define COCO_PICTURES "cocotalk.pictures/1"

/* Result of shrink(). */
typedef struct coco_picture {
  uint32_t size;
  uint32_t reserved;
  coco_view jpeg; /* the whole file */
} coco_picture;

typedef struct coco_pictures {
  uint32_t size;
  uint32_t reserved;
  void *self;
  /* [any] Makes a small picture, upright, of the file that is open for reading at `fd`; takes the descriptor over and closes it.
   * Whatever the file holds, the host is safe. Result: coco_picture. COCO_INVALID: nothing a picture can be made of, or one that claims
   * more than the provider's limits; COCO_BUSY; COCO_ABORTED: it was cut off, others are not concerned. */
  void (*shrink)(void *self, int32_t fd, coco_completion done);
} coco_pictures;

#ifdef __cplusplus
}
#endif
#endif
