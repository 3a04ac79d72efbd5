/* cocotalk.introspection/1: what the host knows about itself, and what may be changed of it while it runs. Provided by the host
 * itself, for the service's commands host.* and admin.*. */
#ifndef COCOTALK_CORE_INTROSPECTION_H
#define COCOTALK_CORE_INTROSPECTION_H

#include <cocotalk/abi.h>

#ifdef __cplusplus
extern "C" {
#endif

#define COCO_INTROSPECTION "cocotalk.introspection/1"

/* All functions [any]. Results: coco_view. */
typedef struct coco_introspection {
  uint32_t size;
  uint32_t reserved;
  void* self;
  /* ---- answered before they return */
  /* {"status":"ok","plugins":[{"id":"net","state":"ok","sentence":""}, …]}: states are ok, degraded, failed; the status is the
   * worst. */
  void (*health_json)(void* self, coco_completion done);
  /* Everything of coco_host.metric, and per plugin its calls and errors, as Prometheus text. */
  void (*metrics_text)(void* self, coco_completion done);

  /* ---- answered from the host's main thread, which may be busy replacing a plugin. COCO_UNAVAILABLE: the host has not begun to
   * serve, or stops; COCO_BUSY: too many ask at once. */
  /* What the command admin.status answers (docs/commands.md). */
  void (*status_json)(void* self, coco_completion done);
  /* What admin.history answers. */
  void (*history_json)(void* self, coco_completion done);
  /* {"files":[{"file","id","version"}, …]}: the libraries in the plugin folder. */
  void (*plugin_files_json)(void* self, coco_completion done);
  /* Puts the library of this name in the plugin folder into the place of a plugin, as `cocotalk plugin replace` does with any
   * file. {"lines":[…]}, or COCO_INVALID with the reasons, a line each, as the result: then nothing was changed. */
  void (*replace)(void* self, coco_view plugin, coco_view file, coco_completion done);
  /* Reads the configuration again, as `cocotalk reload` does. Answers as replace() does. */
  void (*reload)(void* self, coco_completion done);
} coco_introspection;

#ifdef __cplusplus
}
#endif
#endif
