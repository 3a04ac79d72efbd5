/* cocotalk.session-policy/1: who may be signed in where. Synchronous and pure: the same question gets the same verdict. */
#ifndef COCOTALK_SESSION_POLICY_H
#define COCOTALK_SESSION_POLICY_H

#include <cocotalk/abi.h>
#include <cocotalk/gateway.h>

#ifdef __cplusplus
extern "C" {
#endif

#define COCO_SESSION_POLICY "cocotalk.session-policy/1"

typedef struct coco_sign_in {
  uint32_t size;
  coco_device_class device;
  int64_t account;
  int64_t now_ms; /* UTC */
  coco_view address, agent;
} coco_sign_in;

/* A session of the same account that is not ended. */
typedef struct coco_session {
  uint32_t size;
  coco_device_class device;
  int64_t signed_in_ms, seen_ms; /* UTC */
  coco_view id;                  /* 32 hex digits */
  coco_view address, agent;
} coco_session;

/* The caller's memory. */
typedef struct coco_verdict {
  uint32_t size;
  int32_t admit;      /* 0: the sign-in is refused, `ends` is ignored */
  char reason[128];   /* NUL-terminated: why it was refused */
  uint8_t *ends;      /* one byte per existing session, 0 on entry: 1 ends that session */
} coco_verdict;

typedef struct coco_session_policy {
  uint32_t size;
  uint32_t reserved;
  void *self;
  /* [any] `existing` in the order of sign-in, oldest first. */
  void (*decide)(void *self, const coco_sign_in *incoming, const coco_session *existing, uint64_t n, coco_verdict *verdict);
} coco_session_policy;

#ifdef __cplusplus
}
#endif
#endif
