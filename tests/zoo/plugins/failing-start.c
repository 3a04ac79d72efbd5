/* The world is against it. */
#include "animal.h"

#include <stdio.h>

static coco_status failing(void* self, coco_error* error) {
  (void)self;
  error->code = COCO_INTERNAL;
  snprintf(error->text, sizeof error->text, "cannot listen on 127.0.0.1:80 (address in use); choose another with --listen");
  return COCO_INTERNAL;
}
ANIMAL = {LAYOUT,
          IDENTITY("failing-start"),
          ALONE,
          .create = create,
          .start = failing,
          .stop = stop,
          .destroy = destroy,
          .interface_of = interface_of};
