/* Looks where nothing is. */
#include "animal.h"

static coco_status look(const coco_host* host, const coco_setting* settings, uint64_t n, void** self, coco_error* error) {
  volatile int* volatile nowhere = NULL;
  (void)host, (void)settings, (void)n, (void)error;
  *self = (void*)(uintptr_t)*nowhere;
  return COCO_OK;
}
ANIMAL = {LAYOUT,
          IDENTITY("crashes-in-create"),
          ALONE,
          .create = look,
          .start = start,
          .stop = stop,
          .destroy = destroy,
          .interface_of = interface_of};
