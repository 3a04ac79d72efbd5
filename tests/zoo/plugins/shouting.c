/* An id that fits neither a metric nor a sentence. */
#include "animal.h"

ANIMAL = {LAYOUT, IDENTITY("LOUD ONE"), ALONE, LIFE};
