/* Nobody. */
#include "animal.h"

ANIMAL = {LAYOUT, .version = "1.0.0", .built_with = "the zoo", ALONE, LIFE};
