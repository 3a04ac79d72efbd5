/* cocotalk.bus/1: what the hosts of one service tell each other, and which of them are alive.
 *
 * The bus is only a hint: it may lose, repeat or reorder anything. What must not be lost is in the storage. Without a plugin that
 * provides it the core has one of its own, for a single process.
 */
#ifndef COCOTALK_BUS_H
#define COCOTALK_BUS_H

#include <cocotalk/abi.h>

#ifdef __cplusplus
extern "C" {
#endif

#define COCO_BUS "cocotalk.bus/1"

/* Hears what is published under a subject, on whichever host. */
typedef struct coco_bus_listener {
  uint32_t size;
  uint32_t reserved;
  void *ctx;
  /* [any] Views are borrowed for the call. */
  void (*on_message)(void *ctx, coco_view subject, coco_view body);
} coco_bus_listener;

/* A host that is alive. */
typedef struct coco_bus_host {
  uint32_t size;
  uint32_t is_this; /* 1: the host that asks */
  coco_view address; /* where clients reach it: https://two.talk.example; empty: where they have reached the host that asks */
  uint64_t load;    /* its open links */
} coco_bus_host;

/* Result of hosts(). */
typedef struct coco_bus_hosts {
  uint32_t size;
  uint32_t reserved;
  const coco_bus_host *const *hosts; /* the least loaded first, of equals the one that asks */
  uint64_t n_hosts;
} coco_bus_hosts;

typedef struct coco_bus {
  uint32_t size;
  uint32_t reserved;
  void *self;
  /* [any] Passes the message to every listener of exactly this subject, those of this host too; perhaps before it returns. */
  void (*publish)(void *self, coco_view subject, coco_view body);
  /* [any] The listener is copied; it hears what is published from now on. COCO_INVALID: the subject is empty. */
  coco_status (*subscribe)(void *self, coco_view subject, const coco_bus_listener *listener, coco_error *error);
  /* [any] Takes away every listener with this ctx; after it returned none of them is called any more. Not from on_message. */
  void (*unsubscribe)(void *self, void *ctx);
  /* [any] This host is alive, and so loaded. Said again every second; who has not said it for 5 s is alive no more. */
  void (*announce)(void *self, coco_view address, uint64_t load);
  /* [any] Result: coco_bus_hosts; empty before the first announcement. */
  void (*hosts)(void *self, coco_completion done);
} coco_bus;

#ifdef __cplusplus
}
#endif
#endif
