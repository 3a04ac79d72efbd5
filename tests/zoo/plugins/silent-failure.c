/* Fails and does not say why. */
#include "animal.h"

static coco_status failing(const coco_host* host, const coco_setting* settings, uint64_t n, void** self, coco_error* error) {
  (void)host, (void)settings, (void)n, (void)self, (void)error;
  return COCO_INVALID;
}
ANIMAL = {LAYOUT,
          IDENTITY("silent-failure"),
          ALONE,
          .create = failing,
          .start = start,
          .stop = stop,
          .destroy = destroy,
          .interface_of = interface_of};
