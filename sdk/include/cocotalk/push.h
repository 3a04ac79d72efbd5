/* cocotalk.push/1: wakes devices that are not connected. */
#ifndef COCOTALK_PUSH_H
#define COCOTALK_PUSH_H

#include <cocotalk/abi.h>
#include <cocotalk/gateway.h>

#ifdef __cplusplus
extern "C" {
#endif

#define COCO_PUSH "cocotalk.push/1"

/* A device to wake. */
typedef struct coco_push_target {
  uint32_t size;
  coco_device_class device;
  coco_view token;  /* what the device called itself at sign-in: fcmToken */
  int64_t account;
} coco_push_target;

/* What happened in a room, for people who do not look at it: its newest message. Borrowed for the call. */
typedef struct coco_push_note {
  uint32_t size;
  int32_t room_type;   /* 0: private, 1: group */
  coco_view room;      /* 24 hex digits; a newer note of the same room may replace this one on a device */
  coco_view room_name;
  coco_view sender;    /* the name of who wrote it */
  coco_view text;      /* for people: a photo is "사진을 보냈습니다." */
  const coco_push_target *const *targets;
  uint64_t n_targets;
} coco_push_note;

/* Result of send(). */
typedef struct coco_push_result {
  uint32_t size;
  uint32_t reserved;
  const uint8_t *gone; /* per target: 1 when no device will ever answer to this token again */
  uint64_t n_targets;
} coco_push_result;

typedef struct coco_push {
  uint32_t size;
  uint32_t reserved;
  void *self;
  /* [any] Answered when the push service has taken the note over for every target it knows. COCO_RETRY, COCO_BUSY: ask again later; some
   * devices may then be woken twice. COCO_INVALID: the service will never take this note. Result: coco_push_result. */
  void (*send)(void *self, const coco_push_note *note, coco_completion done);
} coco_push;

#ifdef __cplusplus
}
#endif
#endif
