/* Does not answer stop(). */
#include "animal.h"

static void never(void* self, coco_completion drained) { (void)self, (void)drained; }
ANIMAL = {LAYOUT,
          IDENTITY("never-drains"),
          ALONE,
          .create = create,
          .start = start,
          .stop = never,
          .destroy = destroy,
          .interface_of = interface_of};
