/* Crashes as soon as it is started. */
#include "animal.h"

static coco_status explode(void* self, coco_error* error) {
  volatile char* volatile nowhere = NULL;
  (void)self, (void)error;
  *nowhere = 1;
  return COCO_OK;
}
ANIMAL = {LAYOUT,
          IDENTITY("time-bomb"),
          ALONE,
          .create = create,
          .start = explode,
          .stop = stop,
          .destroy = destroy,
          .interface_of = interface_of};
