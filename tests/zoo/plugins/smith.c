/* Provides zoo.plough/1 and needs zoo.egg/1. */
#include "animal.h"

static const char* const provides[] = {"zoo.plough/1", NULL};
static const char* const needs[] = {"zoo.egg/1", NULL};
ANIMAL = {LAYOUT, IDENTITY("smith"), .provides = provides, .needs = needs, LIFE};
