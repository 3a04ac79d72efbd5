/* Breaks its own rule. */
#include "animal.h"

static const coco_setting_spec settings[] = {
    {sizeof(coco_setting_spec), COCO_SETTING_INTEGER, "lanes", "0", 1, 64, NULL, "how many"}};
ANIMAL = {LAYOUT, IDENTITY("bad-default"), ALONE, LIFE, .settings = settings, .n_settings = 1};
