/* stop() does not return. */
#include "animal.h"

#include <unistd.h>

static void hanging(void* self, coco_completion drained) {
  (void)self, (void)drained;
  for (;;) pause();
}
ANIMAL = {LAYOUT,
          IDENTITY("hangs-in-stop"),
          ALONE,
          .create = create,
          .start = start,
          .stop = hanging,
          .destroy = destroy,
          .interface_of = interface_of};
