/* Provides the gateway in the service's place. */
#include "animal.h"

#include <cocotalk/gateway.h>

static const char* const provides[] = {COCO_GATEWAY, NULL};
ANIMAL = {LAYOUT, IDENTITY("gate"), .provides = provides, .needs = nothing, LIFE};
