/* A plugin in C whose library the tests read and damage. */
#include "zoo/plugins/animal.h"

#include <unistd.h>

/* Calls another library. */
static coco_status begin(void* self, coco_error* error) {
  (void)self, (void)error;
  return getpid() > 0 ? COCO_OK : COCO_INTERNAL;
}
static const coco_setting_spec settings[] = {{.size = sizeof(coco_setting_spec),
                                              .type = COCO_SETTING_INTEGER,
                                              .name = "lanes",
                                              .default_value = "2",
                                              .min = 1,
                                              .max = 64,
                                              .help = "how many"}};
static const char* const provides[] = {"test.milk/1", NULL};
static const char* const needs[] = {"test.hay/1?", "test.water/1", NULL};
ANIMAL = {LAYOUT,
          IDENTITY("sample"),
          .provides = provides,
          .needs = needs,
          .create = create,
          .start = begin,
          .stop = stop,
          .destroy = destroy,
          .interface_of = interface_of,
          .settings = settings,
          .n_settings = 1};
