/* Linked to a library that is built here and goes away. */
#include "animal.h"

void zoo_friend(void);
static void leave(void* self) {
  (void)self;
  zoo_friend();
}
ANIMAL = {LAYOUT,
          IDENTITY("lonely"),
          ALONE,
          .create = create,
          .start = start,
          .stop = stop,
          .destroy = leave,
          .interface_of = interface_of};
