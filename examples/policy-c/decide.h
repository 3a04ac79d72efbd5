/* So many sessions per device class, and who is busy keeps his place. */
#ifndef POLICY_C_DECIDE_H
#define POLICY_C_DECIDE_H

#include <cocotalk/session_policy.h>

struct limits {
  int64_t mobile, web; /* sessions an account may have of that class; 0: any number */
  int64_t grace_ms;    /* a session that was active this recently is busy; 0: none ever is */
};

/* [any] Pure, takes no memory. Frees as many places as are missing: of the incoming class, the sessions that have been idle for longest.
 * Refused, and nobody ended, when too many of them are busy. A class of a later version has the limit of web. */
void decide(const struct limits *limits, const coco_sign_in *incoming, const coco_session *existing, uint64_t n,
            coco_verdict *verdict);

#endif
