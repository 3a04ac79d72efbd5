#include "decide.h"

#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>

static int64_t limit_of(const struct limits *limits, coco_device_class device) {
  return device == COCO_MOBILE ? limits->mobile : limits->web;
}

static bool is_busy(const struct limits *limits, const coco_sign_in *incoming, const coco_session *session) {
  return incoming->now_ms - session->seen_ms < limits->grace_ms;
}

/* The session to end next: n when everybody left is busy or of another class. Of two equally idle ones the one that signed in first. */
static uint64_t most_idle(const struct limits *limits, const coco_sign_in *incoming, const coco_session *existing, uint64_t n,
                          const uint8_t *ends) {
  uint64_t found = n;
  for (uint64_t i = 0; i < n; ++i) {
    if (existing[i].device != incoming->device || ends[i] != 0 || is_busy(limits, incoming, &existing[i])) continue;
    if (found == n || existing[i].seen_ms < existing[found].seen_ms) found = i;
  }
  return found;
}

static void refuse(const struct limits *limits, const coco_sign_in *incoming, coco_verdict *verdict) {
  verdict->admit = 0;
  snprintf(verdict->reason, sizeof verdict->reason,
           "all %" PRId64 " places for devices of this class are in use; sign out on one of them, or wait",
           limit_of(limits, incoming->device));
}

void decide(const struct limits *limits, const coco_sign_in *incoming, const coco_session *existing, uint64_t n,
            coco_verdict *verdict) {
  const int64_t limit = limit_of(limits, incoming->device);
  int64_t taken = 0;
  for (uint64_t i = 0; i < n; ++i) taken += existing[i].device == incoming->device;
  for (; limit != 0 && taken >= limit; --taken) {
    const uint64_t idle = most_idle(limits, incoming, existing, n, verdict->ends);
    if (idle == n) {
      refuse(limits, incoming, verdict);
      return;
    }
    verdict->ends[idle] = 1;
  }
  verdict->admit = 1;
}
