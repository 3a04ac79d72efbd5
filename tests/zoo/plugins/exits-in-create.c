/* Takes everybody with it. */
#include "animal.h"

#include <stdlib.h>

static coco_status leave(const coco_host* host, const coco_setting* settings, uint64_t n, void** self, coco_error* error) {
  (void)host, (void)settings, (void)n, (void)self, (void)error;
  exit(3);
}
ANIMAL = {LAYOUT,
          IDENTITY("exits-in-create"),
          ALONE,
          .create = leave,
          .start = start,
          .stop = stop,
          .destroy = destroy,
          .interface_of = interface_of};
