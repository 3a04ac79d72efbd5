/* Waits for a signal that nobody sends. */
#include "animal.h"

#include <unistd.h>

static coco_status wait_for_ever(const coco_host* host, const coco_setting* settings, uint64_t n, void** self, coco_error* error) {
  (void)host, (void)settings, (void)n, (void)self, (void)error;
  while (pause() != 0) continue;
  return COCO_OK;
}
ANIMAL = {LAYOUT,
          IDENTITY("hangs-in-create"),
          ALONE,
          .create = wait_for_ever,
          .start = start,
          .stop = stop,
          .destroy = destroy,
          .interface_of = interface_of};
