/* Promises an interface and gives none. */
#include "animal.h"

static const char* const provides[] = {"zoo.honey/1", NULL};
static const void* no_interface(void* self, const char* interface_id) {
  (void)self, (void)interface_id;
  return NULL;
}
ANIMAL = {LAYOUT,       IDENTITY("no-table"), .provides = provides,        .needs = nothing, .create = create, .start = start,
          .stop = stop, .destroy = destroy,   .interface_of = no_interface};
