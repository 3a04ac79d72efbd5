// At most n sessions per device class; who gives way when they are all taken is a choice.
#pragma once

#include <cocotalk/session_policy.h>

#include <cstdint>
#include <span>

namespace cocotalk::session_policy_max {

enum class Winner {
  newest,  // the sign-in is admitted, the oldest sessions end
  oldest,  // the sign-in is refused, the sessions stay
};

struct Limit {
  std::int64_t sessions;  // per device class; 0: any number
  Winner winner;
};

// Decides a sign-in. Pure. [any]
// `existing` is in the order of sign-in, oldest first. It may hold more sessions than the limit, because the limit was higher
// when they began: the next sign-in that is admitted ends all that are too many. `verdict.ends` has one byte for each of
// `existing`, 0 on entry.
void decide(const Limit& limit, const coco_sign_in& incoming, std::span<const coco_session> existing,
            coco_verdict& verdict) noexcept;

}  // namespace cocotalk::session_policy_max
