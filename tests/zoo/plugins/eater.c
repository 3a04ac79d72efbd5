/* Needs zoo.bread/1. */
#include "animal.h"

static const char* const needs[] = {"zoo.bread/1", "zoo.butter/1?", NULL};
ANIMAL = {LAYOUT, IDENTITY("eater"), .provides = nothing, .needs = needs, LIFE};
