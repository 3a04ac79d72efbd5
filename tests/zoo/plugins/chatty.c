/* Talks to the terminal. */
#include "animal.h"

#include <stdio.h>

static coco_status greet(const coco_host* host, const coco_setting* settings, uint64_t n, void** self, coco_error* error) {
  puts("hello from the zoo");
  fflush(stdout);
  return create(host, settings, n, self, error);
}
ANIMAL = {LAYOUT,
          IDENTITY("chatty"),
          ALONE,
          .create = greet,
          .start = start,
          .stop = stop,
          .destroy = destroy,
          .interface_of = interface_of};
