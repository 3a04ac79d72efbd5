/* Has a setting without a default. */
#include "animal.h"

static const coco_setting_spec settings[] = {
    {sizeof(coco_setting_spec), COCO_SETTING_TEXT, "url", NULL, 0, 0, NULL, "where the other host is"}};
ANIMAL = {LAYOUT, IDENTITY("demanding"), ALONE, LIFE, .settings = settings, .n_settings = 1};
