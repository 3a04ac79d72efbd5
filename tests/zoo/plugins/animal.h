/* The parts of a good plugin in C. An animal of the zoo takes all but one. */
#ifndef COCOTALK_ZOO_ANIMAL_H
#define COCOTALK_ZOO_ANIMAL_H

#include <cocotalk/abi.h>

#include <stddef.h>

#define ANIMAL __attribute__((visibility("default"))) const coco_plugin coco_plugin_abi1
#define LAYOUT .size = sizeof(coco_plugin), .magic = COCO_MAGIC, .abi_major = COCO_ABI_MAJOR, .abi_minor = COCO_ABI_MINOR
#define IDENTITY(name) .id = name, .version = "1.0.0", .built_with = "the zoo"
#define ALONE .provides = nothing, .needs = nothing
#define LIFE .create = create, .start = start, .stop = stop, .destroy = destroy, .interface_of = interface_of

ANIMAL;

__attribute__((unused)) static const char* const nothing[] = {NULL};

__attribute__((unused)) static coco_status create(const coco_host* host, const coco_setting* settings, uint64_t n, void** self,
                                                  coco_error* error) {
  (void)settings, (void)n, (void)error;
  *self = (void*)(uintptr_t)host;
  return COCO_OK;
}
__attribute__((unused)) static coco_status start(void* self, coco_error* error) {
  (void)self, (void)error;
  return COCO_OK;
}
__attribute__((unused)) static void stop(void* self, coco_completion drained) {
  (void)self;
  drained.fn(drained.ctx, COCO_OK, NULL, NULL);
}
__attribute__((unused)) static void destroy(void* self) { (void)self; }
/* The table of everything: only its size is right. */
__attribute__((unused)) static const void* interface_of(void* self, const char* interface_id) {
  static const uint32_t table[2] = {sizeof table, 0};
  (void)self, (void)interface_id;
  return table;
}

#endif
