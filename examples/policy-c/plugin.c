/* The wiring: one descriptor, one table, an instance with its settings. */
#include "decide.h"

#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct policy {
  coco_session_policy table;
  struct limits limits;
};

static const char *const provides[] = {COCO_SESSION_POLICY, NULL};
static const char *const needs[] = {NULL};

static const coco_setting_spec settings[] = {
    {sizeof(coco_setting_spec), COCO_SETTING_INTEGER, "mobile", "1", 0, 1000, NULL,
     "phones an account may be signed in on; 0: any number"},
    {sizeof(coco_setting_spec), COCO_SETTING_INTEGER, "web", "3", 0, 1000, NULL,
     "web pages an account may be signed in on; 0: any number"},
    {sizeof(coco_setting_spec), COCO_SETTING_MILLIS, "grace", "2 min", 0, 3600000, NULL,
     "a device that was active this recently keeps its place, and the sign-in is refused when all are; 0: the newest always wins"},
};

/* The host gives every declared setting, checked against its range. */
static int64_t number(const coco_setting *values, uint64_t n, const char *name) {
  for (uint64_t i = 0; i < n; ++i)
    if (values[i].name.size == strlen(name) && memcmp(values[i].name.data, name, strlen(name)) == 0) return values[i].number;
  return 0;
}

static void decide_slot(void *self, const coco_sign_in *incoming, const coco_session *existing, uint64_t n, coco_verdict *verdict) {
  decide(&((const struct policy *)self)->limits, incoming, existing, n, verdict);
}

static coco_status create(const coco_host *host, const coco_setting *values, uint64_t n, void **self, coco_error *error) {
  (void)host;
  struct policy *made = malloc(sizeof *made);
  if (made == NULL) {
    error->code = COCO_BUSY;
    snprintf(error->text, sizeof error->text, "there is no memory for a session policy");
    return COCO_BUSY;
  }
  *made = (struct policy){.table = {.size = sizeof made->table, .self = made, .decide = decide_slot},
                   .limits = {number(values, n, "mobile"), number(values, n, "web"), number(values, n, "grace")}};
  *self = made;
  return COCO_OK;
}

static coco_status start(void *self, coco_error *error) {
  (void)self, (void)error;
  return COCO_OK;
}

static void stop(void *self, coco_completion drained) {
  (void)self;
  drained.fn(drained.ctx, COCO_OK, NULL, NULL);
}

static void destroy(void *self) { free(self); }

static const void *interface_of(void *self, const char *interface_id) {
  return strcmp(interface_id, COCO_SESSION_POLICY) == 0 ? &((const struct policy *)self)->table : NULL;
}

extern __attribute__((visibility("default"))) const coco_plugin coco_plugin_abi1;
const coco_plugin coco_plugin_abi1 = {
    .size = sizeof(coco_plugin),
    .magic = COCO_MAGIC,
    .abi_major = COCO_ABI_MAJOR,
    .abi_minor = COCO_ABI_MINOR,
    .n_settings = sizeof settings / sizeof *settings,
    .id = "policy-c",
    .version = "1.0.0",
    .built_with = "C, " __VERSION__,
    .provides = provides,
    .needs = needs,
    .settings = settings,
    .create = create,
    .start = start,
    .stop = stop,
    .destroy = destroy,
    .interface_of = interface_of,
};
