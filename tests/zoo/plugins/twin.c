/* Somebody else's id. */
#include "animal.h"

ANIMAL = {LAYOUT, IDENTITY("good"), ALONE, LIFE};
