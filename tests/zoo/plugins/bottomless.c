/* Calls itself until the stack ends. */
#include "animal.h"

static uint64_t dig(volatile uint64_t depth) {
  volatile char earth[1024];
  earth[depth % sizeof earth] = 1;
  return depth == UINT64_MAX ? 0 : dig(depth + 1) + (uint64_t)earth[0];
}
static coco_status begin(void* self, coco_error* error) {
  (void)self, (void)error;
  return dig(0) == 1 ? COCO_INTERNAL : COCO_OK;
}
ANIMAL = {LAYOUT,
          IDENTITY("bottomless"),
          ALONE,
          .create = create,
          .start = begin,
          .stop = stop,
          .destroy = destroy,
          .interface_of = interface_of};
