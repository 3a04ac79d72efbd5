#include "session-policy-max/limit.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdio>

namespace cocotalk::session_policy_max {

namespace {

void refuse(const Limit& limit, coco_verdict& verdict) noexcept {
  verdict.admit = 0;
  std::snprintf(verdict.reason, sizeof verdict.reason,
                "the account may be signed in on %lld devices of this class; sign out on one of them first",
                static_cast<long long>(limit.sessions));
}

void end_oldest(std::int64_t count, coco_device_class device, std::span<const coco_session> existing,
                coco_verdict& verdict) noexcept {
  for (std::size_t i = 0; i < existing.size() && count > 0; ++i) {
    if (existing[i].device != device) continue;
    verdict.ends[i] = 1;
    --count;
  }
}

}  // namespace

void decide(const Limit& limit, const coco_sign_in& incoming, std::span<const coco_session> existing,
            coco_verdict& verdict) noexcept {
  const std::int64_t taken = std::count_if(existing.begin(), existing.end(),
                                           [&](const coco_session& session) { return session.device == incoming.device; });
  const bool has_room = limit.sessions == 0 || taken < limit.sessions;
  if (!has_room && limit.winner == Winner::oldest) return refuse(limit, verdict);
  verdict.admit = 1;
  if (!has_room) end_oldest(taken - limit.sessions + 1, incoming.device, existing, verdict);
}

}  // namespace cocotalk::session_policy_max
