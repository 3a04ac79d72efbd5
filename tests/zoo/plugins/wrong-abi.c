/* Of another time. */
#include "animal.h"

ANIMAL = {.size = sizeof(coco_plugin), .magic = COCO_MAGIC, .abi_major = 0, .abi_minor = 9, IDENTITY("wrong-abi"), ALONE, LIFE};
