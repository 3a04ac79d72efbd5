/* Nothing is wrong with this one. */
#include "animal.h"

static const char* const colours[] = {"red", "green", NULL};
static const coco_setting_spec settings[] = {
    {sizeof(coco_setting_spec), COCO_SETTING_INTEGER, "lanes", "2", 1, 64, NULL, "how many"},
    {sizeof(coco_setting_spec), COCO_SETTING_BYTES, "limit", "64 KiB", 1024, 1048576, NULL, "how much"},
    {sizeof(coco_setting_spec), COCO_SETTING_MILLIS, "deadline", "10 s", 1000, 60000, NULL, "how long"},
    {sizeof(coco_setting_spec), COCO_SETTING_CHOICE, "colour", "red", 0, 0, colours, "which one"},
    {sizeof(coco_setting_spec), COCO_SETTING_LIST, "listen", "127.0.0.1:0", 0, 0, NULL, "where"},
    {sizeof(coco_setting_spec), COCO_SETTING_BOOL, "loud", "false", 0, 0, NULL, "whether"},
    {sizeof(coco_setting_spec), COCO_SETTING_TEXT, "title", "", 0, 0, NULL, "what it is called"},
};
ANIMAL = {LAYOUT, IDENTITY("good"), ALONE, LIFE, .settings = settings, .n_settings = sizeof settings / sizeof *settings};
