/* cocotalk.introspection/1: what the host knows about its plugins. Provided by the host itself, for the service's commands
 * host.health and host.metrics. */
#ifndef COCOTALK_CORE_INTROSPECTION_H
#define COCOTALK_CORE_INTROSPECTION_H

#include <cocotalk/abi.h>

#ifdef __cplusplus
extern "C" {
#endif

#define COCO_INTROSPECTION "cocotalk.introspection/1"

/* All functions [any]; they answer before they return. */
typedef struct coco_introspection {
  uint32_t size;
  uint32_t reserved;
  void* self;
  /* {"status":"ok","plugins":[{"id":"net","state":"ok","sentence":""}, …]}: states are ok, degraded, failed; the status is the
   * worst. Result: coco_view. */
  void (*health_json)(void* self, coco_completion done);
  /* Everything of coco_host.metric, and per plugin its calls and errors, as Prometheus text. Result: coco_view. */
  void (*metrics_text)(void* self, coco_completion done);
} coco_introspection;

#ifdef __cplusplus
}
#endif
#endif
