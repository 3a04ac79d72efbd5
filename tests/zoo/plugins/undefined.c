/* Calls what nobody defines; a plugin that is linked without -z defs can. */
#include "animal.h"

coco_status zoo_nobody_defines_this(void* self, coco_error* error);
ANIMAL = {LAYOUT,
          IDENTITY("undefined"),
          ALONE,
          .create = create,
          .start = zoo_nobody_defines_this,
          .stop = stop,
          .destroy = destroy,
          .interface_of = interface_of};
