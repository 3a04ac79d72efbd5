/* Provides zoo.corn/1 and needs zoo.plough/1. */
#include "animal.h"

static const char* const provides[] = {"zoo.corn/1", NULL};
static const char* const needs[] = {"zoo.plough/1", NULL};
ANIMAL = {LAYOUT, IDENTITY("farmer"), .provides = provides, .needs = needs, LIFE};
