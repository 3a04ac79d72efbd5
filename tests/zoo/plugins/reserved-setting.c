/* A setting nobody could write. */
#include "animal.h"

static const coco_setting_spec settings[] = {{sizeof(coco_setting_spec), COCO_SETTING_TEXT, "plugin", "", 0, 0, NULL, "what"}};
ANIMAL = {LAYOUT, IDENTITY("reserved-setting"), ALONE, LIFE, .settings = settings, .n_settings = 1};
