/* Provides zoo.bread/1. */
#include "animal.h"

static const char* const provides[] = {"zoo.bread/1", NULL};
ANIMAL = {LAYOUT, IDENTITY("chef"), .provides = provides, .needs = nothing, LIFE};
