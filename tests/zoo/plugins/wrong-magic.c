/* Its symbol is something else. */
#include "animal.h"

ANIMAL = {.size = sizeof(coco_plugin), .magic = 0x12345678, .abi_major = COCO_ABI_MAJOR, IDENTITY("wrong-magic"), ALONE, LIFE};
