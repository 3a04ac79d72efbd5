/* A session policy, from outside; it ends the process it is created in, or (EARLY) the one it is loaded into. */
#include "animal.h"

#include <stdlib.h>

static const char* const policy[] = {"cocotalk.session-policy/1", NULL};

static coco_status explode(const coco_host* host, const coco_setting* settings, uint64_t n, void** self, coco_error* error) {
  (void)host, (void)settings, (void)n, (void)self, (void)error;
  abort();
}
#ifdef EARLY
__attribute__((constructor)) static void explode_early(void) { abort(); }
#endif

ANIMAL = {LAYOUT,
          IDENTITY("explosive"),
          .provides = policy,
          .needs = nothing,
          .create = explode,
          .start = start,
          .stop = stop,
          .destroy = destroy,
          .interface_of = interface_of};
