/* Uses slots this host does not have. */
#include "animal.h"

ANIMAL = {.size = sizeof(coco_plugin),
          .magic = COCO_MAGIC,
          .abi_major = COCO_ABI_MAJOR,
          .abi_minor = 7,
          IDENTITY("newer-abi"),
          ALONE,
          LIFE};
