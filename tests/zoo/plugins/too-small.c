/* Ends before its functions. */
#include "animal.h"

ANIMAL = {.size = 48, .magic = COCO_MAGIC, .abi_major = COCO_ABI_MAJOR, IDENTITY("too-small"), ALONE, LIFE};
