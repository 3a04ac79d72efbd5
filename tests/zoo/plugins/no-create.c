/* Cannot come to life. */
#include "animal.h"

ANIMAL = {LAYOUT, IDENTITY("no-create"), ALONE, .start = start, .stop = stop, .destroy = destroy, .interface_of = interface_of};
