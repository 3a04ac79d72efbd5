/* Provides zoo.egg/1 and needs zoo.corn/1. */
#include "animal.h"

static const char* const provides[] = {"zoo.egg/1", NULL};
static const char* const needs[] = {"zoo.corn/1", NULL};
ANIMAL = {LAYOUT, IDENTITY("hen"), .provides = provides, .needs = needs, LIFE};
